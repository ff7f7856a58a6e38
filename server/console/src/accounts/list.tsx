// The list of accounts: search, filter, sort and pages are the server's; what was asked stands in the address.
import type { AccountRow, AccountList as List } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { Icon } from '../parts/icons.js'
import { Empty, Loaded } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { Pager } from '../parts/pager.js'
import { goInstead, hrefWith, usePlace } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { AddAccount } from './add.js'
import { Chosen } from './chosen.js'
import { AccountFilters } from './filters.js'
import type { AccountQuery } from './query.js'
import { accountQueryOf, asRequest, isFiltered } from './query.js'
import { AccountTable } from './table.js'
import { accountsText } from './text.js'

export function AccountList(): JSX.Element {
  const text = useText(accountsText)
  const api = useApi()
  const may = useMay()
  const place = usePlace()
  const query = accountQueryOf(place.query)
  const list = useReading(() => api.get<List>('/accounts', asRequest(query)), Object.values(query))
  const adding = place.query.get('do') === 'add' && may('accounts:write')
  const open = (what: string | undefined): void => goInstead(hrefWith(place, { do: what }))
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          {may('accounts:write') && (
            <button type="button" class="button button--primary" onClick={() => open('add')}>
              <Icon name="plus" />
              {text.add}
            </button>
          )}
          {may('onboarding:write') && (
            <a class="button" href="#/imports">
              <Icon name="onboarding" />
              {text.import}
            </a>
          )}
        </>
      }
    >
      <AccountFilters query={query} />
      <Loaded of={list}>
        {(page) => (
          <Found
            page={page}
            query={query}
            busy={list.busy}
            onChanged={list.again}
            onAdd={() => open('add')}
          />
        )}
      </Loaded>
      {adding && <AddAccount onClose={() => open(undefined)} />}
    </Page>
  )
}

interface FoundProps {
  readonly page: List
  readonly query: AccountQuery
  readonly busy: boolean
  readonly onChanged: () => void
  readonly onAdd: () => void
}

function Found({ page, query, busy, onChanged, onAdd }: FoundProps): JSX.Element {
  const text = useText(accountsText)
  const { number } = useFormat()
  const [chosen, setChosen] = useState<ReadonlyMap<string, AccountRow>>(new Map())
  if (page.items.length === 0) return <Nobody filtered={isFiltered(query)} onAdd={onAdd} />
  return (
    <>
      <AccountTable {...{ page, query, busy, chosen, onChanged }} onChosen={setChosen} />
      {chosen.size > 0 && (
        <Chosen accounts={[...chosen.values()]} onDone={onChanged} onNone={() => setChosen(new Map())} />
      )}
      <div class="table-foot">
        <p class="soft small" role="status">
          {page.total === undefined
            ? text.count(number(page.items.length))
            : text.total(page.total, number(page.total))}
        </p>
        <Pager next={page.next} />
      </div>
    </>
  )
}

function Nobody({
  filtered,
  onAdd,
}: {
  readonly filtered: boolean
  readonly onAdd: () => void
}): JSX.Element {
  const text = useText(accountsText)
  const may = useMay()
  if (filtered)
    return (
      <Empty icon="search" title={text.noneFound.title} lead={text.noneFound.lead}>
        <a class="button" href="#/accounts">
          {text.clear}
        </a>
      </Empty>
    )
  return (
    <Empty icon="accounts" title={text.none.title} lead={text.none.lead}>
      {may('accounts:write') && (
        <button type="button" class="button button--primary" onClick={onAdd}>
          {text.add}
        </button>
      )}
    </Empty>
  )
}
