// One row of the list of people: everything in it is text; the ID can be edited in place, and an edit that is not saved is marked.
import type { Action, Person } from './admin-person.js'
import { t } from './l10n.js'
import { node } from './nodes.js'

export interface Row {
  readonly element: HTMLTableRowElement
  readonly person: () => Person
  readonly isSelected: () => boolean
  readonly select: (on: boolean) => void
  /** The ID as it was typed, if it is another than the one that is stored. */
  readonly edited: () => string | undefined
  readonly update: (person: Person) => void
  /** What became of the last change; empty: nothing to say. */
  readonly say: (words: string, isFault: boolean) => void
}

export interface RowWishes {
  readonly onAction: (action: Action) => void
  readonly onSave: () => void
  /** Something was selected or edited. */
  readonly onChange: () => void
}

export function rowOf(first: Person, { onAction, onSave, onChange }: RowWishes): Row {
  let person = first
  const box = node('input', { type: 'checkbox', 'aria-label': t('Select {name}', { name: first.name }) })
  const field = node('input', {
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: '190',
    placeholder: t('None'),
    'aria-label': t('Countersign ID of {name}', { name: first.name }),
  })
  const save = node('button', { type: 'button', class: 'primary' }, t('Save'))
  const mark = node('span', { class: 'countersign-edited' }, t('Not saved'), save)
  const said = node('p', { class: 'countersign-row-said', role: 'status' })
  const state = node('td', { 'data-title': t('State') })
  const demanded = node('td', { 'data-title': t('Demanded') })
  const menu = node('details', { class: 'countersign-menu' })
  const element = node(
    'tr',
    {},
    node('td', { class: 'countersign-box' }, box),
    node('th', { scope: 'row' }, first.name),
    node('td', { 'data-title': t('User name') }, first.uid),
    node('td', { 'data-title': t('Directory') }, first.backend),
    node('td', { 'data-title': t('Countersign ID') }, field, mark, said),
    state,
    demanded,
    node('td', { class: 'countersign-do' }, menu),
  )
  const edited = (): string | undefined =>
    field.value.trim() === person.userId ? undefined : field.value.trim()
  const showEdit = (): void => {
    mark.hidden = edited() === undefined
    element.classList.toggle('countersign-row--edited', edited() !== undefined)
    onChange()
  }
  const show = (): void => {
    field.value = person.userId
    state.replaceChildren(...stateWords(person))
    demanded.replaceChildren(...demandedWords(person))
    menu.open = false
    menu.replaceChildren(
      node('summary', { 'aria-label': t('What to do with {name}', { name: person.name }) }, '⋯'),
      node('ul', {}, ...actionsFor(person).map(([action, words]) => choice(action, words))),
    )
  }
  const choice = (action: Action, words: string): HTMLLIElement => {
    const button = node('button', { type: 'button' }, words)
    button.addEventListener('click', () => {
      menu.open = false
      menu.querySelector('summary')?.focus()
      onAction(action)
    })
    return node('li', {}, button)
  }
  const update = (now: Person): void => {
    person = now
    show()
    showEdit()
  }
  box.addEventListener('change', onChange)
  field.addEventListener('input', showEdit)
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && edited() !== undefined) onSave()
    if (event.key === 'Escape') update(person)
  })
  save.addEventListener('click', onSave)
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false
  })
  show()
  mark.hidden = true
  return {
    element,
    person: () => person,
    isSelected: () => box.checked,
    select: (on) => {
      box.checked = on
    },
    edited,
    update,
    say: (words, isFault) => {
      said.textContent = words
      said.classList.toggle('countersign-fault', isFault)
    },
  }
}

/** What there is to do with a person, as they are now. */
function actionsFor({ userId, enabled, phones }: Person): readonly (readonly [Action, string])[] {
  if (userId === '') return [['pattern', t('Assign by pattern')]]
  return [
    enabled ? ['disable', t('Switch off')] : ['enable', t('Switch on')],
    ...(phones > 0 ? [['forget', t('Forget phones')] as const] : []),
    ['unlink', t('Take the ID away')],
  ]
}

function stateWords({ state, phones, missing }: Person): Node[] {
  const words: Readonly<Record<string, string>> = {
    none: t('No ID'),
    outside: t('Not in a group that may use it'),
    off: t('Switched off'),
    assigned: t('Assigned, no phone yet'),
    linked: t('Linked, phones: {count}', { count: phones }),
  }
  return [
    node(
      'span',
      { class: `countersign-state countersign-state--${missing ? 'missing' : state}` },
      words[state] ?? state,
    ),
  ]
}

function demandedWords({ enforced, missing }: Person): Node[] {
  if (!enforced) return [node('span', {}, t('No'))]
  return [
    node('span', { class: missing ? 'countersign-fault' : '' }, missing ? t('Yes, and has none') : t('Yes')),
  ]
}
