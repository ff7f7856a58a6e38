// Bodies of /admin/v1/webhooks and /admin/v1/outgoing: where audit entries are sent, and what is on its way or failed.
import * as z from 'zod/mini'
import { signableText, timeMs } from '../values.js'

/** Webhooks of one server: each entry is sent to each that wants it. */
export const WEBHOOKS_MAX = 20
/** What one webhook wants: exact actions or prefixes. */
export const WEBHOOK_ACTIONS_MAX = 50

/** An action of the audit, or a prefix (`login.*`), or `*` for all. */
const actionPattern = z.string().check(z.maxLength(64), z.regex(/^(\*|[a-z_]+\.(\*|[a-z_]+))$/))

/** POST /admin/v1/webhooks; PUT /admin/v1/webhooks/{id} with If-Match. */
export const webhookBody = z.strictObject({
  /** `https:`, or `http:` to this very machine when private addresses are allowed. No user, no password, no fragment. */
  url: z.string().check(z.minLength(1), z.maxLength(2048)),
  description: signableText(200),
  actions: z.array(actionPattern).check(z.minLength(1), z.maxLength(WEBHOOK_ACTIONS_MAX)),
  state: z.enum(['active', 'paused']),
})
export type WebhookBody = z.infer<typeof webhookBody>

export const webhook = z.strictObject({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  actions: z.array(z.string()),
  state: z.enum(['active', 'paused']),
  createdAtMs: timeMs,
  revision: z.int(),
})
export type Webhook = z.infer<typeof webhook>

/** GET /admin/v1/webhooks. */
export const webhookList = z.strictObject({ items: z.array(webhook), next: z.nullable(z.string()) })
export type WebhookList = z.infer<typeof webhookList>

/** 201 of POST /admin/v1/webhooks, and 200 of POST /admin/v1/webhooks/{id}/secret: the secret is shown this once. */
export const webhookMade = z.strictObject({
  ...webhook.shape,
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  secret: z.string(),
})
export type WebhookMade = z.infer<typeof webhookMade>

/** 200 of POST /admin/v1/webhooks/{id}/test: what came of one delivery, tried once while you wait. */
export const webhookTested = z.strictObject({
  delivered: z.boolean(),
  /** HTTP status of the answer; null when there was none. */
  status: z.nullable(z.int()),
  /** Why not, in words; empty when it was delivered. */
  error: z.string(),
  tookMs: z.int(),
})
export type WebhookTested = z.infer<typeof webhookTested>

/** Mail or a hook on its way. Its content is never shown. */
export const outgoing = z.strictObject({
  id: z.string(),
  kind: z.enum(['mail', 'webhook']),
  webhookId: z.nullable(z.string()),
  accountId: z.nullable(z.string()),
  /** What it is: `invitation`, `login.reported`. */
  subject: z.string(),
  state: z.enum(['waiting', 'sent', 'dead']),
  attempts: z.int(),
  dueAtMs: timeMs,
  lastError: z.string(),
  createdAtMs: timeMs,
  finishedAtMs: z.nullable(timeMs),
})
export type OutgoingBody = z.infer<typeof outgoing>

/** GET /admin/v1/outgoing?state=&kind=&webhook=&cursor=&limit=, newest first. POST /admin/v1/outgoing/{id}/retry; DELETE /admin/v1/outgoing/{id}. */
export const outgoingPage = z.strictObject({ items: z.array(outgoing), next: z.nullable(z.string()) })
export type OutgoingPage = z.infer<typeof outgoingPage>
