// What a person can do about their own account is a person action: a name, the right it needs, and the work. Nobody else gets to it.
import type { SelfServiceRights } from '@countersign/protocol/me'
import type { LiveSession } from '../../core/access.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { refused } from '../../core/refusal.js'
import type { SelfServiceRight } from '../../core/self-service.js'
import { usualRights } from '../../core/self-service.js'
import type { SettingSubject } from '../settings.js'
import { readSetting } from '../settings.js'

/** What an admin lets people do for themselves. */
export const selfService: SettingSubject<SelfServiceRights> = {
  name: 'self_service',
  sealed: false,
  fallback: usualRights,
}

/** A use case at /me; called like a function. Its two facts are what the tests of rights go by. */
export interface PersonAction<I, O> {
  (ports: Ports, session: LiveSession, input: I): Promise<Result<O>>
  readonly actionName: string
  /** Undefined: everybody may, whatever an admin set. */
  readonly right: SelfServiceRight | undefined
}

/**
 * Makes a person action: a session of the page for oneself, then the right as it is set at this moment, then the work.
 *
 * @example
 * export const removeMyDevice = personAction('me.device.remove', 'revoke', async (ports, session, input: { id: DeviceId }) => …)
 * Every person action refuses with `not_permitted`.
 */
export function personAction<I, O>(
  actionName: string,
  right: SelfServiceRight | undefined,
  work: (ports: Ports, session: LiveSession, input: I) => Promise<Result<O>>,
): PersonAction<I, O> {
  const run = async (ports: Ports, session: LiveSession, input: I): Promise<Result<O>> => {
    if (session.kind === 'person' && session.active && (await hasRight(ports, ports.storage.read, right)))
      return work(ports, session, input)
    ports.log.warn('action_refused', { action: actionName, accountId: session.accountId })
    return refused({ reason: 'not_permitted', permission: right ?? 'person' })
  }
  return Object.assign(run, { actionName, right })
}

async function hasRight(ports: Ports, stores: Stores, right: SelfServiceRight | undefined): Promise<boolean> {
  if (right === undefined) return true
  const { value } = await readSetting(ports, stores, selfService)
  return value[right]
}
