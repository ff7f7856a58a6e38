// The list of people: searched by the server, shown page by page, changed in place or many at once.
import { changer } from './admin-changes.js'
import { csvTools } from './admin-csv.js'
import type { Action, Change, Outlook } from './admin-person.js'
import { peopleIn } from './admin-person.js'
import { type Row, rowOf } from './admin-row.js'
import { later, suggestGroups } from './admin-scope.js'
import type { Api } from './api.js'
import { t } from './l10n.js'
import { part } from './nodes.js'

export function peoplePart(section: HTMLElement, api: Api): void {
  const filters = part(section, '.countersign-filters', HTMLFormElement)
  const search = part(filters, '[name=search]', HTMLInputElement)
  const group = part(filters, '[name=group]', HTMLInputElement)
  const filter = part(filters, '[name=filter]', HTMLSelectElement)
  const table = part(section, '.countersign-people', HTMLTableElement)
  const body = part(table, 'tbody', HTMLTableSectionElement)
  const all = part(table, '[name=all]', HTMLInputElement)
  const empty = part(section, '.countersign-empty', HTMLElement)
  const more = part(section, '[name=more]', HTMLButtonElement)
  const saveAll = part(section, '[name=saveAll]', HTMLButtonElement)
  const notice = part(section, '.countersign-notice', HTMLElement)
  const selected = part(section, '.countersign-selected', HTMLElement)
  const batch = [...section.querySelectorAll<HTMLButtonElement>('.countersign-batch button')]
  const rows = new Map<string, Row>()
  const groupNamed = suggestGroups(group, api)
  let next: number | undefined
  let latest: AbortController | undefined

  const onResults = (results: readonly Outlook[]): void => {
    for (const { uid, kind, sentence, person } of results) {
      const row = rows.get(uid)
      if (person !== undefined) row?.update(person)
      row?.say(kind === 'refused' ? sentence : '', kind === 'refused')
    }
  }
  const changes = changer({ api, notice, nameOf: (uid) => rows.get(uid)?.person().name ?? uid, onResults })

  const showSelection = (): void => {
    const chosen = [...rows.values()].filter((row) => row.isSelected())
    selected.textContent = t('Selected: {count}', { count: chosen.length })
    for (const button of batch) button.disabled = chosen.length === 0
    all.checked = rows.size > 0 && chosen.length === rows.size
    all.indeterminate = chosen.length > 0 && chosen.length < rows.size
    const edited = [...rows.values()].filter((row) => row.edited() !== undefined)
    saveAll.hidden = edited.length < 2
    saveAll.textContent = t('Save all edits: {count}', { count: edited.length })
  }
  const add = (row: Row): void => {
    rows.set(row.person().uid, row)
    body.append(row.element)
  }
  const load = async (offset: number): Promise<void> => {
    latest?.abort()
    const current = new AbortController()
    latest = current
    const isFresh = offset === 0
    table.setAttribute('aria-busy', 'true')
    more.disabled = true
    empty.hidden = true
    const found = group.value.trim() === '' ? undefined : await groupNamed(group.value)
    if (current.signal.aborted) return
    const query = {
      search: search.value.trim(),
      group: found?.gid ?? group.value.trim(),
      filter: filter.value,
      offset: String(offset),
    }
    const answer = await api.get('people', query, current.signal)
    if (current.signal.aborted) return
    table.removeAttribute('aria-busy')
    more.disabled = false
    if (isFresh) {
      rows.clear()
      body.replaceChildren()
    }
    if (!answer.ok) return showEmpty(answer.fault.sentence)
    for (const person of peopleIn(answer.value)) {
      if (rows.has(person.uid)) continue
      const row: Row = rowOf(person, {
        onAction: (action) => void changes.make([changeOf(row, action)]),
        onSave: () => void changes.make([editOf(row)]),
        onChange: showSelection,
      })
      add(row)
    }
    next = typeof answer.value['next'] === 'number' ? answer.value['next'] : undefined
    more.hidden = next === undefined
    if (rows.size === 0)
      showEmpty(
        next === undefined
          ? nobody()
          : t('Nobody yet among the first who were looked at. Show more to look further.'),
      )
    showSelection()
  }
  const nobody = (): string => {
    if (filter.value === 'missing') return t('Everybody of whom a second factor is demanded has Countersign.')
    if (search.value !== '' || group.value !== '' || filter.value !== 'all')
      return t('Nobody fits this. Change the search or the filter.')
    return t('There are no people yet.')
  }
  const showEmpty = (words: string): void => {
    empty.textContent = words
    empty.hidden = false
    if (rows.size === 0) more.hidden = next === undefined
  }
  const isFreeToLoad = (): boolean => {
    const edited = [...rows.values()].some((row) => row.edited() !== undefined)
    // The browser’s own question: what was typed would be lost, and the search is already typed on.
    return !edited || window.confirm(t('Some edits are not saved. Drop them?'))
  }
  const reload = (): void => {
    if (isFreeToLoad()) void load(0)
  }

  filters.addEventListener('submit', (event) => event.preventDefault())
  later(search, reload)
  later(group, reload)
  filter.addEventListener('change', reload)
  more.addEventListener('click', () => void load(next ?? 0))
  all.addEventListener('change', () => {
    for (const row of rows.values()) row.select(all.checked)
    showSelection()
  })
  for (const button of batch)
    button.addEventListener('click', () => {
      // Sound: the template writes only actions there, and the server checks them.
      const action = button.dataset['action'] as Action
      void changes.make(
        [...rows.values()].filter((row) => row.isSelected()).map((row) => changeOf(row, action)),
      )
    })
  saveAll.addEventListener('click', () => {
    void changes.make([...rows.values()].filter((row) => row.edited() !== undefined).map(editOf))
  })
  window.addEventListener('beforeunload', (event) => {
    if ([...rows.values()].some((row) => row.edited() !== undefined)) event.preventDefault()
  })
  csvTools(
    part(section, '[name=csv]', HTMLInputElement),
    part(section, '[name=export]', HTMLButtonElement),
    notice,
    api,
    changes,
  )
  void load(0)
}

function changeOf(row: Row, action: Action): Change {
  const { uid, userId } = row.person()
  return { uid, action, before: userId }
}

/** An ID that was emptied is taken away. */
function editOf(row: Row): Change {
  const { uid, userId, enabled } = row.person()
  const edited = row.edited() ?? userId
  if (edited === '') return { uid, action: 'unlink', before: userId }
  return { uid, action: 'assign', userId: edited, enabled: userId === '' || enabled, before: userId }
}
