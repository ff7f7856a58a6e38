// Passkeys as people read them: never their keys.
import type { AccountId, PasskeyBody } from '@countersign/protocol'
import type { Stores } from '../../core/ports.js'
import type { Passkey } from '../../core/ports-passkeys.js'

/** Oldest first. */
export async function passkeysOf(
  { passkeys }: Pick<Stores, 'passkeys'>,
  accountId: AccountId,
): Promise<PasskeyBody[]> {
  return (await passkeys.ofAccount(accountId)).map(passkeyBodyOf)
}

export function passkeyBodyOf({ id, name, synced, createdAtMs, lastUsedAtMs }: Passkey): PasskeyBody {
  return { id, name, synced, createdAtMs, lastUsedAtMs: lastUsedAtMs ?? null }
}
