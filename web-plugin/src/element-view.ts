// Draws the element: nodes are made once, each view says what is seen. No markup is ever parsed.
import type { Progress } from './element-follow.js'
import { button, node, shape } from './element-nodes.js'
import { drawInside, toneOf } from './element-ring.js'
import { mainOf, spokenOf, titleOf } from './element-said.js'
import { RING_RADIUS, STYLE } from './element-style.js'
import type { ElementLanguage, Ending, Said, Words } from './element-words.js'

export type Drawn =
  | {
      readonly mode: 'symbol'
      readonly name: Readonly<Record<ElementLanguage, string>>
      readonly path: string
    }
  | { readonly mode: 'code'; readonly code: string }

/** A quiet button beneath the others: a different way on. */
export interface Offer {
  readonly label: string
  readonly press: () => void
}

/** A screen of its own, made by a part that only some logins load. */
export interface Panel {
  readonly title: string
  readonly body: HTMLElement
  readonly sheet: CSSStyleSheet
  /** It stays, and has no clock, whatever becomes of the request beneath it, unless that is approved. */
  readonly stays: boolean
  /** Puts the focus where the person goes on. */
  focus(): void
  /** Says how far the request beneath it is. */
  tell?(progress: Progress): void
}

export type View =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | {
      readonly kind: 'showing'
      readonly match: Drawn
      readonly progress: string | undefined
      /** What the person has to do first, if the phone does not ring. */
      readonly hint: string | undefined
      readonly live: boolean
      readonly note: string | undefined
      readonly offers: readonly Offer[]
    }
  | { readonly kind: 'panel'; readonly panel: Panel; readonly offers: readonly Offer[] }
  | { readonly kind: 'approved'; readonly note: string | undefined }
  | {
      readonly kind: 'ended'
      readonly ending: Ending
      readonly said: Said
      readonly offers: readonly Offer[]
    }

/** As admins set it. Accent and what is written on it, on light ground, then on dark. */
export interface Look {
  readonly accent: readonly string[] | null
  readonly logoUrl: string | null
  readonly help: string
}

export interface Screen {
  wear(look: Look): void
  show(view: View, words: Words, language: ElementLanguage): void
  /** Share of the time that is left, 1 to 0, and the seconds. */
  tick(share: number, secondsLeft: number, words: Words): void
}

const CIRCUMFERENCE = 2 * Math.PI * RING_RADIUS

/** Builds the nodes inside `root`. `onMain` and `onCancel` are the two buttons. */
export function makeScreen(root: ShadowRoot, onMain: () => void, onCancel: () => void): Screen {
  // Sound: the root is the element's own.
  const host = root.host as HTMLElement
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  root.adoptedStyleSheets = [sheet]

  const logo = node('img', 'logo')
  logo.alt = ''
  logo.referrerPolicy = 'no-referrer'
  logo.hidden = true
  logo.onload = () => {
    logo.hidden = false
  }
  const title = node('h2', 'title')
  const bar = shape('circle', { class: 'bar', cx: '116', cy: '116', r: String(RING_RADIUS) })
  const track = shape('circle', { class: 'track', cx: '116', cy: '116', r: String(RING_RADIUS) })
  const circle = shape('svg', { viewBox: '0 0 232 232', 'aria-hidden': 'true' }, [track, bar])
  const inside = node('div', 'inside')
  const ring = node('div', 'ring', [circle, inside])
  const name = node('p', 'name')
  const progress = node('p', 'progress')
  const sentence = node('p', 'sentence')
  const time = node('p', 'time')
  time.setAttribute('role', 'timer')
  const notice = node('p', 'notice')
  const place = node('div', 'panel')
  const main = button('main', onMain)
  const cancel = button('cancel', onCancel)
  const help = node('p', 'help')
  const slot = document.createElement('slot')
  slot.name = 'other-ways'
  const spoken = node('p', 'spoken')
  spoken.setAttribute('aria-live', 'polite')
  const buttons = node('div', 'buttons', [main, cancel])
  const offers = node('div', 'offers')
  const card = node('div', 'card', [
    logo,
    title,
    ring,
    name,
    progress,
    sentence,
    time,
    notice,
    place,
    buttons,
    offers,
    help,
    node('div', 'other', [slot]),
    spoken,
  ])
  root.append(card)
  bar.style.setProperty('stroke-dasharray', String(CIRCUMFERENCE))

  const set = (target: HTMLElement, text: string | undefined): void => {
    target.hidden = text === undefined
    if (text !== undefined && target.textContent !== text) target.textContent = text
  }

  return {
    wear(look) {
      // A colour that the page chose goes first: see the style sheet.
      look.accent?.forEach((colour, n) => {
        host.style.setProperty(`--l${n}`, colour)
      })
      if (look.logoUrl && logo.src !== look.logoUrl) logo.src = look.logoUrl
      help.textContent = look.help
    },
    show(view, words, language) {
      const showing = view.kind === 'showing' ? view : undefined
      const ended = view.kind === 'ended' ? view.said : undefined
      const panel = view.kind === 'panel' ? view.panel : undefined
      const match = showing?.match
      const tone = toneOf(view)
      if (tone === undefined) delete card.dataset['tone']
      else card.dataset['tone'] = tone
      card.dataset['view'] = view.kind
      card.setAttribute('aria-busy', String(view.kind === 'asking'))

      set(title, titleOf(view, words))
      ring.hidden = view.kind === 'idle' || panel !== undefined
      drawInside(inside, view, match, language)
      set(name, match?.mode === 'symbol' ? match.name[language] : undefined)
      set(progress, showing?.progress)
      progress.toggleAttribute('data-live', showing?.live === true)
      set(sentence, view.kind === 'approved' ? words.oneMoment : (showing?.hint ?? ended?.[1]))
      time.hidden = showing === undefined
      // Whoever is stuck needs it; whoever is about to tap does not.
      help.hidden = ended === undefined || help.textContent === ''
      set(notice, showing?.note ?? (view.kind === 'approved' ? view.note : undefined))

      const hadFocus = root.activeElement !== null
      set(main, mainOf(view, words))
      set(cancel, showing === undefined ? undefined : words.cancel)
      buttons.hidden = main.hidden && cancel.hidden
      place.hidden = panel === undefined
      if (panel !== undefined && place.firstChild !== panel.body) {
        root.adoptedStyleSheets = [sheet, panel.sheet]
        place.replaceChildren(panel.body)
      }
      offer(offers, 'offers' in view ? view.offers : [])
      // The pressed button is gone: keep a keyboard user where they were.
      if (hadFocus && root.activeElement === null && !main.hidden) main.focus()
      if (showing === undefined) bar.style.setProperty('stroke-dashoffset', '0')
      set(spoken, spokenOf(view, words, language))
    },
    tick(share, secondsLeft, words) {
      bar.style.setProperty('stroke-dashoffset', String(CIRCUMFERENCE * (1 - share)))
      const left = `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`
      set(time, left)
      time.setAttribute('aria-label', `${words.timeLeft}: ${left}`)
    },
  }
}

/** The same words stay the same button: it keeps the focus while what is above it changes. */
function offer(place: HTMLElement, offers: readonly Offer[]): void {
  place.hidden = offers.length === 0
  const buttons = offers.map(({ label, press }, n) => {
    const there = place.children[n]
    // Sound: only buttons are put here.
    const made = there?.textContent === label ? (there as HTMLButtonElement) : button('offer', press)
    made.textContent = label
    made.onclick = press
    return made
  })
  if (buttons.length !== place.children.length || buttons.some((each, n) => each !== place.children[n]))
    place.replaceChildren(...buttons)
}
