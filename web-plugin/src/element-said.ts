// What each view of the element says: its title, its button, what a screen reader hears.
import type { View } from './element-view.js'
import type { ElementLanguage, Ending, Said, Words } from './element-words.js'

export function titleOf(view: View, words: Words): string | undefined {
  switch (view.kind) {
    case 'idle':
      return undefined
    case 'asking':
      return words.asking
    case 'showing':
      return view.match.mode === 'symbol' ? words.pick : words.type
    case 'panel':
      return view.panel.title
    case 'approved':
      return words.approved
    case 'ended':
      return view.said[0]
  }
}

export function mainOf(view: View, words: Words): string | undefined {
  if (view.kind === 'idle') return words.begin
  if (view.kind !== 'ended') return undefined
  return view.said[2] ?? words.again
}

/** What a screen reader says by itself: the pass once, then each step, then the outcome. */
export function spokenOf(view: View, words: Words, language: ElementLanguage): string {
  if (view.kind === 'ended') return view.said.slice(0, 2).join('. ')
  if (view.kind !== 'showing') return titleOf(view, words) ?? ''
  const { match, progress, hint, note } = view
  const what = match.mode === 'symbol' ? match.name[language] : spaced(match.code)
  return [`${titleOf(view, words)}: ${what}`, hint, progress, note]
    .filter((part) => part !== undefined)
    .join('. ')
}

/** Read out digit by digit, not as a number. */
export function spaced(code: string): string {
  return [...code].join(' ')
}

/** Most logins need none of these words, so they are loaded; the one that says that nothing can be loaded is here. */
export async function saidOf(
  ending: Ending,
  language: ElementLanguage,
  { unreachable }: Words,
): Promise<Said> {
  if (ending === 'unreachable') return unreachable
  return import('./element-more.js').then(
    ({ endings }) => endings[language][ending],
    () => unreachable,
  )
}
