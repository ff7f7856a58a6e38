// The webhook store: where audit entries are sent, changed by compare-and-set.
import type { Webhook, WebhookStore } from '../core/ports-webhooks.js'
import { fromJson, toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { WebhookTable } from './tables-admin.js'

export function webhookStore(session: Session): WebhookStore {
  return {
    async add(webhook) {
      await session.changes(insert, rowOf(webhook))
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toRecord(row)
    },
    async all() {
      return (await session.rows(selectAll, {})).map(toRecord)
    },
    async save(webhook) {
      return (await session.changes(update, rowOf(webhook))) === 1
    },
    async remove(id) {
      await session.changes(removeWaiting, { id })
      return (await session.changes(remove, { id })) === 1
    },
  }
}

const insert = defineQuery((db, row: WebhookTable) =>
  db.insertInto('webhook').values({
    id: row.id,
    url: row.url,
    description: row.description,
    actions: row.actions,
    sealed_secret: row.sealed_secret,
    state: row.state,
    created_at_ms: row.created_at_ms,
    revision: row.revision,
  }),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('webhook').selectAll().where('id', '=', p.id),
)

const selectAll = defineQuery((db, _: Record<never, never>) =>
  db.selectFrom('webhook').selectAll().orderBy('created_at_ms').orderBy('id'),
)

const update = defineQuery((db, row: WebhookTable) =>
  db
    .updateTable('webhook')
    .set((eb) => ({
      url: row.url,
      description: row.description,
      actions: row.actions,
      sealed_secret: row.sealed_secret,
      state: row.state,
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', row.id)
    .where('revision', '=', row.revision),
)

const removeWaiting = defineQuery((db, p: { readonly id: string }) =>
  db
    .deleteFrom('outgoing')
    .where('state', '=', 'waiting')
    .where('kind', '=', 'webhook')
    .where('webhook_id', '=', p.id),
)

const remove = defineQuery((db, p: { readonly id: string }) =>
  db.deleteFrom('webhook').where('id', '=', p.id),
)

function rowOf(webhook: Webhook): WebhookTable {
  return {
    id: webhook.id,
    url: webhook.url,
    description: webhook.description,
    actions: JSON.stringify(webhook.actions),
    sealed_secret: webhook.sealedSecret,
    state: webhook.state,
    created_at_ms: webhook.createdAtMs,
    revision: webhook.revision,
  }
}

function toRecord(row: WebhookTable): Webhook {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    actions: fromJson<readonly string[]>(row.actions),
    sealedSecret: toBytes(row.sealed_secret),
    state: row.state,
    createdAtMs: row.created_at_ms,
    revision: row.revision,
  }
}
