// The part of known browsers that the app plays: draws the nonce that a page's key signs, and registers that key after a login ([KB…]).
import { createHash, randomBytes } from 'node:crypto'
import type { BrowserId, BrowserProof } from '@countersign/protocol'
import {
  browserNoncePreimage,
  browserProof,
  fromBase64Url,
  isId,
  REGISTER_BROWSER_WITHIN_SECONDS,
  toBase64Url,
} from '@countersign/protocol'
import type { CountersignClient } from './client.js'
import { CountersignError } from './countersign-error.js'
import type { PluginRequest } from './http.js'
import type { Settings, Subject } from './options.js'
import type { Attempt, Kept, Remembering } from './session.js'
import { readKept, sessionOf, writeKept } from './session.js'

/** What the page's key signs beside the page's origin. The appNonce itself is in no page ([AP4]). */
export interface ToSign {
  readonly serverId: string
  readonly appId: string
  readonly nonce: string
}

export function toSign(
  { serverId, appId }: Pick<Settings<PluginRequest>, 'serverId' | 'appId'>,
  appNonce: string,
): ToSign {
  const preimage = browserNoncePreimage(fromBase64Url(appNonce) ?? new Uint8Array(0))
  return { serverId, appId, nonce: createHash('sha256').update(preimage).digest('base64url') }
}

/** Draws the nonce of the next request, before it is asked. */
export async function drawNonce<Req extends PluginRequest>(
  settings: Settings<Req>,
  req: Req,
  { userId }: Subject,
): Promise<ToSign> {
  const session = sessionOf(req)
  const drawn = { userId, appNonce: toBase64Url(randomBytes(32)) }
  await writeKept(session, { ...readKept(session), drawn })
  return toSign(settings, drawn.appNonce)
}

export interface Proven {
  readonly appNonce: string
  readonly browserProof: BrowserProof | null
}

/**
 * The nonce of a request and what its page signed. A page that says nothing, nothing that fits, or something for a nonce that was not
 * drawn in this session, is one of a new browser: so whoever strips a proof gains nothing.
 */
export function provenBy({ drawn }: Kept, { userId }: Subject, given: unknown): Proven {
  const proof = browserProof.safeParse(given)
  const isDrawn = drawn !== undefined && drawn.userId === userId
  if (!proof.success || !isDrawn) return { appNonce: toBase64Url(randomBytes(32)), browserProof: null }
  return { appNonce: drawn.appNonce, browserProof: proof.data }
}

/** What a session may register after its login. */
export function remembering({ challengeId, appNonce }: Attempt, nowMs: number): Remembering {
  return { challengeId, appNonce, untilMs: nowMs + REGISTER_BROWSER_WITHIN_SECONDS * 1000 }
}

/** Registers what the page signed, once a login. A refusal is noted: the login is done, and does not depend on it. */
export async function registerBrowser<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  req: Req,
  given: Readonly<Record<string, unknown>>,
): Promise<void> {
  const session = sessionOf(req)
  const { remembering: login, ...rest } = readKept(session)
  const key = keyIn(given)
  if (login === undefined || key === undefined || Date.now() >= login.untilMs) return
  await writeKept(session, rest)
  const { challengeId, appNonce } = login
  try {
    const { state } = await client.registerBrowser({ challengeId, appNonce, origin: settings.origin, ...key })
    settings.log('countersign.browser', { challengeId, state })
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error
    settings.log('countersign.failed', { code: error.code, status: error.status })
  }
}

function keyIn({ browserId, publicKey, signature }: Readonly<Record<string, unknown>>) {
  if (typeof browserId !== 'string' || typeof publicKey !== 'string' || typeof signature !== 'string')
    return undefined
  // Sound: `isId` is the run-time check of every id.
  return isId(browserId) ? { browserId: browserId as BrowserId, publicKey, signature } : undefined
}
