// Every code of this phone: of its accounts first, then of other services, to be searched, copied, hidden.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useAppState } from '../../app.js'
import { Icon } from '../../parts/icons.js'
import { LiveCode } from '../../parts/live-code.js'
import { OfflineCode } from '../../parts/offline-code.js'
import { Heading, Screen } from '../../parts/screen.js'
import { hrefOf } from '../../route.js'
import { useText } from '../../text/index.js'
import type { Entry } from '../entry.js'
import { found, titleOf } from '../entry.js'
import { isHiddenFirst, rememberHidden } from '../hidden.js'
import type { Shelf, ShelfState } from '../shelf.js'
import { useEntryText } from '../text/index.js'

/** Fewer are seen at a glance. */
const SEARCH_FROM = 5

interface ListProps {
  readonly shelf: Shelf
  readonly state: ShelfState
}

export function List({ shelf, state }: ListProps): JSX.Element {
  const all = useText()
  const text = useEntryText().list
  const [search, setSearch] = useState('')
  const [hidden, setHidden] = useState(isHiddenFirst)
  useEffect(() => () => shelf.forgetRemoved(), [shelf])
  const own = useAppState().accounts.filter(
    ({ offlineCode }) => offlineCode.isHeld && offlineCode.isAllowed !== false,
  )
  const { entries, unreadable } = state
  const shown = found(entries, search)
  return (
    <Screen back={{ at: 'home' }}>
      <div class="stack">
        <Heading>{all.codes.title}</Heading>
        <p class="soft">{text.lead}</p>
      </div>
      <Removed shelf={shelf} state={state} />
      {unreadable > 0 && (
        <p class="banner" role="status">
          <Icon name="info" />
          <span>{text.unreadable(unreadable)}</span>
        </p>
      )}
      {own.length + entries.length > 0 && (
        <button
          type="button"
          class="button button--plain"
          aria-pressed={hidden}
          onClick={() => {
            rememberHidden(!hidden)
            setHidden(!hidden)
          }}
        >
          {hidden ? text.show : text.hide}
        </button>
      )}
      {own.length > 0 && (
        <section class="stack" aria-labelledby="own-codes">
          <h2 id="own-codes" class="day">
            {text.yours}
          </h2>
          <ul class="card list">
            {own.map((account) => (
              <li key={account.pairing.deviceId} class="list__item code-row">
                <Names title={account.pairing.userId} more={account.pairing.serverName} />
                <OfflineCode account={account} size="row" hidden={hidden} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="stack" aria-labelledby="other-codes">
        <h2 id="other-codes" class="day">
          {text.others}
        </h2>
        {entries.length >= SEARCH_FROM && (
          <input
            type="search"
            class="input"
            aria-label={text.search}
            placeholder={text.search}
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        {entries.length === 0 ? (
          <div class="card stack">
            <p>{text.empty}</p>
            <p class="small soft">{text.emptyLead}</p>
          </div>
        ) : (
          <p class="small soft" role="status">
            {shown.length === 0 && text.searchNone}
          </p>
        )}
        {shown.length > 0 && (
          <ul class="card list">
            {shown.map((entry) => (
              <li key={entry.id} class="list__item code-row">
                <EntryRow shelf={shelf} entry={entry} hidden={hidden} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <div class="spread" />
      <div class="stack">
        <a class="button button--wide" href={hrefOf({ at: 'code-scan' })}>
          <Icon name="plus" />
          {text.add}
        </a>
        <FileLink />
      </div>
    </Screen>
  )
}

function EntryRow({
  shelf,
  entry,
  hidden,
}: {
  readonly shelf: Shelf
  readonly entry: Entry
  readonly hidden: boolean
}): JSX.Element {
  const text = useEntryText().list
  const title = titleOf(entry)
  const name = title || text.unnamed
  return (
    <>
      <a class="code-row__edit" href={hrefOf({ at: 'code', entryId: entry.id })}>
        <Names title={name} more={entry.issuer ? entry.account : ''} />
        <span class="unseen">{text.edit}</span>
        <Icon name="next" />
      </a>
      <LiveCode
        title={name}
        periodSeconds={entry.form.periodSeconds}
        read={() => shelf.codeOf(entry.id)}
        size="row"
        hidden={hidden}
      />
    </>
  )
}

function Names({ title, more }: { readonly title: string; readonly more: string }): JSX.Element {
  return (
    <span class="code-row__names">
      <span class="list__name">{title}</span>
      {more !== '' && <span class="small soft">{more}</span>}
    </span>
  )
}

/** What was removed a moment ago, and the way back. */
function Removed({ shelf, state: { removed } }: ListProps): JSX.Element {
  const text = useEntryText().list
  const { codes } = useText()
  return (
    <div role="status">
      {removed && (
        <p class="banner banner--undo">
          <Icon name="info" />
          <span>{text.removed(titleOf(removed) || codes.title)}</span>
          <button type="button" class="button button--plain" onClick={() => void shelf.undo()}>
            {text.undo}
          </button>
        </p>
      )}
    </div>
  )
}

function FileLink(): JSX.Element {
  const text = useEntryText().file
  return (
    <a class="button button--plain" href={hrefOf({ at: 'code-file' })}>
      {text.open}
    </a>
  )
}
