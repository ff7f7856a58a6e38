// What flows need of the world to tell other programs: which webhooks there are, and somebody who carries a message to one.

export interface Webhook {
  readonly id: string
  readonly url: string
  readonly description: string
  /** Exact actions, or prefixes that end in `*`. */
  readonly actions: readonly string[]
  /** Sealed with `webhookPlace(id)`: JSON of `WebhookSecrets`. */
  readonly sealedSecret: Uint8Array
  readonly state: 'active' | 'paused'
  readonly createdAtMs: number
  readonly revision: number
}

/** Bytes as base64. The one before still signs as well until its time is over, so that nothing is lost while it is exchanged. */
export interface WebhookSecrets {
  readonly current: string
  readonly previous?: { readonly secret: string; readonly untilMs: number }
}

export interface WebhookStore {
  add(webhook: Webhook): Promise<void>
  byId(id: string): Promise<Webhook | undefined>
  /** Oldest first; there are few. */
  all(): Promise<readonly Webhook[]>
  /** Compare-and-set on `webhook.revision`, which grows by one. */
  save(webhook: Webhook): Promise<boolean>
  /** Removes it and what waits for it. */
  remove(id: string): Promise<boolean>
}

export interface HookCall {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** `status` is the answer's; `error` says in words why there was none, without a word of what the other side said. */
export type HookAnswer =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly error: string }

/** Carries messages to webhooks. Never rejects for what the world does. */
export interface HookCourier {
  /** Whether it may go there at all, judged without asking anybody: undefined, or what is expected instead. */
  whyNot(url: string): string | undefined
  post(call: HookCall): Promise<HookAnswer>
}

/** Where the secrets are kept; their sealed bytes open nowhere else. */
export function webhookPlace(id: string): string {
  return `webhook/${id}/sealed_secret`
}
