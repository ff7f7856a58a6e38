// What a person opened the app with: a pairing link, the link of a login page on this phone, or the QR code of one elsewhere.
import type { ApprovalLink } from '@countersign/protocol'
import { readApprovalFragment, readScanFragment } from '@countersign/protocol'
import type { ScannedLink } from './app-state.js'

export type OpenedLink =
  | { readonly kind: 'pair'; readonly link: string }
  /** Undefined: it was meant as one, and is none. */
  | { readonly kind: 'link'; readonly link: ApprovalLink | undefined }
  | { readonly kind: 'scan'; readonly link: ScannedLink | undefined }

/** The link in the address, if any; removed from address and history at once, because it holds a secret. */
export function takeOpenedLink(): OpenedLink | undefined {
  const { hash, origin, pathname } = location
  const isPairing = hash.startsWith('#pair=')
  const isScan = hash.startsWith('#scan=')
  if (!isPairing && !isScan && !hash.startsWith('#approve=')) return undefined
  history.replaceState(null, '', `${pathname}#/`)
  if (isPairing) return { kind: 'pair', link: `${origin}/authenticator/${hash}` }
  if (!isScan) return { kind: 'link', link: readApprovalFragment(hash) }
  const link = readScanFragment(origin, hash)
  // The phone's own camera brought it, or a link in a mail: the address cannot tell which.
  return { kind: 'scan', link: link && { ...link, by: 'elsewhere' } }
}
