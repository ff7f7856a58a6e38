// Whether a person's passkeys are guarded by themselves: some login of theirs takes nothing else, so nothing else may add one ([PK8]).
import type { AccountId } from '@countersign/protocol'
import type { LiveSession } from '../../core/access.js'
import { isFreshByPasskey } from '../../core/access.js'
import type { Ports } from '../../core/ports.js'
import type { Refusal } from '../../core/refusal.js'
import { possibleWays } from '../codes/possible-ways.js'

/**
 * An account with a passkey, of which some policy, or the console, takes nothing else. Else whoever relays one approval of the phone to
 * /me would add a passkey of their own there, and with it pass where a phone's approval does not count. The first is added by phone.
 */
export async function isGuarded(ports: Ports, accountId: AccountId): Promise<boolean> {
  const { accounts, admins } = ports.storage.read
  const account = await accounts.byId(accountId)
  if (account === undefined || account.activePasskeys === 0) return false
  if (ports.settings.passkeys.admins === 'required' && (await admins.of(accountId)) !== undefined) return true
  return (await possibleWays(ports, accountId)).passkeys === 'required'
}

/** Why this session may not add or remove passkeys now. */
export async function whyGuarded(ports: Ports, session: LiveSession): Promise<Refusal | undefined> {
  if (isFreshByPasskey(session, ports.clock.nowMs())) return undefined
  return (await isGuarded(ports, session.accountId)) ? { reason: 'passkey_required' } : undefined
}
