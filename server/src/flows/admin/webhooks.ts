// What an admin does with webhooks: list, add, edit, remove, exchange the secret, and try one.
import type {
  WebhookBody,
  WebhookMade,
  Webhook as WebhookShown,
  WebhookTested,
} from '@countersign/protocol/admin'
import { WEBHOOKS_MAX } from '@countersign/protocol/admin'
import type { Ports, Stores } from '../../core/ports.js'
import type { Webhook } from '../../core/ports-webhooks.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { toBase64 } from '../../core/webhook.js'
import { callWebhook, openSecrets, sealSecrets, whyFailed } from '../deliver-webhook.js'
import { action, record } from './action.js'

const SECRET_BYTES = 32
/** How long the secret before still signs as well: time to change it at the receiver. */
const EXCHANGE_MS = 86_400_000

export const listWebhooks = action(
  'webhook.list',
  'settings:read',
  async (ports): Promise<Result<readonly WebhookShown[]>> =>
    accepted((await ports.storage.read.webhooks.all()).map(shown)),
)

export interface NamedWebhook {
  readonly id: string
}

export const showWebhook = action(
  'webhook.show',
  'settings:read',
  async (ports, _actor, { id }: NamedWebhook): Promise<Result<WebhookShown>> => {
    const webhook = await ports.storage.read.webhooks.byId(id)
    return webhook === undefined ? refused(NOT_FOUND) : accepted(shown(webhook))
  },
)

/** Refuses with `value_invalid` (url) and `conflict` when there are as many as allowed. The secret is told here and never again. */
export const addWebhook = action(
  'webhook.add',
  'settings:write',
  async (ports, actor, body: WebhookBody): Promise<Result<WebhookMade>> => {
    const fault = faultOf(ports, body)
    if (fault !== undefined) return refused(fault)
    const id = ports.random.id<string>()
    const secret = toBase64(ports.random.bytes(SECRET_BYTES))
    const webhook: Webhook = {
      id,
      ...body,
      sealedSecret: sealSecrets(ports, id, { current: secret }),
      createdAtMs: ports.clock.nowMs(),
      revision: 1,
    }
    return ports.storage.transaction(async (stores) => {
      if ((await stores.webhooks.all()).length >= WEBHOOKS_MAX) return refused(TOO_MANY)
      await stores.webhooks.add(webhook)
      await record(ports, stores, actor, { action: 'webhook.added', facts: factsOf(webhook) })
      return accepted({ ...shown(webhook), secret: withPrefix(secret) })
    })
  },
)

export interface WebhookEdit extends NamedWebhook {
  readonly body: WebhookBody
  /** The one that was read. */
  readonly revision: number
}

/** Refuses with `not_found`, `value_invalid`, `changed_meanwhile`. */
export const editWebhook = action(
  'webhook.edit',
  'settings:write',
  async (ports, actor, { id, body, revision }: WebhookEdit): Promise<Result<WebhookShown>> => {
    const fault = faultOf(ports, body)
    if (fault !== undefined) return refused(fault)
    return change(ports, id, async (stores, webhook) => {
      const edited = { ...webhook, ...body, revision }
      if (!(await stores.webhooks.save(edited)))
        return refused({ reason: 'changed_meanwhile', revision: webhook.revision })
      await record(ports, stores, actor, { action: 'webhook.edited', facts: factsOf(edited) })
      return accepted(shown({ ...edited, revision: revision + 1 }))
    })
  },
)

/** Removes it and what waits for it. Refuses with `not_found`. */
export const removeWebhook = action(
  'webhook.remove',
  'settings:write',
  async (ports, actor, { id }: NamedWebhook): Promise<Result<NamedWebhook>> =>
    change(ports, id, async (stores, webhook) => {
      await stores.webhooks.remove(id)
      await record(ports, stores, actor, { action: 'webhook.removed', facts: factsOf(webhook) })
      return accepted({ id })
    }),
)

/** Makes a new secret; for a day both sign. Refuses with `not_found`. */
export const exchangeWebhookSecret = action(
  'webhook.exchange_secret',
  'settings:write',
  async (ports, actor, { id }: NamedWebhook): Promise<Result<WebhookMade>> => {
    const secret = toBase64(ports.random.bytes(SECRET_BYTES))
    return change(ports, id, async (stores, webhook) => {
      const { current } = openSecrets(ports, id, webhook.sealedSecret)
      const previous = { secret: current, untilMs: ports.clock.nowMs() + EXCHANGE_MS }
      const sealedSecret = sealSecrets(ports, id, { current: secret, previous })
      await stores.webhooks.save({ ...webhook, sealedSecret })
      await record(ports, stores, actor, { action: 'webhook.secret_exchanged', facts: { webhookId: id } })
      return accepted({
        ...shown({ ...webhook, revision: webhook.revision + 1 }),
        secret: withPrefix(secret),
      })
    })
  },
)

/** One message of type `webhook.tested`, tried once while the caller waits. Refuses with `not_found`. */
export const testWebhook = action(
  'webhook.test',
  'settings:write',
  async (ports, actor, { id }: NamedWebhook): Promise<Result<WebhookTested>> => {
    const webhook = await ports.storage.read.webhooks.byId(id)
    if (webhook === undefined) return refused(NOT_FOUND)
    const beganMs = ports.clock.nowMs()
    const message = {
      type: 'webhook.tested',
      timestamp: new Date(beganMs).toISOString(),
      data: { webhookId: id },
    }
    const body = new TextEncoder().encode(JSON.stringify(message))
    const answer = await callWebhook(ports, webhook, ports.random.id(), body)
    const error = whyFailed(answer) ?? ''
    await ports.storage.transaction((stores) =>
      record(ports, stores, actor, {
        action: 'webhook.tested',
        facts: { webhookId: id, delivered: error === '' },
      }),
    )
    return accepted({
      delivered: error === '',
      status: answer.kind === 'answered' ? answer.status : null,
      error,
      tookMs: ports.clock.nowMs() - beganMs,
    })
  },
)

const NOT_FOUND: Refusal = { reason: 'not_found', what: 'webhook' }
const TOO_MANY: Refusal = {
  reason: 'conflict',
  what: 'webhook',
  because: `there are ${WEBHOOKS_MAX} already, as many as allowed`,
}

function change<T>(
  ports: Ports,
  id: string,
  work: (stores: Stores, webhook: Webhook) => Promise<Result<T>>,
): Promise<Result<T>> {
  return ports.storage.transaction(async (stores) => {
    const webhook = await stores.webhooks.byId(id)
    return webhook === undefined ? refused(NOT_FOUND) : work(stores, webhook)
  })
}

function faultOf({ hooks }: Ports, { url }: WebhookBody): Refusal | undefined {
  const expected = hooks.whyNot(url)
  return expected === undefined ? undefined : { reason: 'value_invalid', path: 'url', expected }
}

function shown({ id, url, description, actions, state, createdAtMs, revision }: Webhook): WebhookShown {
  return { id, url, description, actions: [...actions], state, createdAtMs, revision }
}

/** The address without its path: a path may be a secret of the receiver's. */
function factsOf({ id, url, actions, state }: Webhook) {
  return { webhookId: id, origin: new URL(url).origin, actions, state }
}

function withPrefix(secret: string): string {
  return `whsec_${secret}`
}
