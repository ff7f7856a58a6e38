// The card for somebody who needs a second factor and has none: set it up at the server now, or later where that is allowed.
import type { SetUpHere } from './element-app.js'
import { moreStyle } from './element-more-style.js'
import { moreWords } from './element-more-words.js'
import { button, node } from './element-nodes.js'
import type { Panel } from './element-view.js'
import type { ElementLanguage } from './element-words.js'

/** @param again asks the app again: for "later", and for a link that is too old by now */
export function setUpPanel(
  { link, goodForMs, laterUntilMs }: SetUpHere,
  language: ElementLanguage,
  again: (wish: { readonly setUpLater?: true }) => void,
): Panel {
  const words = moreWords[language]
  const begunMs = performance.now()
  const lead = node('p', 'sentence')
  lead.id = 'cs-lead'
  lead.textContent = words.setUpLead
  const until = node('p', 'hint')
  until.id = 'cs-until'
  until.textContent = laterUntilMs === null ? words.setUpNeeded : words.setUpUntil(laterUntilMs)
  const now = button('main', () => {
    if (performance.now() - begunMs < goodForMs) location.assign(link)
    else again({})
  })
  now.textContent = words.setUpNow
  // It gets the focus, so a screen reader says there what it is about.
  now.setAttribute('aria-describedby', 'cs-lead cs-until')
  const later = button('later', () => again({ setUpLater: true }))
  later.textContent = words.setUpLater
  const buttons = node('div', 'buttons', laterUntilMs === null ? [now] : [now, later])
  const body = node('div', 'set-up', [lead, until, buttons])
  return { title: words.setUpTitle, body, sheet: moreStyle(), stays: true, focus: () => now.focus() }
}
