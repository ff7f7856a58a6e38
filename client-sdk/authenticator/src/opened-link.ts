// What a person opened the app with: a pairing link, the link of a login page on this phone, the QR code of one elsewhere, or a notification.
import type { ApprovalLink, DeviceId } from '@countersign/protocol'
import { isId, readApprovalFragment, readScanFragment } from '@countersign/protocol'
import type { ScannedLink } from './app-state.js'

export type OpenedLink =
  | { readonly kind: 'pair'; readonly link: string }
  /** Undefined: it was meant as one, and is none. */
  | { readonly kind: 'link'; readonly link: ApprovalLink | undefined }
  | { readonly kind: 'scan'; readonly link: ScannedLink | undefined }
  | { readonly kind: 'rang'; readonly deviceId: DeviceId }

/** What the service worker opens the app with (worker/tap.ts). */
const RANG = '#/rang/'

/** The link in the address, if any; removed from address and history at once, because it holds a secret. */
export function takeOpenedLink(): OpenedLink | undefined {
  const { hash, origin, pathname } = location
  const rang = hash.startsWith(RANG) ? hash.slice(RANG.length) : ''
  if (isId(rang)) {
    history.replaceState(null, '', `${pathname}#/`)
    // Sound: a device id is a plain UUID, and that is what was looked at.
    return { kind: 'rang', deviceId: rang as DeviceId }
  }
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
