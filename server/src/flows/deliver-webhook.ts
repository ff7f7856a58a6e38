// One attempt to tell a webhook: signed as Standard Webhooks says, with the secret in force, and with the one before while it still counts.
import type { Ports } from '../core/ports.js'
import type { HookAnswer, Webhook, WebhookSecrets } from '../core/ports-webhooks.js'
import { webhookPlace } from '../core/ports-webhooks.js'
import { fromBase64, signedContent, toBase64 } from '../core/webhook.js'
import { record } from './admin/action.js'
import type { Carrier, Delivered } from './deliver-outgoing.js'

export const deliverWebhook: Carrier = async (ports, { id, webhookId = '' }, content) => {
  const webhook = await ports.storage.read.webhooks.byId(webhookId)
  if (webhook === undefined) return { kind: 'failed', error: 'the webhook was removed', final: true }
  const answer = await callWebhook(ports, webhook, id, content)
  // Standard Webhooks, "status codes": the receiver says that it never wants to hear of this again.
  if (answer.kind === 'answered' && answer.status === 410)
    await pauseWebhook(ports, webhookId, 'it answered 410')
  return deliveredBy(answer)
}

/** @param messageId the same for every attempt, so that a receiver can tell a repetition. */
export function callWebhook(
  ports: Ports,
  { id, url, sealedSecret }: Webhook,
  messageId: string,
  body: Uint8Array,
): Promise<HookAnswer> {
  const nowMs = ports.clock.nowMs()
  const timestamp = Math.floor(nowMs / 1_000)
  const content = signedContent(messageId, timestamp, body)
  const signatures = secretsInForce(ports, id, sealedSecret, nowMs).map(
    (secret) => `v1,${toBase64(ports.vault.hmacSha256(secret, content))}`,
  )
  return ports.hooks.post({
    url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Countersign',
      'webhook-id': messageId,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures.join(' '),
    },
    body,
  })
}

/** Nothing but success counts as such: a redirect is not followed, since it could lead anywhere. */
export function whyFailed(answer: HookAnswer): string | undefined {
  if (answer.kind === 'failed') return answer.error
  if (answer.status >= 200 && answer.status < 300) return undefined
  return answer.status >= 300 && answer.status < 400
    ? `answered ${answer.status}: redirects are not followed`
    : `answered ${answer.status}`
}

/** Stops the lane until an admin looks. */
export async function pauseWebhook(ports: Ports, id: string, because: string): Promise<void> {
  await ports.storage.transaction(async (stores) => {
    const webhook = await stores.webhooks.byId(id)
    if (webhook === undefined || webhook.state === 'paused') return
    await stores.webhooks.save({ ...webhook, state: 'paused' })
    await record(
      ports,
      stores,
      { kind: 'server' },
      { action: 'webhook.paused', facts: { webhookId: id, because } },
    )
  })
  ports.log.warn('webhook_paused', { webhookId: id, because })
}

function deliveredBy(answer: HookAnswer): Delivered {
  const error = whyFailed(answer)
  if (error === undefined) return { kind: 'delivered' }
  return { kind: 'failed', error, final: answer.kind === 'answered' && answer.status === 410 }
}

export function openSecrets({ vault }: Pick<Ports, 'vault'>, id: string, sealed: Uint8Array): WebhookSecrets {
  // Sound: only sealSecrets writes it, and unsealing proves that it did.
  return JSON.parse(new TextDecoder().decode(vault.unseal(sealed, webhookPlace(id)))) as WebhookSecrets
}

export function sealSecrets(
  { vault }: Pick<Ports, 'vault'>,
  id: string,
  secrets: WebhookSecrets,
): Uint8Array {
  return vault.seal(new TextEncoder().encode(JSON.stringify(secrets)), webhookPlace(id))
}

function secretsInForce(ports: Ports, id: string, sealed: Uint8Array, nowMs: number): readonly Uint8Array[] {
  const { current, previous } = openSecrets(ports, id, sealed)
  const texts = previous !== undefined && nowMs < previous.untilMs ? [current, previous.secret] : [current]
  return texts.flatMap((text) => fromBase64(text) ?? [])
}
