// The ticket store: invitations to pair a phone, each spent once.
import type { DeviceId, TicketId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { TicketStore } from '../core/ports.js'
import type { Ticket } from '../core/records.js'
import { toBytes } from './column.js'
import { deleteUnconfirmed } from './devices.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { TicketTable } from './tables.js'

export function ticketStore(session: Session): TicketStore {
  return {
    async add(ticket) {
      await session.changes(insert, rowOf(ticket))
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toRecord(row)
    },
    async accept(id, deviceId, confirmation, nowMs) {
      return (await session.changes(updateAccepted, { id, deviceId, confirmation, nowMs })) === 1
    },
    async changeState(id, from, to) {
      return (await session.changes(updateState, { id, from, to })) === 1
    },
    async purge(beforeMs, limit) {
      const purged = await session.rows(deleteOld, { beforeMs, limit })
      for (const { device_id: id } of purged)
        if (id !== null) await session.changes(deleteUnconfirmed, { id })
      return purged.length
    },
  }
}

const insert = defineQuery((db, row: TicketTable) =>
  db.insertInto('ticket').values({
    id: row.id,
    account_id: row.account_id,
    sealed_secret: row.sealed_secret,
    state: row.state,
    expires_at_ms: row.expires_at_ms,
    device_id: row.device_id,
    confirmation: row.confirmation,
  }),
)

const selectById = defineQuery((db, p: { readonly id: TicketId }) =>
  db.selectFrom('ticket').selectAll().where('id', '=', p.id),
)

const updateAccepted = defineQuery(
  (
    db,
    p: {
      readonly id: TicketId
      readonly deviceId: DeviceId
      readonly confirmation: string
      readonly nowMs: number
    },
  ) =>
    db
      .updateTable('ticket')
      .set({ state: sql.lit('accepted'), device_id: p.deviceId, confirmation: p.confirmation })
      .where('id', '=', p.id)
      .where('state', '=', sql.lit('open'))
      .where('expires_at_ms', '>', p.nowMs),
)

const updateState = defineQuery(
  (db, p: { readonly id: TicketId; readonly from: Ticket['state']; readonly to: Ticket['state'] }) =>
    db.updateTable('ticket').set({ state: p.to }).where('id', '=', p.id).where('state', '=', p.from),
)

const deleteOld = defineQuery((db, p: { readonly beforeMs: number; readonly limit: number }) =>
  db
    .deleteFrom('ticket')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('ticket')
        .select('id')
        .where('expires_at_ms', '<', p.beforeMs)
        .orderBy('expires_at_ms')
        .limit(p.limit),
    )
    .returning('device_id'),
)

function rowOf(ticket: Ticket): TicketTable {
  return {
    id: ticket.id,
    account_id: ticket.accountId,
    sealed_secret: ticket.sealedSecret,
    state: ticket.state,
    expires_at_ms: ticket.expiresAtMs,
    device_id: ticket.deviceId ?? null,
    confirmation: ticket.confirmation ?? null,
  }
}

function toRecord(row: TicketTable): Ticket {
  return {
    id: row.id,
    accountId: row.account_id,
    sealedSecret: toBytes(row.sealed_secret),
    state: row.state,
    expiresAtMs: row.expires_at_ms,
    deviceId: row.device_id ?? undefined,
    confirmation: row.confirmation ?? undefined,
  }
}
