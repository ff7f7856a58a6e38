// The policy store: the one row that holds the list, and what policies ask about accounts.
import type { AccountId } from '@countersign/protocol'
import type { PolicyBody } from '@countersign/protocol/admin'
import { sql } from 'kysely'
import type { PhonelessAccount, PolicyStore } from '../core/ports-policies.js'
import type { TotpKind } from '../core/totp.js'
import { fromJson } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'

/** The list is one row. */
const ROW = 1

export function policyStore(session: Session): PolicyStore {
  return {
    async current() {
      const row = await session.row(selectSet, { id: ROW })
      if (row === undefined) throw new Error('the row of the policies is missing')
      return { policies: fromJson<readonly PolicyBody[]>(row.rules), revision: row.revision }
    },
    async revision() {
      const row = await session.row(selectRevision, { id: ROW })
      if (row === undefined) throw new Error('the row of the policies is missing')
      return row.revision
    },
    async replace(policies, revision) {
      return (await session.changes(update, { id: ROW, rules: JSON.stringify(policies), revision })) === 1
    },
    async groupsOf(accountId) {
      return (await session.rows(selectGroups, { accountId })).map(({ group_id }) => group_id)
    },
    phoneless: (afterUserId, limit, nowMs, withGroups) =>
      people(session, phonelessQueries, { afterUserId, limit, nowMs, withGroups }),
    withPhones: (afterUserId, limit, nowMs, withGroups) =>
      people(session, withPhonesQueries, { afterUserId, limit, nowMs, withGroups }),
  }
}

const NO_GROUPS: ReadonlyMap<AccountId, readonly string[]> = new Map()

const NO_TOTPS: ReadonlyMap<AccountId, readonly TotpKind[]> = new Map()

interface Page {
  readonly afterUserId: string
  readonly limit: number
  readonly nowMs: number
  readonly withGroups: boolean
}

/** Groups and codes are read for a whole page at once, and only where some may be there. */
async function people(
  session: Session,
  { selectPeople, selectGroupsOf, selectTotpsOf }: ReturnType<typeof queriesFor>,
  { afterUserId, limit, nowMs, withGroups }: Page,
): Promise<readonly PhonelessAccount[]> {
  const rows = await session.rows(selectPeople, { afterUserId, limit, nowMs })
  const last = rows.at(-1)?.user_id
  const groups =
    withGroups && last !== undefined
      ? groupsByAccount(await session.rows(selectGroupsOf, { afterUserId, last }))
      : NO_GROUPS
  const totps =
    last !== undefined && rows.some(({ active_totps }) => active_totps > 0)
      ? kindsByAccount(await session.rows(selectTotpsOf, { afterUserId, last }))
      : NO_TOTPS
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    displayName: row.display_name,
    hasSuspendedDevice: Number(row.suspended) === 1,
    phone: row.active_devices === 0 ? undefined : Number(row.verified) === 1 ? 'with_biometrics' : 'without',
    hasPasskey: row.active_passkeys > 0,
    totps: totps.get(row.id) ?? [],
    groupIds: groups.get(row.id) ?? [],
  }))
}

const selectSet = defineQuery((db, p: { readonly id: number }) =>
  db.selectFrom('policy_set').selectAll().where('id', '=', p.id),
)

const selectRevision = defineQuery((db, p: { readonly id: number }) =>
  db.selectFrom('policy_set').select('revision').where('id', '=', p.id),
)

const update = defineQuery(
  (db, p: { readonly id: number; readonly rules: string; readonly revision: number }) =>
    db
      .updateTable('policy_set')
      .set((eb) => ({ rules: p.rules, revision: eb('revision', '+', 1) }))
      .where('id', '=', p.id)
      .where('revision', '=', p.revision),
)

const selectGroups = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.selectFrom('group_member').select('group_id').where('account_id', '=', p.accountId),
)

/** Whoever has an active phone, or has none. */
function queriesFor(phones: '=' | '>') {
  // Who has none is found by state and number, in order. Nearly everybody else has one: they are walked by their names, and an
  // expression keeps the same index from being read and sorted for each page.
  const state = phones === '=' ? sql<string>`account.state` : sql<string>`account.state || ''`
  const devices = phones === '=' ? sql<number>`active_devices` : sql<number>`active_devices + 0`
  const selectPeople = defineQuery(
    (db, p: { readonly afterUserId: string; readonly limit: number; readonly nowMs: number }) =>
      db
        .selectFrom('account')
        .select(['id', 'user_id', 'display_name', 'active_totps', 'active_devices', 'active_passkeys'])
        .select((eb) =>
          eb
            .case()
            .when(
              eb.exists(
                eb
                  .selectFrom('device')
                  .select('device.id')
                  .whereRef('device.account_id', '=', 'account.id')
                  .where('device.state', '=', 'suspended'),
              ),
            )
            .then(1)
            .else(0)
            .end()
            .as('suspended'),
        )
        .select((eb) =>
          eb
            .case()
            .when(
              eb.exists(
                eb
                  .selectFrom('device')
                  .innerJoin('biometrics', 'biometrics.device_id', 'device.id')
                  .select('device.id')
                  .whereRef('device.account_id', '=', 'account.id')
                  .where('device.state', '=', 'active'),
              ),
            )
            .then(1)
            .else(0)
            .end()
            .as('verified'),
        )
        .where(state, '=', 'active')
        .where(devices, phones, sql.lit(0))
        .where((eb) =>
          eb.or([
            eb('second_factor_off_until_ms', 'is', null),
            eb('second_factor_off_until_ms', '<=', p.nowMs),
          ]),
        )
        .where('user_id', '>', p.afterUserId)
        .orderBy('user_id')
        .limit(p.limit),
  )

  const selectGroupsOf = defineQuery((db, p: { readonly afterUserId: string; readonly last: string }) =>
    db
      .selectFrom('account')
      .innerJoin('group_member', 'group_member.account_id', 'account.id')
      .select(['account.id', 'group_member.group_id'])
      .where(state, '=', 'active')
      .where(devices, phones, sql.lit(0))
      .where('user_id', '>', p.afterUserId)
      .where('user_id', '<=', p.last),
  )

  const selectTotpsOf = defineQuery((db, p: { readonly afterUserId: string; readonly last: string }) =>
    db
      .selectFrom('account')
      .innerJoin('totp', 'totp.account_id', 'account.id')
      .select(['account.id', 'totp.algorithm', 'totp.digits'])
      .distinct()
      .where(state, '=', 'active')
      .where(devices, phones, sql.lit(0))
      .where('user_id', '>', p.afterUserId)
      .where('user_id', '<=', p.last)
      .where('totp.state', '=', 'active')
      .where('totp.device_id', 'is', null)
      .orderBy('totp.algorithm')
      .orderBy('totp.digits'),
  )
  return { selectPeople, selectGroupsOf, selectTotpsOf }
}

const phonelessQueries = queriesFor('=')
const withPhonesQueries = queriesFor('>')

function groupsByAccount(
  rows: readonly { readonly id: AccountId; readonly group_id: string }[],
): ReadonlyMap<AccountId, readonly string[]> {
  const groups = new Map<AccountId, string[]>()
  for (const { id, group_id } of rows) {
    const of = groups.get(id)
    if (of === undefined) groups.set(id, [group_id])
    else of.push(group_id)
  }
  return groups
}

function kindsByAccount(
  rows: readonly (TotpKind & { readonly id: AccountId })[],
): ReadonlyMap<AccountId, readonly TotpKind[]> {
  const kinds = new Map<AccountId, TotpKind[]>()
  for (const { id, algorithm, digits } of rows) {
    const of = kinds.get(id)
    if (of === undefined) kinds.set(id, [{ algorithm, digits }])
    else of.push({ algorithm, digits })
  }
  return kinds
}
