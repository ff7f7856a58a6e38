// Let in again with what was there before: an admin suspends an account because somebody talked the help desk into a code, or is
// halfway through a recovery, and lets it in again when the owner is back. What was told or begun before must not go on then.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginRecovery, proveRecovery } from '@countersign/server/flows/access/recovery'
import { resumeAccount, suspendAccount } from '@countersign/server/flows/admin/account-standing'
import { BACKUP, BYPASS, codeWorld, why } from '../support/code-world.js'
import { OPERATOR } from '../support/onboarding.js'
import { must } from '../support/test-world.js'

const browser = { address: '203.0.113.9', browser: 'Chrome on Windows' }

test('[BY4] a code of the help desk ends when its account is suspended, and does not come back with it', async () => {
  const { world, accountId, typed } = await codeWorld()
  must(await suspendAccount(world.ports, OPERATOR, { id: accountId }))
  must(await resumeAccount(world.ports, OPERATOR, { id: accountId }))
  assert.equal(why(await typed(BYPASS)), 'wrong')
  assert.equal(why(await typed(BACKUP)), 'ok', 'what the person has printed stays')
})

test('[RV3] a recovery that was begun before a suspension does not go on after it', async () => {
  const { world, accountId, totp } = await codeWorld()
  const { ports } = world
  const { secret } = await beginRecovery(ports, 'alice')
  const prove = (typed: string) =>
    proveRecovery(ports, { secret, typed, browser, known: '', former: undefined })
  must(await prove(totp()))
  must(await suspendAccount(ports, OPERATOR, { id: accountId }))
  must(await resumeAccount(ports, OPERATOR, { id: accountId }))
  assert.equal(why(await prove(BACKUP)), 'credentials_wrong')
})
