// Whether the browser of a login was here before: by the key that it keeps at the login page's own origin ([KB1]–[KB4]).
import type { AccountId, RequestApprovalBody } from '@countersign/protocol'
import type { Ports, Stores } from '../../core/ports.js'
import type { BrowserSeen } from '../../core/ports-browsers.js'
import type { App, BrowserKnown } from '../../core/records.js'
import { givenBytes } from '../given-bytes.js'
import { proofMessage } from './browser-message.js'

export interface Recognised {
  readonly known: BrowserKnown
  /** Row of the browser that showed its key. */
  readonly id: string | undefined
}

/** A list that says "today" need not be written at each of the day's logins. */
const NOTE_USE_EVERY_MS = 3_600_000

/**
 * Looks for the key under this very account and app, and checks what it signed for this very request. Whatever is wrong with a proof
 * makes the browser a new one, and nothing worse: no login fails for it. The same look-up for an account that nobody has.
 */
export async function recogniseBrowser(
  ports: Ports,
  stores: Stores,
  app: App,
  accountId: AccountId,
  { browserProof: proof, appNonce }: Pick<RequestApprovalBody, 'browserProof' | 'appNonce'>,
  seen: BrowserSeen,
): Promise<Recognised> {
  if (proof === undefined) return { known: 'undetermined', id: undefined }
  if (proof === null) return NEW
  const browser = await stores.browsers.byDrawnId(accountId, app.id, proof.browserId)
  // An origin that the app has given up is somebody else's by now.
  if (browser === undefined || !app.origins.includes(browser.origin)) return NEW
  const { origin, drawnId, publicKey } = browser
  const message = proofMessage(ports, { app, appNonce: givenBytes(appNonce), origin, drawnId })
  if (!ports.vault.verifyP256(publicKey, message, givenBytes(proof.signature))) {
    ports.log.warn('browser_proof_wrong', { accountId, appId: app.id, browserId: browser.id })
    return NEW
  }
  const nowMs = ports.clock.nowMs()
  if (nowMs - browser.lastUsedAtMs >= NOTE_USE_EVERY_MS || seen.address !== browser.seen.address)
    await stores.browsers.noteUse(browser.id, seen, nowMs)
  return { known: browser.state === 'known' ? 'known' : 'undetermined', id: browser.id }
}

const NEW: Recognised = { known: 'new', id: undefined }
