// The invitation store: who was asked to pair a first phone, each changed as a whole by compare-and-set.
import type { AccountId } from '@countersign/protocol'
import type { InvitationState } from '@countersign/protocol/admin'
import type { Invitation } from '../core/invitation.js'
import type { InvitationEntry, InvitationStore } from '../core/ports-invitations.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { InvitationTable } from './tables-admin.js'

export function invitationStore(session: Session): InvitationStore {
  const one = async (found: Promise<InvitationTable | undefined>): Promise<Invitation | undefined> => {
    const row = await found
    return row && toInvitation(row)
  }
  return {
    async add(invitation) {
      await session.changes(insert, rowOf(invitation))
    },
    byId: (id) => one(session.row(selectById, { id })),
    bySecret: (hash) => one(session.row(selectBySecret, { hash })),
    byPairing: (hash) => one(session.row(selectByPairing, { hash })),
    async entry(id) {
      const row = await session.row(selectEntry, { id })
      return row && toEntry(row)
    },
    async page({ state, channel }, limit, before) {
      const { createdAtMs: atMs, id } = before ?? AFTER_ALL
      const filter: Page = { state: state ?? '', channel: channel ?? '', limit, atMs, id }
      return (await session.rows(selectPage, filter)).map(toEntry)
    },
    async isInvited(accountId) {
      return (await session.row(selectOpen, { accountId })) !== undefined
    },
    async save(invitation) {
      const row = { ...rowOf(invitation), next: invitation.revision + 1 }
      return (await session.changes(update, row)) === 1
    },
    async end(accountId, state) {
      await session.changes(updateEnded, { accountId, state })
    },
    expire: (nowMs, limit) => session.changes(updateExpired, { nowMs, limit }),
    async count() {
      const counts = { open: 0, accepted: 0, revoked: 0, expired: 0, blocked: 0 }
      for (const row of await session.rows(selectCounts, {})) counts[row.state] = row.count
      return counts
    },
    async countNotInvited() {
      return (await session.row(selectNotInvited, {}))?.count ?? 0
    },
    purge: (createdBeforeMs, limit) => session.changes(removeOld, { createdBeforeMs, limit }),
  }
}

/** A place that every invitation is older than. */
const AFTER_ALL = { createdAtMs: Number.MAX_SAFE_INTEGER, id: '' } as const

const insert = defineQuery((db, row: InvitationTable) =>
  db.insertInto('invitation').values({
    id: row.id,
    account_id: row.account_id,
    secret_hash: row.secret_hash,
    sealed_secret: row.sealed_secret,
    sealed_start_code: row.sealed_start_code,
    channel: row.channel,
    state: row.state,
    wrong_codes: row.wrong_codes,
    ticket_id: row.ticket_id,
    created_by: row.created_by,
    created_at_ms: row.created_at_ms,
    sent_at_ms: row.sent_at_ms,
    reminded_at_ms: row.reminded_at_ms,
    opened_at_ms: row.opened_at_ms,
    expires_at_ms: row.expires_at_ms,
    pairing_hash: row.pairing_hash,
    code_set_id: row.code_set_id,
    revision: row.revision,
  }),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('invitation').selectAll().where('id', '=', p.id),
)

const selectBySecret = defineQuery((db, p: { readonly hash: Uint8Array }) =>
  db.selectFrom('invitation').selectAll().where('secret_hash', '=', p.hash),
)

const selectByPairing = defineQuery((db, p: { readonly hash: Uint8Array }) =>
  db.selectFrom('invitation').selectAll().where('pairing_hash', '=', p.hash),
)

const selectEntry = defineQuery((db, p: { readonly id: string }) =>
  db
    .selectFrom('invitation')
    .innerJoin('account', 'account.id', 'invitation.account_id')
    .selectAll('invitation')
    .select(['account.user_id', 'account.display_name'])
    .where('invitation.id', '=', p.id),
)

interface Page {
  /** Empty: any. */
  readonly state: InvitationState | ''
  readonly channel: Invitation['channel'] | ''
  readonly limit: number
  readonly atMs: number
  readonly id: string
}

const selectPage = defineQuery((db, p: Page) =>
  db
    .selectFrom('invitation')
    .innerJoin('account', 'account.id', 'invitation.account_id')
    .selectAll('invitation')
    .select(['account.user_id', 'account.display_name'])
    .where((eb) => eb.or([eb(eb.val<string>(p.state), '=', ''), eb('invitation.state', '=', state(p))]))
    .where((eb) => eb.or([eb(eb.val<string>(p.channel), '=', ''), eb('channel', '=', channel(p))]))
    .where('invitation.created_at_ms', '<=', p.atMs)
    .where((eb) => eb.or([eb('invitation.created_at_ms', '<', p.atMs), eb('invitation.id', '<', p.id)]))
    .orderBy('invitation.created_at_ms', 'desc')
    .orderBy('invitation.id', 'desc')
    .limit(p.limit),
)

// Sound: compared with a column of these values; the empty text equals none of them.
const state = (p: Page): InvitationState => p.state as InvitationState
const channel = (p: Page): Invitation['channel'] => p.channel as Invitation['channel']

const selectOpen = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('invitation')
    .select('id')
    .where('account_id', '=', p.accountId)
    .where('state', '=', 'open')
    .limit(1),
)

const update = defineQuery((db, row: InvitationTable & { readonly next: number }) =>
  db
    .updateTable('invitation')
    .set({
      sealed_secret: row.sealed_secret,
      sealed_start_code: row.sealed_start_code,
      state: row.state,
      wrong_codes: row.wrong_codes,
      ticket_id: row.ticket_id,
      sent_at_ms: row.sent_at_ms,
      reminded_at_ms: row.reminded_at_ms,
      opened_at_ms: row.opened_at_ms,
      pairing_hash: row.pairing_hash,
      code_set_id: row.code_set_id,
      revision: row.next,
    })
    .where('id', '=', row.id)
    .where('revision', '=', row.revision),
)

const updateEnded = defineQuery(
  (db, p: { readonly accountId: AccountId; readonly state: 'accepted' | 'revoked' }) =>
    db
      .updateTable('invitation')
      .set((eb) => ({
        state: p.state,
        sealed_secret: null,
        sealed_start_code: null,
        revision: eb('revision', '+', 1),
      }))
      .where('account_id', '=', p.accountId)
      .where('state', 'in', ['open', 'blocked']),
)

const updateExpired = defineQuery((db, p: { readonly nowMs: number; readonly limit: number }) =>
  db
    .updateTable('invitation')
    .set((eb) => ({
      state: 'expired',
      sealed_secret: null,
      sealed_start_code: null,
      revision: eb('revision', '+', 1),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('invitation')
        .select('id')
        .where('state', '=', 'open')
        .where('expires_at_ms', '<=', p.nowMs)
        .limit(p.limit),
    ),
)

const selectCounts = defineQuery((db, _: object) =>
  db
    .selectFrom('invitation')
    .select('state')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .groupBy('state'),
)

const selectNotInvited = defineQuery((db, _: object) =>
  db
    .selectFrom('account')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'active')
    .where('active_devices', '=', 0)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('invitation')
            .select('invitation.id')
            .whereRef('invitation.account_id', '=', 'account.id')
            .where('invitation.state', '=', 'open'),
        ),
      ),
    ),
)

const removeOld = defineQuery((db, p: { readonly createdBeforeMs: number; readonly limit: number }) =>
  db
    .deleteFrom('invitation')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('invitation')
        .select('id')
        .where('state', 'in', ['accepted', 'revoked', 'expired', 'blocked'])
        .where('created_at_ms', '<', p.createdBeforeMs)
        .limit(p.limit),
    ),
)

function rowOf(invitation: Invitation): InvitationTable {
  return {
    id: invitation.id,
    account_id: invitation.accountId,
    secret_hash: invitation.secretHash,
    sealed_secret: invitation.sealedSecret ?? null,
    sealed_start_code: invitation.sealedStartCode ?? null,
    channel: invitation.channel,
    state: invitation.state,
    wrong_codes: invitation.wrongCodes,
    ticket_id: invitation.ticketId ?? null,
    created_by: invitation.createdBy,
    created_at_ms: invitation.createdAtMs,
    sent_at_ms: invitation.sentAtMs ?? null,
    reminded_at_ms: invitation.remindedAtMs ?? null,
    opened_at_ms: invitation.openedAtMs ?? null,
    expires_at_ms: invitation.expiresAtMs,
    pairing_hash: invitation.pairingHash ?? null,
    code_set_id: invitation.codeSetId ?? null,
    revision: invitation.revision,
  }
}

function toInvitation(row: InvitationTable): Invitation {
  return {
    id: row.id,
    accountId: row.account_id,
    secretHash: toBytes(row.secret_hash),
    sealedSecret: bytesIfAny(row.sealed_secret),
    sealedStartCode: bytesIfAny(row.sealed_start_code),
    channel: row.channel,
    state: row.state,
    wrongCodes: row.wrong_codes,
    ticketId: row.ticket_id ?? undefined,
    pairingHash: bytesIfAny(row.pairing_hash),
    codeSetId: row.code_set_id ?? undefined,
    createdBy: row.created_by,
    createdAtMs: row.created_at_ms,
    sentAtMs: row.sent_at_ms ?? undefined,
    remindedAtMs: row.reminded_at_ms ?? undefined,
    openedAtMs: row.opened_at_ms ?? undefined,
    expiresAtMs: row.expires_at_ms,
    revision: row.revision,
  }
}

function toEntry(
  row: InvitationTable & { readonly user_id: string; readonly display_name: string },
): InvitationEntry {
  return { invitation: toInvitation(row), userId: row.user_id, displayName: row.display_name }
}

function bytesIfAny(value: Uint8Array | null): Uint8Array | undefined {
  return value === null ? undefined : toBytes(value)
}
