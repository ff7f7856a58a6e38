// A help desk that sets up codes for somebody sees the secret on its own screen. It begins for a person who is nobody special, waits until
// that person becomes an owner, and confirms then; or it begins for an owner at once; or it takes an owner's app away, so that the
// owner asks the help desk for another way in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Actor } from '@countersign/server/core/permissions'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import {
  beginTotpByAdmin,
  confirmTotpByAdmin,
  removeTotpByAdmin,
} from '@countersign/server/flows/admin/totps'
import { beginTotp, confirmTotp, removeTotp } from '@countersign/server/flows/codes/set-up-totp'
import { idOf } from '../support/core-records.js'
import { operator } from '../support/policy-world.js'
import { makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'
import { appOf, CodeApp, codeOf } from '../support/totps.js'

const helpDesk: Actor = {
  ...{ kind: 'admin', accountId: idOf<AccountId>(90), userId: 'helga', role: 'help_desk' },
  freshUntilMs: Number.MAX_SAFE_INTEGER,
}

test('[TO11] what the help desk began for somebody it cannot confirm once they are more than it is', async () => {
  const world = await makeWorld()
  const { accountId } = await pairedDevice(world)
  const begun = must(await beginTotpByAdmin(world.ports, helpDesk, { accountId, name: 'mine' }))
  must(await putAdmin(world.ports, operator, { accountId, role: 'owner' }))
  const code = new CodeApp(begun.link).codeAt(world.clock.nowMs())
  const confirmed = await confirmTotpByAdmin(world.ports, helpDesk, { accountId, id: begun.id, code })
  assert.equal(reasonOf(confirmed), 'not_permitted')
  assert.equal((await world.ports.storage.read.accounts.byId(accountId))?.activeTotps, 0)
})

test('[TO11] the role is asked for in the transaction that counts, not only before it', async () => {
  const world = await makeWorld()
  const { ports } = world
  const { accountId } = await pairedDevice(world)
  const { totp } = await appOf(world, accountId)
  const drawn = must(await beginTotp(ports, { accountId, name: 'mine' }, helpDesk))
  // The role alone, as if nothing had gone with it yet; and what the actions call once they have looked.
  const given = { accountId, role: 'owner', createdAtMs: world.clock.nowMs(), createdBy: 'operator' } as const
  await ports.storage.transaction(({ admins }) => admins.put(given))
  const { id } = drawn
  const code = codeOf({ ...drawn, totpId: id, periodSeconds: 30 }, world.clock.nowMs())
  assert.equal(reasonOf(await confirmTotp(ports, { accountId, id, code }, helpDesk)), 'not_permitted')
  assert.equal(reasonOf(await beginTotp(ports, { accountId, name: 'x' }, helpDesk)), 'not_permitted')
  assert.equal(reasonOf(await removeTotp(ports, { accountId, id: totp.id }, helpDesk)), 'not_permitted')
  assert.equal((await ports.storage.read.accounts.byId(accountId))?.activeTotps, 1)
})

test('[TO11] it begins none for an owner, and takes none of theirs away', async () => {
  const world = await makeWorld()
  const { accountId } = await pairedDevice(world)
  must(await putAdmin(world.ports, operator, { accountId, role: 'owner' }))
  const { totp } = await appOf(world, accountId)
  const begun = await beginTotpByAdmin(world.ports, helpDesk, { accountId, name: 'mine' })
  assert.equal(reasonOf(begun), 'not_permitted')
  const removed = await removeTotpByAdmin(world.ports, helpDesk, { accountId, id: totp.id })
  assert.equal(reasonOf(removed), 'not_permitted')
  assert.equal((await world.ports.storage.read.accounts.byId(accountId))?.activeTotps, 1)
})

test('[TO11] whoever it sets codes up for is told, by name, before they could be used', async () => {
  const world = await makeWorld()
  const { accountId } = await pairedDevice(world)
  const begun = must(await beginTotpByAdmin(world.ports, helpDesk, { accountId, name: 'Work phone' }))
  const code = new CodeApp(begun.link).codeAt(world.clock.nowMs())
  must(await confirmTotpByAdmin(world.ports, helpDesk, { accountId, id: begun.id, code }))
  const [notice] = await world.ports.storage.read.notices.ofAccount(accountId, 1, undefined)
  assert.deepEqual([notice?.kind, notice?.facts], ['totp_added', { name: 'Work phone' }])
})
