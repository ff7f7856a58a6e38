// Draws the element: nodes are made once, each view says what is seen. No markup is ever parsed.
import { RING_RADIUS, STYLE } from './element-style.js'
import type { ElementLanguage, Ending, Words } from './element-words.js'

export type Drawn =
  | {
      readonly mode: 'symbol'
      readonly name: Readonly<Record<ElementLanguage, string>>
      readonly path: string
    }
  | { readonly mode: 'code'; readonly code: string }

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
    }
  | { readonly kind: 'approved'; readonly note: string | undefined }
  | { readonly kind: 'ended'; readonly ending: Ending }

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

const MARKS: Readonly<Record<'good' | 'bad' | 'time' | 'calm', string>> = {
  good: 'M4.5 12.5l5 5 10-11',
  bad: 'M6 6l12 12M18 6L6 18',
  time: 'M12 5.5V12l4.5 2.5',
  calm: 'M6.5 12h11',
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
  const main = button('main', onMain)
  const cancel = button('cancel', onCancel)
  const help = node('p', 'help')
  const slot = document.createElement('slot')
  slot.name = 'other-ways'
  const spoken = node('p', 'spoken')
  spoken.setAttribute('aria-live', 'polite')
  const buttons = node('div', 'buttons', [main, cancel])
  const card = node('div', 'card', [
    logo,
    title,
    ring,
    name,
    progress,
    sentence,
    time,
    notice,
    buttons,
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
      const ended = view.kind === 'ended' ? words.endings[view.ending] : undefined
      const match = showing?.match
      const tone = toneOf(view)
      if (tone === undefined) delete card.dataset['tone']
      else card.dataset['tone'] = tone
      card.dataset['view'] = view.kind
      card.setAttribute('aria-busy', String(view.kind === 'asking'))

      set(title, titleOf(view, words))
      ring.hidden = view.kind === 'idle'
      draw(inside, view, match, language)
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

function titleOf(view: View, words: Words): string | undefined {
  switch (view.kind) {
    case 'idle':
      return undefined
    case 'asking':
      return words.asking
    case 'showing':
      return view.match.mode === 'symbol' ? words.pick : words.type
    case 'approved':
      return words.approved
    case 'ended':
      return words.endings[view.ending][0]
  }
}

function mainOf(view: View, words: Words): string | undefined {
  if (view.kind === 'idle') return words.begin
  if (view.kind !== 'ended') return undefined
  if (view.ending === 'mismatched') return words.againWithCode
  return view.ending === 'signed_out' ? words.signInAgain : words.again
}

function toneOf(view: View): keyof typeof MARKS | undefined {
  if (view.kind === 'approved') return 'good'
  if (view.kind !== 'ended') return undefined
  switch (view.ending) {
    case 'expired':
    case 'signed_out':
      return 'time'
    case 'cancelled':
    case 'unreachable':
    case 'too_many':
      return 'calm'
    default:
      return 'bad'
  }
}

/** What a screen reader says by itself: the pass once, then each step, then the outcome. */
function spokenOf(view: View, words: Words, language: ElementLanguage): string {
  if (view.kind === 'ended') return words.endings[view.ending].join('. ')
  if (view.kind !== 'showing') return titleOf(view, words) ?? ''
  const { match, progress, hint, note } = view
  const what = match.mode === 'symbol' ? match.name[language] : spaced(match.code)
  return [`${titleOf(view, words)}: ${what}`, hint, progress, note]
    .filter((part) => part !== undefined)
    .join('. ')
}

function draw(inside: HTMLElement, view: View, match: Drawn | undefined, language: ElementLanguage): void {
  const tone = toneOf(view)
  const key = match === undefined ? (tone ?? '') : JSON.stringify([match, language])
  if (inside.dataset['key'] === key) return
  inside.dataset['key'] = key
  if (match === undefined) {
    const mark =
      tone === undefined
        ? []
        : [
            shape('svg', { class: 'mark', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, [
              shape('path', { d: MARKS[tone] }),
            ]),
          ]
    inside.replaceChildren(...mark)
    return
  }
  if (match.mode === 'symbol') {
    const pass = shape(
      'svg',
      { class: 'pass', part: 'pass', viewBox: '0 0 24 24', role: 'img', 'aria-label': match.name[language] },
      [shape('path', { d: match.path, 'fill-rule': 'evenodd' })],
    )
    inside.replaceChildren(pass)
    return
  }
  const code = node('span', 'code')
  code.textContent = `${match.code.slice(0, 3)} ${match.code.slice(3)}`
  code.setAttribute('role', 'img')
  code.setAttribute('aria-label', spaced(match.code))
  inside.replaceChildren(code)
}

/** Read out digit by digit, not as a number. */
function spaced(code: string): string {
  return [...code].join(' ')
}

function node<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  children: readonly Node[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  made.className = name
  made.setAttribute('part', name)
  made.append(...children)
  return made
}

function shape(
  tag: 'svg' | 'path' | 'circle',
  attributes: Readonly<Record<string, string>>,
  children: readonly Node[] = [],
): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

function button(name: string, onPress: () => void): HTMLButtonElement {
  const made = node('button', name)
  made.type = 'button'
  made.setAttribute('part', `button ${name}`)
  made.addEventListener('click', onPress)
  return made
}
