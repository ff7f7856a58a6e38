// The fields that narrow the audit down.
import type { AppBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { readAll } from '../api/all-pages.js'
import { useApi, useReading } from '../api/context.js'
import { SelectField, TextField } from '../parts/fields.js'
import { go, hrefTo } from '../route/router.js'
import { useText } from '../text/language.js'
import { actionGroups, actionWords, inWords } from './action-words.js'
import type { AuditFilter } from './filter.js'
import { isEmpty } from './filter.js'
import { auditText } from './text.js'

export function FilterBar({ filter }: { readonly filter: AuditFilter }): JSX.Element {
  const text = useText(auditText)
  const groups = useText(actionGroups)
  const words = useText(actionWords)
  const api = useApi()
  const apps = useReading(() => readAll<AppBody>(api, '/apps'), [])
  const [account, setAccount] = useState(filter.account)
  const look = (change: Partial<AuditFilter>): void => go(hrefTo('/audit', { ...filter, ...change }))
  // A single action comes from a link or from an entry's details.
  const single =
    filter.action === '' || filter.action in groups
      ? []
      : [[filter.action, inWords(filter.action, words)] as const]
  return (
    <form
      class="filters"
      aria-label={text.filters}
      onSubmit={(event) => {
        event.preventDefault()
        look({ account: account.trim() })
      }}
    >
      <SelectField
        label={text.action}
        value={filter.action}
        options={[['', text.allActions], ...single, ...Object.entries(groups)]}
        onValue={(action) => look({ action })}
      />
      <TextField label={text.account} placeholder={text.accountHint} value={account} onValue={setAccount} />
      <SelectField
        label={text.app}
        value={filter.app}
        options={[
          ['', text.allApps],
          ...(apps.value?.items.map(({ id, name }) => [id, name] as const) ?? []),
        ]}
        onValue={(app) => look({ app })}
      />
      <TextField label={text.from} type="date" value={filter.from} onValue={(from) => look({ from })} />
      <TextField label={text.until} type="date" value={filter.until} onValue={(until) => look({ until })} />
      {!isEmpty(filter) && (
        <a class="button button--plain" href={hrefTo('/audit')}>
          {text.clear}
        </a>
      )}
      <button type="submit" class="unseen" tabIndex={-1}>
        {text.filters}
      </button>
    </form>
  )
}
