// Search and filters of the list of accounts, all of them kept in the address.
import type { GroupList } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useReading } from '../api/context.js'
import { SelectField } from '../parts/fields.js'
import { SearchField } from '../parts/search-field.js'
import { go, goInstead, hrefWith, usePlace } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import type { AccountQuery } from './query.js'
import { accountsText } from './text.js'

export function AccountFilters({ query }: { readonly query: AccountQuery }): JSX.Element {
  const text = useText(accountsText)
  const place = usePlace()
  // Another question begins on the first page.
  const ask = (change: Readonly<Record<string, string>>): string =>
    hrefWith(place, { ...change, cursor: undefined })
  return (
    <div class="filters">
      <SearchField label={text.search} value={query.q} onValue={(q) => goInstead(ask({ q: q.trim() }))} />
      <SelectField
        label={text.state}
        value={query.state}
        options={[
          ['', text.states.all],
          ['active', text.states.active],
          ['suspended', text.states.suspended],
        ]}
        onValue={(state) => go(ask({ state }))}
      />
      <SelectField
        label={text.phone}
        value={query.device}
        options={[
          ['', text.phones.all],
          ['with', text.phones.with],
          ['without', text.phones.without],
        ]}
        onValue={(device) => go(ask({ device }))}
      />
      {useMay()('groups:read') && <GroupFilter group={query.group} onGroup={(group) => go(ask({ group }))} />}
      {/* On a phone the headings of the table are not there to sort by. */}
      <div class="only-narrow">
        <SelectField
          label={text.sort}
          value={`${query.sort} ${query.order}`}
          options={[
            ['userId asc', text.columns.userId],
            ['displayName asc', text.columns.displayName],
            ['createdAt desc', text.columns.createdAt],
          ]}
          onValue={(chosen) => {
            const [sort = '', order = ''] = chosen.split(' ')
            go(ask({ sort, order }))
          }}
        />
      </div>
    </div>
  )
}

interface GroupFilterProps {
  readonly group: string
  readonly onGroup: (group: string) => void
}

function GroupFilter({ group, onGroup }: GroupFilterProps): JSX.Element | null {
  const text = useText(accountsText)
  const api = useApi()
  const groups = useReading(() => api.get<GroupList>('/groups', { limit: 200 }), [])
  const items = groups.value?.items ?? []
  if (items.length === 0 && group === '') return null
  const isListed = group === '' || items.some(({ id }) => id === group)
  return (
    <SelectField
      label={text.group}
      value={group}
      options={[
        ['', text.allGroups],
        ...items.map(({ id, name }) => [id, name] as const),
        // A link may name a group beyond the first two hundred: the filter stays, and says so by its id.
        ...(isListed ? [] : [[group, group] as const]),
      ]}
      onValue={onGroup}
    />
  )
}
