// The table of accounts: who, in what state, with how many phones, and what can be done from here.
import type { AccountList, AccountRow, AccountSort } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { go, hrefTo, hrefWith, usePlace } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import type { AccountQuery } from './query.js'
import { StateTags } from './state-tags.js'
import type { AccountTask } from './tasks.js'
import { AccountTasks, TaskMenu } from './tasks.js'
import { accountsText } from './text.js'

type Choice = ReadonlyMap<string, AccountRow>

interface AccountTableProps {
  readonly page: AccountList
  readonly query: AccountQuery
  readonly busy: boolean
  readonly chosen: Choice
  readonly onChosen: (chosen: Choice) => void
  readonly onChanged: () => void
}

export function AccountTable({
  page,
  query,
  busy,
  chosen,
  onChosen,
  onChanged,
}: AccountTableProps): JSX.Element {
  const text = useText(accountsText)
  const place = usePlace()
  const [task, setTask] = useState<AccountTask>()
  const choosing = useChoosing(page.items, chosen, onChosen)
  const columns = useColumns()
  const tools: Column<AccountRow> = {
    id: 'tools',
    title: text.columns.actions,
    kind: 'tools',
    cell: (account) => <TaskMenu account={account} from="list" onPick={setTask} />,
  }
  return (
    <>
      <Table<AccountRow>
        caption={text.caption}
        columns={[...choosing, ...columns, tools]}
        rows={page.items}
        keyOf={(account) => account.id}
        busy={busy}
        sorting={{ by: query.sort, order: query.order }}
        onSort={({ by, order }) => go(hrefWith(place, { sort: by, order, cursor: undefined }))}
      />
      {task && <AccountTasks task={task} onClose={() => setTask(undefined)} onChanged={onChanged} />}
    </>
  )
}

function useColumns(): readonly Column<AccountRow>[] {
  const text = useText(accountsText)
  const { date, number } = useFormat()
  const sortable = (id: AccountSort) => ({ id, title: text.columns[id], sorts: true })
  return [
    {
      ...sortable('userId'),
      kind: 'main',
      cell: ({ id, userId }) => <a href={hrefTo(`/accounts/${id}`)}>{breakable(userId)}</a>,
    },
    { ...sortable('displayName'), cell: nameOf },
    { id: 'state', title: text.columns.state, cell: (account) => <StateTags {...account} /> },
    {
      id: 'devices',
      title: text.columns.devices,
      kind: 'number',
      cell: (account) => number(account.activeDevices),
    },
    {
      id: 'groups',
      title: text.columns.groups,
      cell: (account) => account.groups.map(({ name }) => name).join(', '),
    },
    { ...sortable('createdAt'), kind: 'spare', cell: (account) => date(account.createdAtMs) },
  ]
}

/** An address that is too long for its column is broken after the @. */
function breakable(userId: string): JSX.Element {
  const at = userId.indexOf('@') + 1
  return (
    <>
      {userId.slice(0, at)}
      <wbr />
      {userId.slice(at)}
    </>
  )
}

/** Without a name of its own an account is called by its ID, and that stands beside it already. */
const nameOf = ({ userId, displayName }: AccountRow): string => (displayName === userId ? '' : displayName)

/** A first column of boxes, for those who may do something with many at once. */
function useChoosing(
  rows: readonly AccountRow[],
  chosen: Choice,
  onChosen: (chosen: Choice) => void,
): readonly Column<AccountRow>[] {
  const text = useText(accountsText)
  const may = useMay()
  if (!may('groups:write') && !may('onboarding:write')) return []
  const all = rows.every(({ id }) => chosen.has(id))
  return [
    {
      id: 'choose',
      title: text.columns.choose,
      kind: 'box',
      head: (
        <input
          type="checkbox"
          class="box"
          aria-label={text.chooseAll}
          checked={all}
          onChange={() => onChosen(all ? new Map() : new Map(rows.map((row) => [row.id, row])))}
        />
      ),
      cell: (account) => (
        <input
          type="checkbox"
          class="box"
          aria-label={text.choose(account.userId)}
          checked={chosen.has(account.id)}
          onChange={() => {
            const next = new Map(chosen)
            if (!next.delete(account.id)) next.set(account.id, account)
            onChosen(next)
          }}
        />
      ),
    },
  ]
}
