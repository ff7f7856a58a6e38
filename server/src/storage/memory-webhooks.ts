// The webhooks over a table in memory.
import type { Outgoing } from '../core/ports-outgoing.js'
import type { Webhook, WebhookStore } from '../core/ports-webhooks.js'
import type { Rows } from './memory-table.js'

export interface WebhookTables {
  readonly webhook: Rows<Webhook>
  readonly outgoing: Rows<Outgoing>
}

export function memoryWebhookStore({ webhook: webhooks, outgoing }: WebhookTables): WebhookStore {
  return {
    async add(webhook) {
      if (webhooks.get(webhook.id) !== undefined) throw new Error('primary key: not unique')
      webhooks.set(webhook.id, webhook)
    },
    async byId(id) {
      return webhooks.get(id)
    },
    async all() {
      return webhooks.find(() => true).sort((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1))
    },
    async save(webhook) {
      if (webhooks.get(webhook.id)?.revision !== webhook.revision) return false
      webhooks.set(webhook.id, { ...webhook, revision: webhook.revision + 1 })
      return true
    },
    async remove(id) {
      for (const each of outgoing.find(({ webhookId, state }) => webhookId === id && state === 'waiting'))
        outgoing.delete(each.id)
      if (webhooks.get(id) === undefined) return false
      webhooks.delete(id)
      return true
    },
  }
}
