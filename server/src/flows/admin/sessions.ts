// Everybody's sessions at the console, for those who answer for the admins.
import type { LiveSession } from '../../core/access.js'
import { isSessionGood } from '../../core/access.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { action, record } from './action.js'

export const listSessions = action(
  'session.list',
  'admins:read',
  async (
    ports,
    _actor,
    { afterId, limit }: { readonly afterId: string; readonly limit: number },
  ): Promise<Result<readonly LiveSession[]>> => {
    const nowMs = ports.clock.nowMs()
    const found = await ports.storage.read.sessions.atConsole(afterId, limit)
    return accepted(found.filter((each) => isSessionGood(each, nowMs)))
  },
)

/** Signs an admin out, wherever they are. Refuses with `not_found`. */
export const endAnySession = action(
  'session.end',
  'admins:write',
  async (ports, actor, { id }: { readonly id: string }): Promise<Result<undefined>> => {
    const ended = await ports.storage.transaction(async (stores) => {
      const found = await stores.sessions.byId(id)
      if (found === undefined || found.kind !== 'admin') return false
      await stores.sessions.end(id)
      await record(ports, stores, actor, {
        action: 'session.ended',
        accountId: found.accountId,
        facts: { sessionId: id },
      })
      return true
    })
    return ended ? accepted(undefined) : refused({ reason: 'not_found', what: 'session' })
  },
)
