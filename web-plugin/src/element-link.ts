// A login page on the phone that approves: whether this is one, and what comes back from its authenticator ([LK2], [LK4]).

import { rememberedWay } from './element-memory.js'

/** A finger and a small screen, upright or on its side: no desktop, and no tablet beside a phone. */
const PHONE = '(pointer:coarse) and (max-width:600px),(pointer:coarse) and (max-height:600px)'

/** The app has a link to the authenticator on this phone instead of something to pick. */
export interface LinkHere {
  readonly mode: 'link'
  readonly href: string
}

export function isOnPhone(): boolean {
  return matchMedia(PHONE).matches
}

/** The return code in the address, if there is one; taken out of address and history at once. */
export function takeReturnCode(): string | undefined {
  const code = /^#countersign=([\w-]{22})$/.exec(location.hash)?.[1]
  if (code) history.replaceState(history.state, '', location.pathname + location.search)
  return code
}

/** The same where this browser took that way last, and is on a phone; otherwise nothing. */
export function wishAsBefore(): Partial<ReturnType<typeof linkWish>> {
  return rememberedWay() === 'here' && isOnPhone() ? linkWish() : {}
}

/** What the app is asked for such a login. */
export function linkWish(): { readonly sameDevice: true; readonly page: string } {
  return { sameDevice: true, page: location.pathname }
}
