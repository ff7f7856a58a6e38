// A login page on this very phone opened the authenticator by link, or the QR code of another one was scanned: finds its request, approves it, and goes back where there is a way back ([LK2], [LK4], [QR4]).
import type { ApprovalLink } from '@countersign/protocol'
import { returnAddress } from '@countersign/protocol'
import type { Accounts } from './accounts.js'
import type { Answers } from './answering.js'
import type { AppState, Ended, Held, LinkFault, LinkVisit, ScannedLink } from './app-state.js'
import type { Store } from './store.js'

export interface LinkVisits {
  /** Undefined: the address was meant as such a link and is none. */
  begin(of: LinkVisit['of'], link: CameBy | undefined): Promise<void>
  /** The tap that approves; afterwards, by link, the browser is on its way back to the app. */
  approve(held: Held): Promise<void>
  leave(): void
}

type CameBy = ApprovalLink | ScannedLink

/** A phone that just woke up needs some seconds to reach its server. */
const PATIENCE_MS = 15_000
/** A device that was opened a moment ago is not started yet, and says so at once. */
const PAUSE_MS = 300

export function createLinkVisits(
  store: Store<AppState>,
  accounts: Accounts,
  answers: Answers,
  page: Pick<Location, 'origin' | 'replace'> = location,
): LinkVisits {
  const fail = (of: LinkVisit['of'], link: CameBy | undefined, fault: LinkFault): void =>
    store.patch({ link: { of, step: 'missing', link, fault } })

  /** A link is opened at the server that made it, a QR code names it; accounts of other servers have nothing to do with it. */
  const meantBy = (link: CameBy) => {
    const meant = 'back' in link ? page.origin : link.serverUrl
    return ({ serverUrl }: { readonly serverUrl: string }): boolean => serverUrl === meant
  }

  async function find(of: LinkVisit['of'], link: CameBy): Promise<void> {
    const isAtThisServer = meantBy(link)
    const isOurs = (): boolean => {
      const { link: now } = store.get()
      return now?.step === 'looking' && now.link === link
    }
    const endMs = performance.now() + PATIENCE_MS
    let answered = await accounts.pullAll(isAtThisServer)
    while (answered === undefined && isOurs() && performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      answered = await accounts.pullAll(isAtThisServer)
    }
    if (!isOurs()) return
    if (isOpen(store.get(), link)) store.patch({ link: { of, step: 'here', link } })
    else fail(of, link, answered === undefined ? 'unreachable' : 'not_here')
  }

  return {
    async begin(of, link) {
      store.patch({ ended: undefined, oneWithdrawn: false, pairing: { step: 'none' } })
      if (link === undefined) return fail(of, link, 'broken')
      const { accounts: known } = store.get()
      if (known.length === 0) return fail(of, link, 'not_paired')
      const ours = known.filter(({ pairing }) => meantBy(link)(pairing))
      if (ours.length === 0) return fail(of, link, 'other_server')
      // Removed at the server, or its key gone: nothing will ever arrive there.
      if (ours.every(({ condition }) => condition === 'revoked' || condition === 'keys_vanished'))
        return fail(of, link, 'not_here')
      if (isOpen(store.get(), link)) return store.patch({ link: { of, step: 'here', link } })
      store.patch({ link: { of, step: 'looking', link } })
      await find(of, link)
    },
    async approve(held) {
      const { link } = store.get()
      if (link?.step !== 'here') return
      if (!('back' in link.link)) {
        await answers.scan(held, link.link.secret)
        return
      }
      const result = await answers.approveLink(held, link.link.secret)
      const address = backFrom(held, result, link.link)
      if (address !== undefined && returnCodeIn(result) !== undefined) page.replace(address)
    },
    leave: () => store.patch({ link: undefined }),
  }
}

/** Whether the person came for this request, by what approves it: its link, or its QR code. */
export function cameFor({ link }: AppState, { request }: Held): boolean {
  if (link?.step !== 'here' || link.link.challengeId !== request.challengeId) return false
  return request.mode === ('back' in link.link ? 'link' : 'qr')
}

/** Where "back" leads from an outcome: to the page that opened the link, with the return code if the approval counts. */
export function wayBack({ link }: AppState, { held, result }: Ended): string | undefined {
  if (link?.step !== 'here' || link.link.challengeId !== held.request.challengeId) return undefined
  if (!('back' in link.link)) return undefined
  return backFrom(held, result, link.link)
}

function backFrom({ request }: Held, result: Ended['result'], { back }: ApprovalLink): string | undefined {
  return returnAddress(request.origin, back, returnCodeIn(result))
}

function returnCodeIn(result: Ended['result']): string | undefined {
  return 'returnCode' in result ? result.returnCode : undefined
}

function isOpen({ open }: AppState, { challengeId }: CameBy): boolean {
  return open.some(({ request }) => request.challengeId === challengeId)
}
