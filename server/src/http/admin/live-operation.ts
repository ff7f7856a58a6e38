// An operation whose answer is a stream of events: who watches is checked when it begins, and again while it goes on.
import type { Result } from '../../core/refusal.js'
import type { LiveSource, LiveStreams } from '../live-streams.js'
import type { Operation } from '../operation.js'
import { watchingAdmin } from './caller.js'
import type { AdminCall, AdminText } from './operation.js'
import { rawAdminOperation } from './operation.js'
import { refusalOf } from './settle.js'

/** Seconds until a page that found no place may ask again. */
const FULL_RETRY_SECONDS = 10

/** `begin` refuses, or says what is watched. */
export function liveOperation(
  streams: LiveStreams,
  text: AdminText,
  begin: (call: AdminCall<undefined>) => Promise<Result<Omit<LiveSource, 'stillAllowed' | 'watcher'>>>,
): Operation {
  return rawAdminOperation(text, async (call) => {
    const { exchange, ports } = call
    const source = await begin(call)
    if (!source.ok) return refusalOf(exchange, text, source.refusal)
    const watcher = watcherOf(call.actor)
    if (!streams.hasPlaceFor(watcher))
      return { code: 'too_many_requests', retryAfterSeconds: FULL_RETRY_SECONDS }
    const stillAllowed = async (): Promise<boolean> => {
      // As for a new request: the cookie or the token that this one came with, and the rights behind it now.
      const caller = await watchingAdmin(exchange)
      return caller.ok && (await begin({ ...call, ...caller.value })).ok
    }
    await streams.open(exchange.response, { ...source.value, watcher, stillAllowed }, ports.clock.nowMs())
    return undefined
  })
}

/** Places are counted by person and by token. */
function watcherOf(actor: AdminCall<undefined>['actor']): string {
  if (actor.kind === 'admin') return `admin ${actor.accountId}`
  return actor.kind === 'token' ? `token ${actor.tokenId}` : actor.kind
}
