// Carries out changes for one or many: foretells them, asks where there is no way back, shows how far it is, offers the way back.
import type { Change, Outlook } from './admin-person.js'
import { outlooksIn } from './admin-person.js'
import type { Api } from './api.js'
import { ask } from './dialog.js'
import { t } from './l10n.js'
import { node } from './nodes.js'

export interface Changer {
  /** Asks first unless it is one change that can be undone. `unread` are lines of a file that are none. */
  readonly make: (changes: readonly Change[], unread?: readonly Outlook[]) => Promise<void>
}

export interface Surroundings {
  readonly api: Api
  /** Where the outcome is said. */
  readonly notice: HTMLElement
  readonly nameOf: (uid: string) => string
  readonly onResults: (results: readonly Outlook[]) => void
}

/** At most 100 are taken at once; fewer show sooner how far it is. */
const AT_ONCE = 25
/** More are counted, not listed. */
const LISTED_MAX = 200

export function changer({ api, notice, nameOf, onResults }: Surroundings): Changer {
  const inParts = async (
    route: string,
    changes: readonly Change[],
    progress: HTMLProgressElement,
    signal?: AbortSignal,
  ): Promise<{ results: readonly Outlook[]; fault: string | undefined }> => {
    const results: Outlook[] = []
    progress.max = changes.length
    for (let from = 0; from < changes.length && signal?.aborted !== true; from += AT_ONCE) {
      const answer = await api.post(route, { changes: changes.slice(from, from + AT_ONCE) })
      if (!answer.ok) return { results, fault: answer.fault.sentence }
      results.push(...outlooksIn(answer.value))
      progress.value = results.length
    }
    return { results, fault: undefined }
  }
  const apply = async (
    changes: readonly Change[],
    progress: HTMLProgressElement,
    signal?: AbortSignal,
  ): Promise<string | undefined> => {
    const { results, fault } = await inParts('people/apply', changes, progress, signal)
    onResults(results)
    const stopped = results.length < changes.length && fault === undefined ? t('Stopped.') : undefined
    tell(results, [fault, stopped].filter((words) => words !== undefined).join(' '))
    return fault !== undefined && results.length === 0 ? fault : undefined
  }
  const tell = (results: readonly Outlook[], besides: string): void => {
    const done = results.filter(({ kind }) => kind === 'change')
    const refused = results.filter(({ kind }) => kind === 'refused')
    const undo = done.flatMap((one) => (one.undo === undefined ? [] : [one.undo]))
    const back = node('button', { type: 'button' }, t('Undo'))
    back.addEventListener('click', () => void undone(undo))
    const one = results.length === 1 ? results[0] : undefined
    const words = one?.kind === 'change' ? `${nameOf(one.uid)}: ${one.sentence}` : counted(results)
    notice.replaceChildren(
      ...(one !== undefined && one.kind !== 'change' ? [] : [node('p', {}, words, ' ', besides)]),
      ...(undo.length > 0 ? [back] : []),
      ...(refused.length > 0 || one?.kind === 'same' ? [listOf(one === undefined ? refused : [one])] : []),
    )
  }
  const undone = async (changes: readonly Change[]): Promise<void> => {
    const progress = node('progress', { 'aria-label': t('Progress') })
    notice.replaceChildren(node('p', {}, t('Undoing …')), progress)
    const { results, fault } = await inParts('people/apply', changes, progress)
    onResults(results)
    const refused = results.filter(({ kind }) => kind === 'refused')
    notice.replaceChildren(
      node('p', {}, t('Undone: {count}.', { count: results.length - refused.length }), ' ', fault ?? ''),
      ...(refused.length > 0 ? [listOf(refused)] : []),
    )
  }
  const listOf = (outlooks: readonly Outlook[]): HTMLElement => {
    const items = outlooks
      .slice(0, LISTED_MAX)
      .map(({ uid, kind, sentence, note }) =>
        node(
          'li',
          { class: `countersign-outlook countersign-outlook--${kind}` },
          node('strong', {}, nameOf(uid)),
          ' ',
          sentence,
          ...(note === '' ? [] : [' ', node('em', {}, note)]),
        ),
      )
    const more = outlooks.length - items.length
    return node(
      'ul',
      { class: 'countersign-outlooks' },
      ...items,
      ...(more > 0 ? [node('li', {}, t('and {count} more', { count: more }))] : []),
    )
  }
  const make = async (changes: readonly Change[], unread: readonly Outlook[] = []): Promise<void> => {
    const looking = node('progress', { 'aria-label': t('Progress') })
    notice.replaceChildren(node('p', {}, t('Looking at what will happen …')), looking)
    const { results: foreseen, fault } = await inParts('people/preview', changes, looking)
    const results = foreseen.map((one, i) => (isOwnTrap(one, changes[i]) ? warned(one) : one))
    notice.replaceChildren(...(fault === undefined ? [] : [node('p', { class: 'countersign-fault' }, fault)]))
    if (fault !== undefined) return
    const all = [...unread, ...results]
    // What would be refused is refused with its reason by being tried: it is shown, not sent.
    const wanted = changes.filter((_, i) => results[i]?.kind === 'change')
    const only = all[0]
    if (
      all.length === 1 &&
      only !== undefined &&
      (only.kind !== 'change' || (only.undo !== undefined && only.note === ''))
    ) {
      if (only.kind === 'change') await apply(wanted, looking)
      else {
        onResults([only])
        tell([only], '')
      }
      return
    }
    const progress = node('progress', { 'aria-label': t('Progress'), hidden: '' })
    const order = [...all].sort((a, b) => weight(a) - weight(b))
    const said = await ask({
      title: wanted.length === 0 ? t('Nothing to change') : t('This will happen'),
      body: [
        node('p', {}, foretold(all)),
        ...(wanted.some(demandsPhone)
          ? [
              node(
                'p',
                {},
                t(
                  'From the next login on the phone with that ID is asked. Whoever has none yet, and no other second factor, cannot log in: have the phones paired at the server first.',
                ),
              ),
            ]
          : []),
        listOf(order),
        progress,
      ],
      yes: wanted.length === 0 ? t('Close') : t('Do it for {count}', { count: wanted.length }),
      danger: results.some(({ kind, undo }) => kind === 'change' && undo === undefined),
      onYes: async (signal) => {
        if (wanted.length === 0) return undefined
        progress.hidden = false
        return await apply(wanted, progress, signal)
      },
    })
    if (!said && notice.childElementCount === 0)
      notice.replaceChildren(node('p', {}, t('Nothing was changed.')))
  }
  return { make }
}

/** Whoever selects all of them selects themself, too; without a phone of that ID the next login would be the last. */
function isOwnTrap({ uid, kind }: Outlook, change: Change | undefined): boolean {
  return (
    kind === 'change' && uid === document.head.dataset['user'] && change !== undefined && demandsPhone(change)
  )
}

function warned(outlook: Outlook): Outlook {
  const own = t('That is you: stay logged in until you have tried it in another browser.')
  return { ...outlook, note: `${outlook.note} ${own}`.trim() }
}

function demandsPhone({ action, enabled }: Change): boolean {
  return action === 'pattern' || action === 'enable' || (action === 'assign' && enabled !== false)
}

function weight({ kind, note }: Outlook): number {
  if (kind === 'refused') return 0
  if (kind === 'same') return 3
  return note === '' ? 2 : 1
}

function foretold(outlooks: readonly Outlook[]): string {
  const [changed, same, refused] = numbers(outlooks)
  return t('Will change: {changed}. Stay as they are: {same}. Cannot be done: {refused}.', {
    changed,
    same,
    refused,
  })
}

function counted(outlooks: readonly Outlook[]): string {
  const [changed, same, refused] = numbers(outlooks)
  return t('Changed: {changed}. As before: {same}. Not done: {refused}.', { changed, same, refused })
}

function numbers(outlooks: readonly Outlook[]): readonly [number, number, number] {
  const count = (wanted: Outlook['kind']): number => outlooks.filter(({ kind }) => kind === wanted).length
  return [count('change'), count('same'), count('refused')]
}
