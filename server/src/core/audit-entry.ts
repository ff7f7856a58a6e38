// What the audit is told: one entry an event that somebody may ask about later.
import type { AccountId, AppId } from '@countersign/protocol'
import { AUDIT_TEXT_MAX_BYTES } from '@countersign/protocol'

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

/** A link's document has room for so much; an entry that did not fit would stop the sealer for ever. Throws RangeError: a bug of whoever records. */
export function refuseTooLong({ action, actor }: AuditEntry): void {
  // No UTF-16 code unit needs more than three bytes.
  if (action.length > AUDIT_TEXT_MAX_BYTES.action || actor.length * 3 > AUDIT_TEXT_MAX_BYTES.actor)
    throw new RangeError(
      `audit entry: an action of up to 64 and an actor of up to 85 characters expected, ${action.length} and ${actor.length} given`,
    )
}
