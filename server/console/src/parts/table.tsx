// A table of things: real table markup, headings that sort, rows that become cards where there is no room.
import type { ComponentChildren, JSX } from 'preact'
import { Icon } from './icons.js'

export interface Column<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => ComponentChildren
  /** The heading sorts by this column's id. */
  readonly sorts?: boolean
  /** `main`: names the row, and should hold its link. `number`: right-aligned. `short`: a date or the like, on one line. `spare`: the same, left out where there is little room. `tools`, `box`: at an end, no label on small screens. */
  readonly kind?: 'main' | 'number' | 'short' | 'spare' | 'tools' | 'box'
  /** In place of the title: a box that chooses all. */
  readonly head?: ComponentChildren
}

export interface Sorting {
  readonly by: string
  readonly order: 'asc' | 'desc'
}

interface TableProps<Row> {
  /** Read aloud before the table. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly sorting?: Sorting
  readonly onSort?: (sorting: Sorting) => void
  readonly busy?: boolean
}

export function Table<Row>(props: TableProps<Row>): JSX.Element {
  const { caption, columns, rows, keyOf, sorting, onSort, busy = false } = props
  return (
    <div class="table-frame" aria-busy={busy}>
      <table class="table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <ColumnHead key={column.id} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={moveByArrows}>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) =>
                column.kind === 'main' ? (
                  <th key={column.id} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td
                    key={column.id}
                    class={column.kind ? `table__${column.kind}` : ''}
                    data-label={column.title}
                  >
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ColumnHead<Row>({
  column,
  sorting,
  onSort,
}: {
  readonly column: Column<Row>
  readonly sorting: Sorting | undefined
  readonly onSort: ((sorting: Sorting) => void) | undefined
}): JSX.Element {
  const order = sorting?.by === column.id ? sorting.order : undefined
  const css = column.kind ? `table__${column.kind}` : ''
  if (!column.sorts || !onSort)
    return (
      <th scope="col" class={css}>
        {column.head ?? (column.kind === 'tools' ? <span class="unseen">{column.title}</span> : column.title)}
      </th>
    )
  return (
    <th
      scope="col"
      class={css}
      aria-sort={order === undefined ? 'none' : order === 'asc' ? 'ascending' : 'descending'}
    >
      <button
        type="button"
        class="table__sort"
        onClick={() => onSort({ by: column.id, order: order === 'asc' ? 'desc' : 'asc' })}
      >
        {column.title}
        {order !== undefined && <Icon name={order === 'asc' ? 'up' : 'down'} />}
      </button>
    </th>
  )
}

/** Up and down go to the same thing of the next row, as in a spreadsheet; Home and End to the first and last. */
function moveByArrows(event: KeyboardEvent): void {
  const here = event.target
  if (!(here instanceof HTMLElement) || here.closest('[role="menu"], input, select, textarea')) return
  const row = here.closest('tr')
  const rows = row?.parentElement ? [...row.parentElement.children] : []
  const now = row ? rows.indexOf(row) : -1
  const target = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: rows.length - 1 }[event.key]
  if (target === undefined || now < 0) return
  const place = controlsOf(row).indexOf(here)
  const there = controlsOf(rows[target])
  event.preventDefault()
  ;(there[place] ?? there[0])?.focus()
}

function controlsOf(row: Element | null | undefined): readonly HTMLElement[] {
  return [...(row?.querySelectorAll('a[href], button') ?? [])].filter((one) => one instanceof HTMLElement)
}
