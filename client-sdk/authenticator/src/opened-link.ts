// What a person opened the app with: a pairing link, or the link of a login page on this phone.
import type { ApprovalLink } from '@countersign/protocol'
import { readApprovalFragment } from '@countersign/protocol'

export type OpenedLink =
  | { readonly kind: 'pair'; readonly link: string }
  /** Undefined: it was meant as one, and is none. */
  | { readonly kind: 'approve'; readonly link: ApprovalLink | undefined }

/** The link in the address, if any; removed from address and history at once, because it holds a secret. */
export function takeOpenedLink(): OpenedLink | undefined {
  const { hash, origin, pathname } = location
  const isPairing = hash.startsWith('#pair=')
  if (!isPairing && !hash.startsWith('#approve=')) return undefined
  history.replaceState(null, '', `${pathname}#/`)
  if (isPairing) return { kind: 'pair', link: `${origin}/authenticator/${hash}` }
  return { kind: 'approve', link: readApprovalFragment(hash) }
}
