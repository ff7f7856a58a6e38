// What the audit is told: one entry an event that somebody may ask about later.
import type { AccountId, AppId } from '@countersign/protocol'

/** `noun.past_participle`, stable names: `account.added`, `login.completed`. Webhooks and filters use them. */
export type AuditAction = `${string}.${string}`

export interface AuditEntry {
  readonly action: AuditAction
  /** `actorText` of who did it; of a login, `device:<id>` or `app:<id>`. */
  readonly actor: string
  /** Whom it is about. */
  readonly accountId: AccountId | undefined
  readonly appId: AppId | undefined
  /** Ids, names, outcomes, before and after. Never a secret, a code, a symbol or a whole body of a request. */
  readonly facts: Readonly<Record<string, AuditFact>>
}

export type AuditFact = string | number | boolean | null | readonly string[]
