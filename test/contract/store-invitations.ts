// The invitation part of the storage contract: found by what somebody holds, changed once, ended with their secrets forgotten.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TicketId } from '@countersign/protocol'
import type { Invitation } from '@countersign/server/core/invitation'
import type { Account } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, race, sampleAccount } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

function sampleInvitation(accountId: Account['id'], fields: Partial<Invitation> = {}): Invitation {
  return {
    id: id(),
    accountId,
    secretHash: bytes(32),
    sealedSecret: bytes(61),
    sealedStartCode: bytes(37),
    channel: 'mail',
    state: 'open',
    wrongCodes: 0,
    ticketId: undefined,
    pairingHash: undefined,
    codeSetId: undefined,
    createdBy: 'operator',
    createdAtMs: NOW_MS,
    sentAtMs: NOW_MS,
    remindedAtMs: undefined,
    openedAtMs: undefined,
    expiresAtMs: NOW_MS + 1_000,
    revision: 1,
    ...fields,
  }
}

export function invitationContract(storage: CurrentStorage): void {
  async function invited(
    fields: Partial<Invitation> = {},
  ): Promise<{ account: Account; invitation: Invitation }> {
    const account = sampleAccount()
    const invitation = sampleInvitation(account.id, fields)
    await storage().transaction(async ({ accounts, invitations }) => {
      await accounts.add(account)
      await invitations.add(invitation)
    })
    return { account, invitation }
  }

  test('an invitation is found by its id, its secret and its pairing, as it was added', async () => {
    const pairingHash = bytes(32)
    const { account, invitation } = await invited({
      pairingHash,
      codeSetId: 'set',
      ticketId: id<TicketId>(),
      openedAtMs: NOW_MS,
    })
    const { invitations } = storage().read
    for (const found of [
      await invitations.byId(invitation.id),
      await invitations.bySecret(invitation.secretHash),
      await invitations.byPairing(pairingHash),
    ])
      assert.deepEqual(found, invitation)
    assert.equal(await invitations.bySecret(bytes(32)), undefined)
    assert.equal(await invitations.byPairing(bytes(32)), undefined)
    const { userId, displayName } = account
    assert.deepEqual(await invitations.entry(invitation.id), { invitation, userId, displayName })
  })

  test('two invitations never share a secret, and none is for nobody', async () => {
    const { invitation, account } = await invited()
    const { secretHash } = invitation
    const add = (other: Invitation) => storage().transaction(({ invitations }) => invitations.add(other))
    await assert.rejects(add(sampleInvitation(account.id, { secretHash })))
    await assert.rejects(add(sampleInvitation(sampleAccount().id)))
  })

  test('of 20 who count a wrong code at once, one succeeds', async () => {
    const { invitation } = await invited()
    const counted = { ...invitation, wrongCodes: 1 }
    assert.equal(
      await race(20, () => storage().transaction(({ invitations }) => invitations.save(counted))),
      1,
    )
    assert.deepEqual(await storage().read.invitations.byId(invitation.id), { ...counted, revision: 2 })
  })

  test('what ends forgets its secrets, and a writer who read it before loses', async () => {
    const { account, invitation } = await invited()
    assert.equal(await storage().read.invitations.isInvited(account.id), true)
    await storage().transaction(({ invitations }) => invitations.end(account.id, 'accepted'))
    const ended = await storage().read.invitations.byId(invitation.id)
    assert.deepEqual(
      [ended?.state, ended?.sealedSecret, ended?.sealedStartCode],
      ['accepted', undefined, undefined],
    )
    assert.equal(await storage().read.invitations.isInvited(account.id), false)
    assert.equal(await storage().transaction(({ invitations }) => invitations.save(invitation)), false)
    // What is over already stays as it ended.
    await storage().transaction(({ invitations }) => invitations.end(account.id, 'revoked'))
    assert.equal((await storage().read.invitations.byId(invitation.id))?.state, 'accepted')
  })

  test('the open ones whose time is over expire, some at a time, and old ones go', async () => {
    const [due, later] = [
      await invited({ expiresAtMs: NOW_MS - 5 }),
      await invited({ expiresAtMs: NOW_MS + 9 }),
    ]
    const expire = () => storage().transaction(({ invitations }) => invitations.expire(NOW_MS - 4, 1))
    assert.deepEqual([await expire(), await expire()], [1, 0])
    const { invitations } = storage().read
    const expired = await invitations.byId(due.invitation.id)
    assert.deepEqual([expired?.state, expired?.sealedSecret], ['expired', undefined])
    assert.equal((await invitations.byId(later.invitation.id))?.state, 'open')
    await storage().transaction((stores) => stores.invitations.purge(NOW_MS + 1, 100))
    assert.equal(await invitations.byId(due.invitation.id), undefined)
    assert.deepEqual(await invitations.byId(later.invitation.id), later.invitation)
  })

  test('they are listed newest first, page by page, by state and by channel, and counted', async () => {
    const before = await storage().read.invitations.count()
    const uninvited = await storage().read.invitations.countNotInvited()
    const future = NOW_MS + 1_000_000
    const a = (await invited({ createdAtMs: future, channel: 'sheet' })).invitation
    const b = (await invited({ createdAtMs: future + 1, state: 'blocked' })).invitation
    const c = (await invited({ createdAtMs: future + 1 })).invitation
    const { invitations } = storage().read
    const ids = async (...wanted: Parameters<typeof invitations.page>): Promise<readonly string[]> =>
      (await invitations.page(...wanted)).map(({ invitation }) => invitation.id)
    const any = { state: undefined, channel: undefined }
    const newest = [b.id, c.id].sort().reverse()
    assert.deepEqual(await ids(any, 2), newest)
    assert.deepEqual((await ids(any, 1, newest[1] === b.id ? b : c))[0], a.id)
    assert.deepEqual(await ids({ ...any, state: 'open' }, 2), [c.id, a.id])
    assert.deepEqual(await ids({ ...any, channel: 'sheet' }, 1), [a.id])
    const after = await invitations.count()
    assert.deepEqual([after.open - before.open, after.blocked - before.blocked], [2, 1])
    // The one whose invitation is blocked has no way in.
    assert.equal((await invitations.countNotInvited()) - uninvited, 1)
  })
}
