// `countersign passkey list|remove`: somebody's passkeys, for whoever lost one. Only their person adds any, at /me.
import type { PasskeyBody } from '@countersign/protocol'
import { removePasskeyByAdmin, showPasskeys } from '../../flows/admin/passkeys.js'
import { operator, userIdArgument, withAccount } from '../accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { columns, when } from '../report.js'

export const passkeyList = defineCommand({
  name: 'passkey list',
  sentence: 'list the passkeys of a user ID',
  arguments: [userIdArgument],
  options: {},
  examples: ['countersign passkey list alice', 'countersign passkey list alice --json'],
  run({ arguments: { USER_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const found = await showPasskeys(ports, operator, { accountId })
      if (!found.ok) return report.failed(faultOf(found.refusal, USER_ID))
      const { passkeys } = found.value
      return report.done({ userId, passkeys }, table(passkeys))
    })
  },
})

export const passkeyRemove = defineCommand({
  name: 'passkey remove',
  sentence: 'remove a passkey: it lets nobody in any more',
  details: 'The person is told. With the last one gone they add the next at /me, by phone.',
  arguments: [userIdArgument, { name: 'PASSKEY_ID', sentence: 'as in countersign passkey list' }],
  options: {},
  examples: ['countersign passkey remove alice 0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e'],
  run({ arguments: { USER_ID, PASSKEY_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const removed = await removePasskeyByAdmin(ports, operator, { accountId, id: PASSKEY_ID })
      if (!removed.ok) return report.failed(faultOf(removed.refusal, PASSKEY_ID))
      return report.done({ userId, removed: PASSKEY_ID }, `removed: it lets nobody in as ${userId} any more`)
    })
  },
})

function table(passkeys: readonly PasskeyBody[]): string {
  if (passkeys.length === 0) return 'no passkeys'
  return columns(
    ['PASSKEY ID', 'NAME', 'KEPT', 'ADDED', 'LAST USED'],
    passkeys.map(({ id, name, synced, createdAtMs, lastUsedAtMs }) => [
      id,
      name,
      synced ? 'synced' : 'on one device',
      when(createdAtMs),
      lastUsedAtMs === null ? 'never' : when(lastUsedAtMs),
    ]),
  )
}
