// What an admin sees and does of mail and hooks on their way: list them, try a dead one again, give one up.
import type { OutgoingBody } from '@countersign/protocol/admin'
import type { Outgoing, OutgoingFilter } from '../../core/ports-outgoing.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { action, record } from './action.js'

export const listOutgoing = action(
  'outgoing.list',
  'settings:read',
  async (ports, _actor, filter: OutgoingFilter): Promise<Result<readonly OutgoingBody[]>> =>
    accepted((await ports.storage.read.outgoing.page(filter)).map(shown)),
)

export interface NamedOutgoing {
  readonly id: string
}

/** A dead one gets all its attempts again, from now on. Refuses with `not_found`, and with `conflict` when it is not dead. */
export const retryOutgoing = action(
  'outgoing.retry',
  'settings:write',
  async (ports, actor, { id }: NamedOutgoing): Promise<Result<OutgoingBody>> =>
    ports.storage.transaction(async (stores) => {
      const item = await stores.outgoing.byId(id)
      if (item === undefined) return refused(NOT_FOUND)
      if (!(await stores.outgoing.revive(id, ports.clock.nowMs()))) return refused(NOT_DEAD)
      await record(ports, stores, actor, { action: 'outgoing.retried', facts: factsOf(item) })
      const revived = await stores.outgoing.byId(id)
      return revived === undefined ? refused(NOT_FOUND) : accepted(shown(revived))
    }),
)

/** Removes one that was not sent. Refuses with `not_found`. */
export const dropOutgoing = action(
  'outgoing.drop',
  'settings:write',
  async (ports, actor, { id }: NamedOutgoing): Promise<Result<NamedOutgoing>> =>
    ports.storage.transaction(async (stores) => {
      const item = await stores.outgoing.byId(id)
      if (item === undefined || !(await stores.outgoing.remove(id))) return refused(NOT_FOUND)
      await record(ports, stores, actor, { action: 'outgoing.dropped', facts: factsOf(item) })
      return accepted({ id })
    }),
)

const NOT_FOUND: Refusal = { reason: 'not_found', what: 'outgoing' }
const NOT_DEAD: Refusal = {
  reason: 'conflict',
  what: 'outgoing',
  because: 'only what failed for good is tried again',
}

function factsOf({ id, kind, subject }: Outgoing) {
  return { outgoingId: id, kind, subject }
}

function shown(item: Outgoing): OutgoingBody {
  const { id, kind, subject, state, attempts, dueAtMs, lastError, createdAtMs } = item
  return {
    id,
    kind,
    webhookId: item.webhookId ?? null,
    accountId: item.accountId ?? null,
    subject,
    state,
    attempts,
    dueAtMs,
    lastError,
    createdAtMs,
    finishedAtMs: item.finishedAtMs ?? null,
  }
}
