// What the QR code on a login page holds: a link that a phone's camera reads, whichever app looks through it (rules [QR…]).
import { fromBase64Url, toBase64Url } from './base64url.js'
import type { ChallengeId } from './ids.js'
import { idFromBytes, idToBytes } from './ids.js'
import { SCAN_SECRET_BYTES } from './limits.js'

export interface ScanLink {
  /** Origin of the server that made the request. It is compared with a pairing's, and never connected to. */
  readonly serverUrl: string
  readonly challengeId: ChallengeId
  /** Base64url of 16 bytes: who has it has seen the login page, or a picture of it. */
  readonly secret: string
}

/** `<serverUrl>/authenticator/#scan=<challengeId>.<secret>`, both base64url of 16 bytes; the fragment goes to no server. */
export function formatScanLink({ serverUrl, challengeId, secret }: ScanLink): string {
  return `${serverUrl}${PATH}${FRAGMENT_START}${toBase64Url(idToBytes(challengeId))}.${secret}`
}

/** Reads what a camera saw or a person pasted; undefined for anything else. */
export function parseScanLink(text: string): ScanLink | undefined {
  const trimmed = text.trim()
  const at = trimmed.indexOf(PATH + FRAGMENT_START)
  return at < 1 ? undefined : readScanFragment(trimmed.slice(0, at), trimmed.slice(at + PATH.length))
}

/** Reads the fragment of the authenticator's own address, which a phone's camera opened at `serverUrl`. */
export function readScanFragment(serverUrl: string, fragment: string): ScanLink | undefined {
  const [, idText, secret] = FRAGMENT.exec(fragment) ?? []
  if (!idText || !secret) return undefined
  const id = fromBase64Url(idText)
  if (id?.length !== 16 || fromBase64Url(secret)?.length !== SCAN_SECRET_BYTES) return undefined
  return { serverUrl, challengeId: idFromBytes<ChallengeId>(id), secret }
}

const PATH = '/authenticator/'
const FRAGMENT_START = '#scan='
const FRAGMENT = /^#scan=([\w-]{22})\.([\w-]{22})$/
