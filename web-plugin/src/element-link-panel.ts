// The screen of a login on one phone: the link to the authenticator, and the wait in a window that it did not come back to.
import type { ChallengeStatus } from '@countersign/protocol'
import type { App, PassedHere } from './element-app.js'
import { endingOfCode, endingOfState, tell } from './element-app.js'
import type { Finished } from './element-finish.js'
import { moreStyle } from './element-more-style.js'
import { moreWords } from './element-more-words.js'
import { button, node } from './element-nodes.js'
import type { Panel } from './element-view.js'
import { pause } from './element-wait.js'
import type { ElementLanguage } from './element-words.js'

/** As long as an approval can be redeemed. */
const TRIES = 30
const PAUSE_MS = 2_000

/** @param elsewhere the person has no paired phone here after all */
export function linkPanel(href: string, language: ElementLanguage, elsewhere: () => void): Panel {
  const words = moreWords[language]
  const lead = node('p', 'sentence')
  lead.textContent = words.linkLead
  const open = node('a', 'main')
  open.setAttribute('part', 'button main')
  open.href = href
  // Of the address only what the link itself says goes along.
  open.referrerPolicy = 'no-referrer'
  open.textContent = words.linkOpen
  const other = button('later', elsewhere)
  other.textContent = words.linkElsewhere
  const body = node('div', 'set-up', [lead, node('div', 'buttons', [open, other])])
  return { title: words.linkTitle, body, sheet: moreStyle(), stays: false, focus: () => open.focus() }
}

/** What the window says that was left behind: the authenticator came back in another one of this browser. */
export function leftBehind(language: ElementLanguage): string {
  return moreWords[language].linkBehind
}

/** Waits until that other window has finished. Undefined: `signal` ended it. */
export async function otherWindow(app: App, signal: AbortSignal): Promise<Finished | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    await pause(PAUSE_MS, signal)
    const told = await tell<ChallengeStatus | PassedHere>(app, 'state', {}, signal)
    if (signal.aborted) return undefined
    if (told.kind === 'no') return { ending: endingOfCode(told.code) }
    if (told.kind === 'offline') continue
    // Sound: `passed` is no state of a request, so it tells the two shapes apart.
    if (told.value.state === 'passed') return told.value as PassedHere
    const ending = endingOfState((told.value as ChallengeStatus).state, 'link')
    // Redeemed, and this window's session is not the one: it is renewed a moment later.
    if (ending !== undefined && ending !== 'not_confirmed') return { ending }
  }
  return { ending: 'expired' }
}
