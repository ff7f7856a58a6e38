// The cookie of a browser that signed in before: made by the server's own key, so that nothing need be kept of it.
import type { AccountId } from '@countersign/protocol'
import { equalBytes } from '@countersign/protocol'
import { formatKnownBrowser, knownBrowserPreimage, knownSinceMs } from '../../core/known-browser.js'
import type { Ports } from '../../core/ports.js'
import { whoIs } from '../who-is.js'

/** What the cookie of a browser that has just signed in says. */
export function knownBrowser(ports: Ports, accountId: AccountId): string {
  const nowMs = ports.clock.nowMs()
  return formatKnownBrowser(nowMs, knownHash(ports, accountId, nowMs))
}

/** Whether the cookie `text` was given to this browser when the account last signed in here. Costs the same for an ID that nobody has. */
export async function isKnown(ports: Ports, userId: string, text: string): Promise<boolean> {
  const madeAtMs = knownSinceMs(text, ports.clock.nowMs())
  if (madeAtMs === undefined) return false
  const { found, nobody } = await whoIs(ports, ports.storage.read, userId)
  const hash = knownHash(ports, found?.account.id ?? nobody.accountId, madeAtMs)
  const utf8 = new TextEncoder()
  return equalBytes(utf8.encode(formatKnownBrowser(madeAtMs, hash)), utf8.encode(text))
}

function knownHash(ports: Ports, accountId: string, madeAtMs: number): Uint8Array {
  return ports.vault.keyedHash('known-browser', knownBrowserPreimage(accountId, madeAtMs))
}
