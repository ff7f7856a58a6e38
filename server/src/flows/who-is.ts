// Whom a user ID names: somebody, or nobody in the shape of somebody. The one look-up that every request goes through.
import type { AccountId, DeviceId } from '@countersign/protocol'
import { idFromBytes, normaliseUserId } from '@countersign/protocol'
import type { AccountWithDevices, Ports, Stores } from '../core/ports.js'
import { uuidShaped } from '../core/random-id.js'

export interface Named {
  /** In the spelling that is compared and signed. */
  readonly userId: string
  /** Undefined: nobody has this user ID. */
  readonly found: AccountWithDevices | undefined
  /** What takes the place of an account and a phone that are not there. */
  readonly nobody: StandIn
}

export interface StandIn {
  readonly accountId: AccountId
  readonly deviceId: DeviceId
}

/** @param typed as an app or a person gives it. */
export async function whoIs(ports: Ports, stores: Stores, typed: string): Promise<Named> {
  const userId = normaliseUserId(typed)
  const found = await stores.accounts.withDevices(userId)
  // Computed for everyone, so that a user ID somebody has takes as long as one that nobody has.
  return { userId, found, nobody: standIn(ports, userId) }
}

const utf8 = new TextEncoder()

/** The same ids for the same user ID. By keyed hash, so that only this server can make them. */
function standIn({ vault }: Ports, userId: string): StandIn {
  const pseudonym = vault.keyedHash('pseudo-account', utf8.encode(userId))
  return {
    accountId: idFromBytes<AccountId>(uuidShaped(pseudonym)),
    deviceId: idFromBytes<DeviceId>(uuidShaped(pseudonym.subarray(16))),
  }
}
