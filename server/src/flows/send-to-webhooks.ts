// Sealed entries → messages for the webhooks that want them, in the transaction that seals: each is sent, and none twice.
import { auditRecordOf } from '../core/audit-record.js'
import type { Ports, Stores } from '../core/ports.js'
import type { SealedEntry } from '../core/ports-audit.js'
import { outgoingPlace } from '../core/ports-outgoing.js'
import { wants } from '../core/webhook.js'

export async function sendToWebhooks(
  ports: Ports,
  stores: Stores,
  entries: readonly SealedEntry[],
): Promise<void> {
  const webhooks = (await stores.webhooks.all()).filter(({ state }) => state === 'active')
  for (const entry of entries)
    for (const { id, actions } of webhooks)
      if (wants(actions, entry.entry.action)) await addMessage(ports, stores, id, entry)
}

async function addMessage(
  { vault, random, clock }: Ports,
  { outgoing }: Stores,
  webhookId: string,
  entry: SealedEntry,
): Promise<void> {
  const id = random.id<string>()
  const nowMs = clock.nowMs()
  await outgoing.add({
    id,
    kind: 'webhook',
    webhookId,
    ...(entry.entry.accountId === undefined ? {} : { accountId: entry.entry.accountId }),
    subject: entry.entry.action,
    sealedContent: vault.seal(messageOf(entry), outgoingPlace(id)),
    createdAtMs: nowMs,
    dueAtMs: nowMs,
  })
}

/** Standard Webhooks, "payload structure": what happened, when, and the record. */
function messageOf(entry: SealedEntry): Uint8Array {
  const record = auditRecordOf(entry)
  const timestamp = new Date(entry.atMs).toISOString()
  return new TextEncoder().encode(JSON.stringify({ type: record.action, timestamp, data: record }))
}
