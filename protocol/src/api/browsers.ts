// HTTP bodies of /v1/browsers: an app makes the browser of a login that was just redeemed one that is known.
import * as z from 'zod/mini'
import { BROWSER_KEY_BYTES, BROWSER_SIGNATURE_BYTES } from '../browser.js'
import { TEXT_MAX_BYTES } from '../limits.js'
import { bytesText, idText, signableText } from './values.js'

/** `waiting`: registered, and not yet known ([KB5]). */
export const browserStates = ['known', 'waiting'] as const
export type BrowserStateName = (typeof browserStates)[number]

/** What a request said of its browser: `undetermined` also of one that waits. */
export const browserKnownNames = ['undetermined', 'known', 'new'] as const

/** POST /v1/browsers: by the app, with the nonce of the session, within a minute of redeeming. */
export const registerBrowserBody = z.strictObject({
  challengeId: idText<'ChallengeId'>(),
  appNonce: bytesText(32, 32),
  /** Of the page where the key is kept, one of the app's. */
  origin: signableText(TEXT_MAX_BYTES.origin, 1),
  /** Drawn by the browser, with its key. */
  browserId: idText<'BrowserId'>(),
  publicKey: bytesText(BROWSER_KEY_BYTES, BROWSER_KEY_BYTES),
  signature: bytesText(BROWSER_SIGNATURE_BYTES, BROWSER_SIGNATURE_BYTES),
})
export type RegisterBrowserBody = z.infer<typeof registerBrowserBody>

/** 200. Decides nothing at the app; what the next login's challenge says does. */
export const browserRegistered = z.strictObject({ state: z.enum(browserStates) })
export type BrowserRegistered = z.infer<typeof browserRegistered>
