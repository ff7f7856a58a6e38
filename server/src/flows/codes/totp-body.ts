// Apps and phones with codes as people read them: those that were confirmed, never their secrets.
import type { AccountId } from '@countersign/protocol'
import type { TotpBegun, TotpBody } from '@countersign/protocol/admin'
import type { Totp } from '../../core/codes.js'
import type { Ports, Stores } from '../../core/ports.js'
import { groupedSecret, otpauthLink } from '../../core/totp.js'
import type { TotpDrawn } from './set-up-totp.js'

/** Oldest first. One that was begun and not confirmed is not there for anybody. */
export async function totpsOf(
  { totps }: Pick<Stores, 'totps'>,
  accountId: AccountId,
): Promise<readonly TotpBody[]> {
  return (await totps.ofAccount(accountId)).filter(({ state }) => state === 'active').map(totpBodyOf)
}

export function totpBodyOf(totp: Totp): TotpBody {
  const { id, name, deviceId = null, algorithm, digits, createdAtMs, lastUsedAtMs = null } = totp
  return { id, name, deviceId, algorithm, digits, createdAtMs, lastUsedAtMs }
}

/** What is shown once: for the camera of an app, and for fingers. */
export function totpBegunBody({ settings }: Pick<Ports, 'settings'>, drawn: TotpDrawn): TotpBegun {
  const { id, secret, expiresAtMs } = drawn
  const link = otpauthLink({ serverName: settings.serverName, ...drawn })
  return { id, link, secret: groupedSecret(secret), expiresAtMs }
}
