// A name that changes hands: somebody whose account may be paired is looked at by its id, then the ticket is made by its name. In
// between the name becomes an owner's, and the ticket is for the owner's account. So tickets are made for ids, never for names.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '@countersign/server/core/permissions'
import { startPairing } from '@countersign/server/flows/admin/account-devices'
import { addAccountByAdmin, editAccount } from '@countersign/server/flows/admin/accounts'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import { createTicketFor } from '@countersign/server/flows/create-ticket'
import { OPERATOR } from '../support/onboarding.js'
import { makeWorld, must, reasonOf } from '../support/test-world.js'

const helpDesk: Actor = {
  kind: 'token',
  tokenId: 't',
  name: 'help desk',
  permissions: ['accounts:read', 'accounts:pair'],
}

test('while two accounts exchange a name, every ticket is for the account that was asked for', async () => {
  const { ports } = await makeWorld()
  const eve = must(await addAccountByAdmin(ports, OPERATOR, { userId: 'boss' }))
  const boss = must(await addAccountByAdmin(ports, OPERATOR, { userId: 'chief' }))
  must(await putAdmin(ports, OPERATOR, { accountId: boss.id, role: 'owner' }))
  const rename = async (): Promise<void> => {
    const away = { id: eve.id, revision: eve.revision, edit: { userId: 'nobody' } }
    must(await editAccount(ports, OPERATOR, away))
    const { revision } = (await ports.storage.read.accounts.byId(boss.id)) ?? assert.fail('no boss')
    must(await editAccount(ports, OPERATOR, { id: boss.id, revision, edit: { userId: 'boss' } }))
  }
  const tries = Array.from({ length: 12 }, () => startPairing(ports, helpDesk, { accountId: eve.id }))
  const [begun] = await Promise.all([Promise.all(tries), rename()])
  for (const each of begun) {
    const ticket = await ports.storage.read.tickets.byId(must(each).ticketId)
    assert.equal(ticket?.accountId, eve.id)
  }
  assert.equal((await ports.storage.read.accounts.byLoginName('boss'))?.id, boss.id)
})

test('an account that was given a role after the look is not paired from below', async () => {
  const { ports } = await makeWorld()
  const boss = must(await addAccountByAdmin(ports, OPERATOR, { userId: 'boss' }))
  must(await putAdmin(ports, OPERATOR, { accountId: boss.id, role: 'owner' }))
  assert.equal(reasonOf(await createTicketFor(ports, boss.id, helpDesk)), 'not_permitted')
})
