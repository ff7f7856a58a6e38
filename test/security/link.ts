// Logins by link for the attacks: what a link holds, and what a phone that opened one signs and takes back.
import { createHash, randomBytes } from 'node:crypto'
import type { ApprovalLink, Choice } from '@countersign/protocol'
import { readApprovalFragment, returnCodePreimage, toBase64Url } from '@countersign/protocol'
import type { Phone } from './phone.js'

export interface ByLink {
  readonly choice: Choice
  /** Base64url, as it goes back to the page. */
  readonly returnCode: string
}

/** What a phone that opened the link chooses, with a return code of its own. */
export function byLink(secret: string): ByLink {
  const returnCode = new Uint8Array(randomBytes(16))
  const hash = createHash('sha256').update(returnCodePreimage(returnCode)).digest()
  return {
    choice: { mode: 'link', secret, returnCodeHash: new Uint8Array(hash.subarray(0, 16)) },
    returnCode: toBase64Url(returnCode),
  }
}

/** The link on a page. */
export function openedLink(started: {
  readonly json: { readonly match: { readonly href: string } }
}): ApprovalLink {
  const link = readApprovalFragment(new URL(started.json.match.href).hash)
  if (link === undefined) throw new Error('the page shows no link')
  return link
}

/** The person opens the link on their phone and approves; what comes back with the browser. */
export async function approveByLink(phone: Phone, { challengeId, secret }: ApprovalLink): Promise<string> {
  const { choice, returnCode } = byLink(secret)
  await phone.pull()
  const state = await phone.approve(challengeId, choice)
  if (state !== 'approved') throw new Error(`not approved: ${state}`)
  return returnCode
}
