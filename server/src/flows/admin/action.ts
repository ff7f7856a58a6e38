// What an admin can do is an action: a name, the permission it needs, and the work. Nobody gets to the work without it.
import type { AuditEntry } from '../../core/audit-entry.js'
import type { Actor, Permission } from '../../core/permissions.js'
import { actorText, mayAct } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { refused } from '../../core/refusal.js'
import { appendAudit } from '../append-audit.js'

/** A use case of an admin; called like a function. Its two facts are what the role matrix tests by. */
export interface Action<I, O> {
  (ports: Ports, actor: Actor, input: I): Promise<Result<O>>
  readonly actionName: string
  readonly permission: Permission
  readonly needs: ActionNeeds
}

export interface ActionNeeds {
  /** An admin's phone approved something in this session minutes ago: a stolen cookie alone must not make ways in. */
  readonly fresh?: boolean
}

/**
 * Makes an action: checks the permission first, then does the work.
 *
 * @example
 * export const suspendAccount = action('account.suspend', 'accounts:write', async (ports, actor, input: { id: AccountId }) => …)
 * Every action refuses with `not_permitted`; one that needs a fresh approval with `approval_needed`. Tokens and the command line
 * have no phone: what they may do they may.
 */
export function action<I, O>(
  actionName: string,
  permission: Permission,
  work: (ports: Ports, actor: Actor, input: I) => Promise<Result<O>>,
  needs: ActionNeeds = {},
): Action<I, O> {
  const run = async (ports: Ports, actor: Actor, input: I): Promise<Result<O>> => {
    if (mayAct(actor, permission)) {
      if (needs.fresh === true && !isFresh(actor, ports.clock.nowMs()))
        return refused({ reason: 'approval_needed' })
      return work(ports, actor, input)
    }
    ports.log.warn('action_refused', { action: actionName, actor: actorText(actor) })
    return refused({ reason: 'not_permitted', permission })
  }
  return Object.assign(run, { actionName, permission, needs })
}

function isFresh(actor: Actor, nowMs: number): boolean {
  return actor.kind !== 'admin' || nowMs < actor.freshUntilMs
}

/**
 * Tells the audit, inside the transaction that does what it tells of. Whatever it tells of an account that an admin, a token or the
 * command line did to it ends what an app may still do with it that made it: from then on it is not that app's alone ([EN2]).
 */
export async function record(
  ports: Ports,
  stores: Stores,
  actor: Actor | string,
  entry: Pick<AuditEntry, 'action'> & Partial<Omit<AuditEntry, 'action' | 'actor'>>,
): Promise<void> {
  const by = typeof actor === 'string' ? actor : actorText(actor)
  const { accountId } = entry
  if (accountId !== undefined && ADMINISTERS.test(by)) await stores.accounts.endEnrolment(accountId)
  return appendAudit(ports, stores, ports.clock.nowMs(), {
    accountId: undefined,
    appId: undefined,
    facts: {},
    ...entry,
    actor: by,
  })
}

/** As `actorText` writes whoever administers. */
const ADMINISTERS = /^(?:admin:|token:|operator$)/
