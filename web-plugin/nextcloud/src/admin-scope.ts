// A choice of groups: typed, found at the server as somebody types, shown as a list from which each can be taken away.
import type { Api } from './api.js'
import { t } from './l10n.js'
import { node, part } from './nodes.js'

export interface Group {
  readonly gid: string
  readonly name: string
}

export const GROUPS_CHANGED = 'countersign-groups-changed'
/** A pause in typing, before the server is asked. */
const PAUSE_MS = 250

const chosenIn = new WeakMap<HTMLFieldSetElement, Map<string, string>>()

export function chosenGroups(scope: HTMLFieldSetElement): readonly string[] {
  return [...(chosenIn.get(scope)?.keys() ?? [])]
}

export function groupPicker(scope: HTMLFieldSetElement, api: Api): void {
  const place = part(scope, '.countersign-groups', HTMLElement)
  const chosen = new Map(
    groupsIn(JSON.parse(place.dataset['groups'] ?? '[]')).map(({ gid, name }) => [gid, name]),
  )
  chosenIn.set(scope, chosen)
  const list = node('ul', { 'aria-label': t('Groups') })
  const field = node('input', { type: 'text', autocomplete: 'off', placeholder: t('Name of a group') })
  const add = node('button', { type: 'button' }, t('Add'))
  const fault = node('p', { class: 'countersign-fault', role: 'alert' })
  const label = node('label', { class: 'countersign-group-field' }, node('span', {}, t('Add a group')), field)
  place.append(list, label, add, fault)
  const known = suggestGroups(field, api)

  const draw = (): void => {
    list.replaceChildren(...[...chosen].map(([gid, name]) => item(gid, name)))
    const picked = scope.querySelector<HTMLInputElement>('input[type=radio]:checked')
    place.hidden = picked?.value !== 'groups'
  }
  const item = (gid: string, name: string): HTMLLIElement => {
    const remove = node(
      'button',
      { type: 'button', 'aria-label': t('Take {group} away', { group: name }) },
      '×',
    )
    remove.addEventListener('click', () => {
      chosen.delete(gid)
      changed()
      field.focus()
    })
    return node('li', { class: 'countersign-chip' }, name, remove)
  }
  const changed = (): void => {
    draw()
    place.dispatchEvent(new CustomEvent(GROUPS_CHANGED, { bubbles: true }))
  }
  const take = async (): Promise<void> => {
    const group = await known(field.value)
    fault.textContent = group === undefined ? t('There is no such group.') : ''
    if (group === undefined) return
    chosen.set(group.gid, group.name)
    field.value = ''
    changed()
  }
  add.addEventListener('click', () => void take())
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    void take()
  })
  scope.addEventListener('change', draw)
  draw()
}

/** Lists of suggestions on this page; `crypto.randomUUID` is missing where a Nextcloud is reached without TLS. */
let lists = 0

/**
 * Offers groups below a field while somebody types.
 * @returns finds the group that a text names, by name or ID
 */
export function suggestGroups(
  field: HTMLInputElement,
  api: Api,
): (text: string) => Promise<Group | undefined> {
  let shown: readonly Group[] = []
  let latest = 0
  lists += 1
  const listId = field.getAttribute('list') ?? `countersign-groups-${lists}`
  const list =
    document.getElementById(listId) ?? field.parentElement?.appendChild(node('datalist', { id: listId }))
  field.setAttribute('list', listId)
  const find = async (text: string): Promise<readonly Group[]> => {
    const answer = await api.get('groups', { search: text })
    return answer.ok ? groupsIn(answer.value['groups']) : []
  }
  const suggest = async (): Promise<void> => {
    latest += 1
    const mine = latest
    const found = await find(field.value.trim())
    // A slow answer to what was typed before must not take the place of a later one.
    if (mine !== latest) return
    shown = found
    list?.replaceChildren(
      ...shown.map(({ gid, name }) => node('option', { value: name }, gid === name ? '' : gid)),
    )
  }
  later(field, () => void suggest())
  field.addEventListener('focus', () => void suggest(), { once: true })
  return async (text) => {
    const wanted = text.trim()
    const fits = ({ gid, name }: Group): boolean => gid === wanted || name === wanted
    return wanted === '' ? undefined : (shown.find(fits) ?? (await find(wanted)).find(fits))
  }
}

/** Calls after a pause in typing. */
export function later(field: HTMLInputElement, call: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(call, PAUSE_MS)
  })
}

function groupsIn(value: unknown): readonly Group[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('gid' in one) || !('name' in one)) return []
    return typeof one.gid === 'string' && typeof one.name === 'string'
      ? [{ gid: one.gid, name: one.name }]
      : []
  })
}
