// The help desk takes over the owner: whoever may pair phones, print or tell codes, edit addresses or let accounts in without a phone could do so to the
// account of somebody who may do more, sign in as them, and own the installation. So nobody gets at an account above their own role.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Actor, Role } from '@countersign/server/core/permissions'
import { permissionsOf, roles } from '@countersign/server/core/permissions'
import type { Result } from '@countersign/server/core/refusal'
import {
  removeDevice,
  resumeDeviceByAdmin,
  showPairing,
  startPairing,
} from '@countersign/server/flows/admin/account-devices'
import {
  deleteAccount,
  disableSecondFactor,
  enableSecondFactor,
  resumeAccount,
  suspendAccount,
  unlockAccount,
} from '@countersign/server/flows/admin/account-standing'
import { addAccountByAdmin, editAccount } from '@countersign/server/flows/admin/accounts'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import {
  makeBackupCodesByAdmin,
  removeBackupCodesByAdmin,
} from '@countersign/server/flows/admin/backup-codes'
import { makeBypassCode, revokeBypassCode } from '@countersign/server/flows/admin/bypass-codes'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice } from '../support/test-world.js'

let world: World
const ids = new Map<string, AccountId>()
const operator = { kind: 'operator' } as const

before(async () => {
  world = await makeWorld()
  for (const role of [...roles, 'nobody'] as const) {
    const { id } = must(await addAccountByAdmin(world.ports, operator, { userId: role }))
    ids.set(role, id)
    if (role !== 'nobody') must(await putAdmin(world.ports, operator, { accountId: id, role }))
  }
  const second = must(await addAccountByAdmin(world.ports, operator, { userId: 'second-owner' }))
  must(await putAdmin(world.ports, operator, { accountId: second.id, role: 'owner' }))
})

const idOf = (name: string): AccountId => ids.get(name) ?? assert.fail(name)
const actorOf = (role: Role): Actor => ({
  kind: 'admin',
  freshUntilMs: Number.MAX_SAFE_INTEGER,
  accountId: idOf(role),
  userId: role,
  role,
})

/** Every change of an account that an admin can make. */
function attempts(
  actor: Actor,
  id: AccountId,
): readonly (readonly [string, () => Promise<Result<unknown>>])[] {
  const { ports } = world
  const untilMs = ports.clock.nowMs() + 60_000
  return [
    ['pair', () => startPairing(ports, actor, { accountId: id })],
    ['unlock', () => unlockAccount(ports, actor, { id })],
    ['disable', () => disableSecondFactor(ports, actor, { id, untilMs, reason: 'x' })],
    ['print codes', () => makeBackupCodesByAdmin(ports, actor, { accountId: id })],
    ['take codes away', () => removeBackupCodesByAdmin(ports, actor, { accountId: id })],
    ['tell a code', () => makeBypassCode(ports, actor, { accountId: id, reason: 'x' })],
    ['revoke a code', () => revokeBypassCode(ports, actor, { accountId: id, id: 'none' })],
    ['enable', () => enableSecondFactor(ports, actor, { id })],
    ['edit', () => editAccount(ports, actor, { id, revision: 99, edit: { emails: [] } })],
    ['resume', () => resumeAccount(ports, actor, { id })],
    ['suspend', () => suspendAccount(ports, actor, { id })],
    ['delete', () => deleteAccount(ports, actor, { id })],
  ]
}

test('nobody changes an account whose role may do something that theirs may not', async () => {
  for (const actorRole of roles)
    for (const targetRole of roles) {
      const above = permissionsOf[targetRole].some((each) => !permissionsOf[actorRole].includes(each))
      if (!above) continue
      for (const [name, attempt] of attempts(actorOf(actorRole), idOf(targetRole))) {
        const result = await attempt()
        assert.ok(
          !result.ok && result.refusal.reason === 'not_permitted',
          `${actorRole} ${name} ${targetRole}`,
        )
      }
    }
})

test('a token is bound by the same: with less than all permissions it does not touch the owner', async () => {
  const permissions = permissionsOf.owner.filter((each) => each !== 'keys:write')
  const token: Actor = { kind: 'token', tokenId: 't', name: 't', permissions }
  for (const [name, attempt] of attempts(token, idOf('owner'))) {
    const result = await attempt()
    assert.ok(!result.ok && result.refusal.reason === 'not_permitted', name)
  }
})

test('a pairing that the owner started is not for the help desk to look at or confirm', async () => {
  const begun = must(await startPairing(world.ports, operator, { accountId: idOf('owner') }))
  const seen = await showPairing(world.ports, actorOf('help_desk'), { ticketId: begun.ticketId })
  assert.ok(!seen.ok && seen.refusal.reason === 'not_permitted')
})

test('the owner’s phones are not removed or resumed from below', async () => {
  const device = await pairedDevice(world, 'owner')
  const one = { accountId: idOf('owner'), deviceId: device.id }
  for (const attempt of [removeDevice, resumeDeviceByAdmin]) {
    const result = await attempt(world.ports, actorOf('help_desk'), one)
    assert.ok(!result.ok && result.refusal.reason === 'not_permitted')
  }
})

test('a phone is only changed by way of its own account', async () => {
  const device = await pairedDevice(world, 'owner')
  const result = await removeDevice(world.ports, actorOf('help_desk'), {
    accountId: idOf('nobody'),
    deviceId: device.id,
  })
  assert.ok(!result.ok && result.refusal.reason === 'not_found')
  assert.equal((await world.ports.storage.read.devices.byId(device.id))?.state, 'active')
})

test('the help desk does its work on everybody else', async () => {
  const { ports } = world
  must(await startPairing(ports, actorOf('help_desk'), { accountId: idOf('nobody') }))
  must(await unlockAccount(ports, actorOf('help_desk'), { id: idOf('nobody') }))
})

test('the last owner who can sign in is neither suspended nor deleted', async () => {
  const { ports } = world
  must(await suspendAccount(ports, operator, { id: idOf('owner') }))
  const second = await ports.storage.read.accounts.byUserId('second-owner')
  assert.ok(second)
  for (const attempt of [suspendAccount, deleteAccount]) {
    const result = await attempt(ports, operator, { id: second.id })
    assert.ok(!result.ok && result.refusal.reason === 'conflict')
  }
  must(await deleteAccount(ports, operator, { id: idOf('owner') }))
})
