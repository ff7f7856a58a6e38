// A code of somebody who was shut out: an employee leaves, the account is suspended, the printed list is still in the bag. Or the
// suspension comes in the half second in which the code is being hashed, after everything was looked at.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Storage } from '@countersign/server/core/ports'
import { addAccount } from '@countersign/server/flows/accounts'
import { deleteAccount, suspendAccount } from '@countersign/server/flows/admin/account-standing'
import { BACKUP, BYPASS, codeWorld, why } from '../support/code-world.js'
import { editAccount, operator } from '../support/policy-world.js'
import { must } from '../support/test-world.js'

test('[CD4] codes of a suspended account let nobody in; what the person has is good again when it is resumed, what they were told is not', async () => {
  const { world, accountId, totp, typed } = await codeWorld()
  must(await suspendAccount(world.ports, operator, { id: accountId }))
  for (const code of [totp(), BACKUP, BYPASS]) assert.equal(why(await typed(code)), 'wrong')
  await editAccount(world, 'alice', { state: 'active' })
  for (const code of [totp(), BACKUP]) assert.equal(why(await typed(code)), 'ok')
  assert.equal(why(await typed(BYPASS)), 'wrong')
})

test('an account that is suspended while its code is judged lets nobody in, and the code is not spent', async () => {
  const { world, accountId, typed } = await codeWorld()
  const { ports } = world
  // The first transaction charges the try; after it the account is read as active; the second spends the code.
  let isCharge = true
  const storage: Storage = {
    ...ports.storage,
    async transaction(work) {
      if (!isCharge) must(await suspendAccount(ports, operator, { id: accountId }))
      isCharge = false
      return ports.storage.transaction(work)
    },
  }
  assert.equal(why(await typed(BACKUP, {}, { ...ports, storage })), 'account')
  const codes = await ports.storage.read.backupCodes.ofAccount(accountId)
  assert.deepEqual(
    codes.map(({ state }) => state),
    ['active', 'active'],
  )
})

test('codes of a deleted account are gone, and none of them opens the next account of that name', async () => {
  const { world, accountId, totp, typed } = await codeWorld()
  const { ports } = world
  const code = totp()
  must(await deleteAccount(ports, operator, { id: accountId }))
  must(await addAccount(ports, { userId: 'alice', displayName: 'Another Alice' }))
  for (const each of [code, BACKUP, BYPASS]) assert.equal(why(await typed(each)), 'wrong')
  assert.deepEqual(await ports.storage.read.codeGuards.ofAccount(accountId), [])
})
