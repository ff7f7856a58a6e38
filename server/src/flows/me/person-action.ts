// What a person can do about their own account is a person action: a name, the right it needs, and the work. Nobody else gets to it.
import type { SelfServiceRights } from '@countersign/protocol/me'
import type { LiveSession } from '../../core/access.js'
import { freshUntil } from '../../core/access.js'
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
  readonly needs: PersonActionNeeds
}

export interface PersonActionNeeds {
  /** A phone approved something in this session minutes ago: for what adds, or takes away, a way in. */
  readonly fresh?: boolean
  /** Also somebody who came in by two codes, because the phone is lost, may do it. */
  readonly afterRecovery?: boolean
}

/**
 * Makes a person action: a session of the page for oneself, then the right as it is set at this moment, then the work.
 *
 * @example
 * export const removeMyDevice = personAction('me.device.remove', 'revoke', async (ports, session, input: { id: DeviceId }) => …)
 * Every person action refuses with `not_permitted`; one that needs a fresh approval with `approval_needed`.
 */
export function personAction<I, O>(
  actionName: string,
  right: SelfServiceRight | undefined,
  work: (ports: Ports, session: LiveSession, input: I) => Promise<Result<O>>,
  needs: PersonActionNeeds = {},
): PersonAction<I, O> {
  const run = async (ports: Ports, session: LiveSession, input: I): Promise<Result<O>> => {
    const isHere = session.kind === 'person' && session.active
    const isOpen = session.by !== 'codes' || needs.afterRecovery === true
    if (isHere && isOpen && (await hasRight(ports, ports.storage.read, right))) {
      if (needs.fresh === true && ports.clock.nowMs() >= freshUntil(session))
        return refused({ reason: 'approval_needed' })
      return work(ports, session, input)
    }
    ports.log.warn('action_refused', { action: actionName, accountId: session.accountId })
    return refused({ reason: 'not_permitted', permission: right ?? 'person' })
  }
  return Object.assign(run, { actionName, right, needs })
}

async function hasRight(ports: Ports, stores: Stores, right: SelfServiceRight | undefined): Promise<boolean> {
  if (right === undefined) return true
  const { value } = await readSetting(ports, stores, selfService)
  return value[right]
}
