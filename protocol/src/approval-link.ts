// The link from a login page to the authenticator on the same phone, and the way back (rules [LK…]).
import { fromBase64Url, toBase64Url } from './base64url.js'
import type { ChallengeId } from './ids.js'
import { idFromBytes, idToBytes } from './ids.js'
import { BACK_PATH_MAX_LENGTH, LINK_SECRET_BYTES, RETURN_CODE_BYTES } from './limits.js'

/** What the link holds. All of it is in the fragment, which no browser sends to a server. */
export interface ApprovalLink {
  readonly challengeId: ChallengeId
  /** Base64url of 16 bytes: that the phone has it shows that the login page is on this phone. */
  readonly secret: string
  /** A path at the app that asked; see `isBackPath`. */
  readonly back: string
}

/**
 * `<serverUrl>/authenticator/#approve=<challengeId>.<secret>&back=<path>`, the first two base64url of 16 bytes each.
 * @param serverUrl origin of the server. Throws RangeError on a path that is none.
 */
export function formatApprovalLink(serverUrl: string, { challengeId, secret, back }: ApprovalLink): string {
  if (!isBackPath(back)) throw new RangeError('back: a path of plain letters without a query expected')
  return `${serverUrl}/authenticator/#approve=${toBase64Url(idToBytes(challengeId))}.${secret}&back=${back}`
}

const FRAGMENT = /^#approve=([\w-]{22})\.([\w-]{22})&back=(.+)$/

/** Reads the fragment of an address; undefined for anything else. */
export function readApprovalFragment(fragment: string): ApprovalLink | undefined {
  const [, idText, secret, back] = FRAGMENT.exec(fragment) ?? []
  if (!idText || !secret || !back || !isBackPath(back)) return undefined
  const id = fromBase64Url(idText)
  if (id?.length !== 16 || fromBase64Url(secret)?.length !== LINK_SECRET_BYTES) return undefined
  return { challengeId: idFromBytes<ChallengeId>(id), secret, back }
}

/**
 * Whether the authenticator may go back there: a path of letters, digits and `-._~`, no empty segment, no query. The link is not
 * signed, and a browser takes a fragment along when a page redirects it: what an open redirect needs (a query, an address inside
 * the path) must not be in it ([LK6]).
 */
export function isBackPath(path: string): boolean {
  return path.length > 0 && path.length <= BACK_PATH_MAX_LENGTH && /^(?:\/[\w.~-]+)*\/?$/.test(path)
}

/**
 * Where the authenticator goes back to: the origin that the server signed, the path of the link, and, after an approval, the
 * return code in the fragment. Undefined when that is no address of that origin.
 * @param origin of the signed context, e.g. `https://shop.example.org`.
 */
export function returnAddress(origin: string, back: string, returnCode?: string): string | undefined {
  if (!isBackPath(back) || !/^https?:\/\/[^/?#@\\\s]+$/.test(origin)) return undefined
  return `${origin}${back}${returnCode === undefined ? '' : `#countersign=${returnCode}`}`
}

/** The return code in the fragment of the app's page, or undefined. */
export function readReturnFragment(fragment: string): string | undefined {
  const code = /^#countersign=([\w-]{22})$/.exec(fragment)?.[1]
  return code !== undefined && fromBase64Url(code)?.length === RETURN_CODE_BYTES ? code : undefined
}
