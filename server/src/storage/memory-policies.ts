// Policies over tables in memory.
import type { PhonelessAccount, PolicyStore, SavedPolicies } from '../core/ports-policies.js'
import type { Account } from '../core/records.js'
import type { TotpKind } from '../core/totp.js'
import type { AccountTables } from './memory-accounts.js'
import type { BiometricsTables } from './memory-biometrics.js'
import type { CodeTables } from './memory-codes.js'
import type { DeviceTables } from './memory-devices.js'
import type { GroupTables } from './memory-groups.js'
import type { Rows } from './memory-table.js'
import { ascending } from './memory-table.js'

export interface PolicyTables {
  readonly policySet: Rows<SavedPolicies>
}

/** The list is one row. */
const ROW = '1'
/** As the migration makes it. */
const FIRST: SavedPolicies = { policies: [], revision: 1 }

export function memoryPolicyStore(
  tables: PolicyTables &
    AccountTables &
    DeviceTables &
    GroupTables &
    BiometricsTables &
    Pick<CodeTables, 'totp'>,
): PolicyStore {
  const { policySet, account: accounts, device: devices, groupMember: members, totp: totps } = tables
  const saved = (): SavedPolicies => policySet.get(ROW) ?? FIRST
  const groupsOf = (accountId: string): readonly string[] =>
    members.find((row) => row.accountId === accountId).map(({ groupId }) => groupId)
  const people = (
    afterUserId: string,
    limit: number,
    nowMs: number,
    withGroups: boolean,
    isMeant: (account: Account) => boolean,
  ): readonly PhonelessAccount[] =>
    accounts
      .find(
        (account) =>
          account.state === 'active' &&
          isMeant(account) &&
          (account.secondFactorOff === undefined || account.secondFactorOff.untilMs <= nowMs) &&
          account.userId > afterUserId,
      )
      .sort((a, b) => ascending(a.userId, b.userId))
      .slice(0, limit)
      .map(({ id, userId, displayName, activeDevices, activePasskeys }) => {
        const owned = devices.find((row) => row.accountId === id)
        const verified = owned.some(
          (row) => row.state === 'active' && tables.biometrics.get(row.id) !== undefined,
        )
        return {
          ...{ id, userId, displayName, hasPasskey: activePasskeys > 0 },
          hasSuspendedDevice: owned.some(({ state }) => state === 'suspended'),
          phone: activeDevices === 0 ? undefined : verified ? 'with_biometrics' : 'without',
          totps: kindsOf(
            totps.find((row) => row.accountId === id && row.state === 'active' && row.deviceId === undefined),
          ),
          groupIds: withGroups ? groupsOf(id) : [],
        }
      })
  return {
    async current() {
      return saved()
    },
    async revision() {
      return saved().revision
    },
    async replace(policies, revision) {
      if (saved().revision !== revision) return false
      policySet.set(ROW, { policies, revision: revision + 1 })
      return true
    },
    async groupsOf(accountId) {
      return groupsOf(accountId)
    },
    async phoneless(afterUserId, limit, nowMs, withGroups) {
      return people(afterUserId, limit, nowMs, withGroups, ({ activeDevices }) => activeDevices === 0)
    },
    async withPhones(afterUserId, limit, nowMs, withGroups) {
      return people(afterUserId, limit, nowMs, withGroups, ({ activeDevices }) => activeDevices > 0)
    },
  }
}

/** Each kind once, in one order. */
function kindsOf(all: readonly TotpKind[]): readonly TotpKind[] {
  const named = new Map(
    all.map(({ algorithm, digits }) => [`${algorithm} ${digits}`, { algorithm, digits }] as const),
  )
  return [...named].sort(([a], [b]) => ascending(a, b)).map(([, kind]) => kind)
}
