// What is inside the ring: the access pass, the code, or the mark of how it ended.
import { node, shape } from './element-nodes.js'
import { spaced } from './element-said.js'
import type { Drawn, View } from './element-view.js'
import type { ElementLanguage } from './element-words.js'

const MARKS: Readonly<Record<'good' | 'bad' | 'time' | 'calm', string>> = {
  good: 'M4.5 12.5l5 5 10-11',
  bad: 'M6 6l12 12M18 6L6 18',
  time: 'M12 5.5V12l4.5 2.5',
  calm: 'M6.5 12h11',
}

export function drawInside(
  inside: HTMLElement,
  view: View,
  match: Drawn | undefined,
  language: ElementLanguage,
): void {
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

/** Good, bad, out of time, or nobody’s fault; undefined while nothing is over. */
export function toneOf(view: View): keyof typeof MARKS | undefined {
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
