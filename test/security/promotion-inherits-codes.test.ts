// Inheriting a role by codes: the help desk sets up an app with codes and prints backup codes for somebody who has no role yet, which
// it may, and keeps both. When that person is made an owner, two codes of different kinds are a recovery: it would pair the help desk's
// phone with the owner's account. With the role, whatever anybody else may have been told must be gone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '@countersign/server/core/permissions'
import { beginRecovery, proveRecovery } from '@countersign/server/flows/access/recovery'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import { makeBackupCodesByAdmin } from '@countersign/server/flows/admin/backup-codes'
import { beginTotpByAdmin, confirmTotpByAdmin } from '@countersign/server/flows/admin/totps'
import { TOTP } from 'otpauth'
import { codeWorld, why } from '../support/code-world.js'
import { giveTotp } from '../support/codes-at-hand.js'
import { OPERATOR } from '../support/onboarding.js'
import { must, pairedDevice } from '../support/test-world.js'

const helpDesk: Actor = { kind: 'token', tokenId: 't', name: 'help desk', permissions: ['accounts:pair'] }
const browser = { address: '203.0.113.9', browser: 'Chrome on Windows' }

test('an app with codes and printed codes from before a role recover no account after it', async () => {
  const { world, accountId, notices } = await codeWorld()
  const { ports, clock } = world
  const begun = must(await beginTotpByAdmin(ports, helpDesk, { accountId, name: 'their phone' }))
  const app = new TOTP({ secret: new URL(begun.link).searchParams.get('secret') ?? '' })
  const code = () => app.generate({ timestamp: clock.nowMs() })
  must(await confirmTotpByAdmin(ports, helpDesk, { accountId, id: begun.id, code: code() }))
  const { codes } = must(await makeBackupCodesByAdmin(ports, helpDesk, { accountId }))

  must(await putAdmin(ports, OPERATOR, { accountId, role: 'owner' }))

  clock.advance(60_000)
  const { secret } = await beginRecovery(ports, 'alice')
  for (const typed of [code(), codes[0] ?? '']) {
    const proved = await proveRecovery(ports, { secret, typed, browser, known: '', former: undefined })
    assert.equal(why(proved), 'wrong')
  }
  // The person has to print new ones, and hears so.
  const told = (await notices()).map(({ kind }) => kind)
  assert.ok(told.includes('backup_codes_removed') && told.includes('totp_removed'))
})

test('the offline code of a phone stays with a role: nobody but that phone was told it', async () => {
  const { world, accountId } = await codeWorld()
  const phone = await pairedDevice(world)
  await giveTotp(world.ports, accountId, { deviceId: phone.id })
  must(await putAdmin(world.ports, OPERATOR, { accountId, role: 'help_desk' }))
  const kept = await world.ports.storage.read.totps.ofAccount(accountId)
  assert.deepEqual(
    kept.map(({ deviceId }) => deviceId),
    [phone.id],
  )
})
