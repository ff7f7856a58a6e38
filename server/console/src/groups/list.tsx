// All groups, by name.
import type { GroupRow, GroupList as List } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useReading } from '../api/context.js'
import { Icon } from '../parts/icons.js'
import { Empty, Loaded } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { Pager } from '../parts/pager.js'
import { SearchField } from '../parts/search-field.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { goInstead, hrefTo, hrefWith, usePlace } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { GroupForm } from './form.js'
import { groupsText } from './text.js'

export function GroupList(): JSX.Element {
  const text = useText(groupsText)
  const api = useApi()
  const place = usePlace()
  const mayWrite = useMay()('groups:write')
  const q = place.query.get('q') ?? ''
  const cursor = place.query.get('cursor') ?? ''
  const list = useReading(() => api.get<List>('/groups', { q, cursor }), [q, cursor])
  const open = (what: string | undefined): void => goInstead(hrefWith(place, { do: what }))
  const add = mayWrite && (
    <button type="button" class="button button--primary" onClick={() => open('add')}>
      <Icon name="plus" />
      {text.add}
    </button>
  )
  return (
    <Page title={text.title} lead={text.lead} actions={add}>
      <div class="filters">
        <SearchField
          label={text.search}
          value={q}
          onValue={(typed) => goInstead(hrefWith(place, { q: typed.trim(), cursor: undefined }))}
        />
      </div>
      <Loaded of={list}>
        {({ items, next }) => (
          <>
            {items.length === 0 && q === '' && (
              <Empty icon="groups" title={text.none.title} lead={text.none.lead}>
                {add}
              </Empty>
            )}
            {items.length === 0 && q !== '' && (
              <Empty icon="search" title={text.noneFound.title} lead={text.noneFound.lead}>
                <a class="button" href="#/groups">
                  {text.showAll}
                </a>
              </Empty>
            )}
            {items.length > 0 && <GroupTable groups={items} busy={list.busy} />}
            <Pager next={next} />
          </>
        )}
      </Loaded>
      {place.query.get('do') === 'add' && mayWrite && <GroupForm onClose={() => open(undefined)} />}
    </Page>
  )
}

function GroupTable({
  groups,
  busy,
}: {
  readonly groups: readonly GroupRow[]
  readonly busy: boolean
}): JSX.Element {
  const text = useText(groupsText)
  const { number, date } = useFormat()
  const columns: readonly Column<GroupRow>[] = [
    {
      id: 'name',
      title: text.columns.name,
      kind: 'main',
      cell: ({ id, name }) => <a href={hrefTo(`/groups/${id}`)}>{name}</a>,
    },
    { id: 'description', title: text.columns.description, cell: (group) => group.description },
    { id: 'members', title: text.columns.members, kind: 'number', cell: (group) => number(group.members) },
    { id: 'changed', title: text.columns.changed, kind: 'short', cell: (group) => date(group.changedAtMs) },
  ]
  return (
    <Table caption={text.caption} columns={columns} rows={groups} keyOf={(group) => group.id} busy={busy} />
  )
}
