// The screen of a login by QR code: the code itself, what the phone says, and the ways for whoever cannot scan it ([QR3], [QR5]).
import type { StartedHere, Wish } from './element-app.js'
import type { Progress } from './element-follow.js'
import { moreStyle } from './element-more-style.js'
import { moreWords } from './element-more-words.js'
import { button, node, shape } from './element-nodes.js'
import { qrModules } from './element-qr.js'
import type { Panel } from './element-view.js'
import type { ElementLanguage } from './element-words.js'

/** The app has a link to draw as a QR code instead of something to pick. */
export interface ScanHere {
  readonly mode: 'qr'
  readonly href: string
}

export interface ScanHost {
  readonly language: ElementLanguage
  again(wish: Wish): void
  cancel(): void
}

/** @param delivery whether the phone rings for it */
export function scanPanel({ href }: ScanHere, delivery: StartedHere['delivery'], host: ScanHost): Panel {
  const words = moreWords[host.language]
  const lead = node('p', 'sentence')
  lead.textContent = delivery === 'push' ? words.scanLead : words.scanPull
  const said = node('p', 'progress')
  said.setAttribute('role', 'status')
  const cancel = button('cancel', host.cancel)
  cancel.textContent = words.scanCancel
  said.hidden = true
  const body = node('div', 'set-up', [
    drawn(href, words.scanPicture),
    lead,
    said,
    otherWays(href, host),
    cancel,
  ])
  body.tabIndex = -1
  return {
    title: words.scanTitle,
    body,
    sheet: moreStyle(),
    stays: false,
    // Not the summary: whoever only looks would see a button framed for no reason.
    focus: () => body.focus({ preventScroll: true }),
    tell: ({ progress, live, note }: Progress) => {
      const text = note ?? progress ?? ''
      if (said.textContent !== text) said.textContent = text
      said.hidden = text === ''
      said.toggleAttribute('data-live', live)
    },
  }
}

/** Modules of quiet zone (ISO/IEC 18004 clause 6.3.8); without them a code on a dark page is not found. */
const QUIET = 4

/** Always dark on white, whatever the page's colours: many cameras read nothing else. */
function drawn(href: string, label: string): Node {
  const rows = qrModules(href)
  const size = rows.length + 2 * QUIET
  const path = rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('')
  return shape(
    'svg',
    {
      class: 'qr',
      part: 'qr',
      viewBox: `0 0 ${size} ${size}`,
      role: 'img',
      'aria-label': label,
      'shape-rendering': 'crispEdges',
    },
    [shape('path', { d: `M0 0h${size}v${size}H0z`, fill: '#fff' }), shape('path', { d: path, fill: '#000' })],
  )
}

/** A link for an app that has no camera, a code for a phone that has none. */
function otherWays(href: string, { language, again }: ScanHost): HTMLElement {
  const words = moreWords[language]
  const summary = node('summary', 'later')
  summary.textContent = words.scanCannot
  const label = node('label', 'label')
  label.textContent = words.scanLink
  const field = node('input', 'field')
  field.id = 'cs-link'
  label.htmlFor = field.id
  field.readOnly = true
  field.value = href
  field.onfocus = () => field.select()
  const hint = node('p', 'hint')
  hint.textContent = words.scanLinkHint
  const typed = button('offer', () => again({ again: true, typed: true }))
  typed.textContent = words.scanTyped
  return node('details', 'ways', [summary, label, field, hint, typed])
}
