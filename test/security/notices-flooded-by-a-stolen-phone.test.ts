// A stolen phone that is unlocked floods its owner: it sets up an offline code again and again, each time its owner gets a mail, and
// among hundreds of them the one that tells of a recovery is overlooked. A person sets such a code up once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromBase64Url } from '@countersign/protocol'
import { answerOfflineCodeFrame } from '@countersign/server/socket/offline-code-frames'
import { makeWorld, pairedDevice } from '../support/test-world.js'
import { codeOf } from '../support/totps.js'

test('one phone tells its owner of a new offline code ten times in ten minutes at most', async () => {
  const { ports, clock, ...world } = await makeWorld()
  const phone = await pairedDevice({ ports, clock, ...world })
  for (let second = 0; second < 600; second += 12) {
    clock.advance(12_000)
    const drawn = await answerOfflineCodeFrame(ports, phone.id, { type: 'ask_offline_code' })
    if (drawn.type !== 'offline_code') continue
    const secret = fromBase64Url(drawn.secret) ?? assert.fail('no secret')
    const code = codeOf({ ...drawn, secret }, clock.nowMs())
    await answerOfflineCodeFrame(ports, phone.id, {
      type: 'confirm_offline_code',
      totpId: drawn.totpId,
      code,
    })
  }
  const told = await ports.storage.read.notices.ofAccount(phone.accountId, 100)
  const added = told.filter(({ kind }) => kind === 'totp_added').length
  assert.ok(added > 0 && added <= 10, `${added}`)
})
