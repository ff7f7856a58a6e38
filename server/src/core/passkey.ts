// What a passkey's signature says beside being right, and on whose pages passkeys may be used; plain decisions over bytes and names.
import type { App } from './records.js'

/** Whether the key may be copied between a person's devices: flag BE of the signed data (WebAuthn §6.1.3). */
export function isSynced(authenticatorData: Uint8Array): boolean {
  return ((authenticatorData[FLAGS_AT] ?? 0) & BACKUP_ELIGIBLE) !== 0
}

/** After the hash of the RP ID. */
const FLAGS_AT = 32
const BACKUP_ELIGIBLE = 0x08

/**
 * Whether this count says that there are two of a key that cannot be copied (WebAuthn §7.2 step 22). One that always says 0 counts
 * nothing, as those that are synced do.
 */
export function isCloned(seen: number, signed: number): boolean {
  return (seen > 0 || signed > 0) && signed <= seen
}

/**
 * The origins at which browsers let a page use this server's passkeys only when the server says so (Related Origin Requests): those whose
 * host is not the RP ID or below it. No others are told: the list is open to everybody.
 */
export function relatedTo(rpId: string, apps: readonly Pick<App, 'origins' | 'state'>[]): readonly string[] {
  const origins = apps.filter(({ state }) => state === 'active').flatMap((app) => app.origins)
  return [...new Set(origins)].filter((origin) => !isCovered(origin, rpId)).sort()
}

function isCovered(origin: string, rpId: string): boolean {
  const host = hostOf(origin)
  return host === rpId || host.endsWith(`.${rpId}`)
}

/** Of an origin as browsers write it. */
function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '').replace(/:\d+$/, '')
}
