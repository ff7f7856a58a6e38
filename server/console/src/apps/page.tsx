// The page /apps: who may ask for approvals, and the way to register one more.
import type { AppAdded, AppBody, AppList } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { FormDialog } from '../parts/dialog.js'
import { TextArea, TextField } from '../parts/fields.js'
import { Icon } from '../parts/icons.js'
import { Empty, Loaded, Tag } from '../parts/notes.js'
import { Once } from '../parts/once.js'
import { Page } from '../parts/page.js'
import { Pager } from '../parts/pager.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { go, hrefTo, usePlace } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { AppMark } from './app-mark.js'
import { originsFault, originsOf } from './origins.js'
import { appsText } from './text.js'

export function Apps(): JSX.Element {
  const text = useText(appsText)
  const api = useApi()
  const may = useMay()
  const place = usePlace()
  const cursor = place.query.get('cursor') ?? ''
  const apps = useReading(() => api.get<AppList>('/apps', { cursor }), [cursor])
  const [adding, setAdding] = useState(false)
  const add = may('apps:write') && (
    <button type="button" class="button button--primary" onClick={() => setAdding(true)}>
      <Icon name="plus" />
      {text.add}
    </button>
  )
  return (
    <Page title={text.title} lead={text.lead} actions={add}>
      <Loaded of={apps}>
        {({ items, next }) => (
          <>
            {items.every(({ state }) => state === 'builtin') && (
              <Empty icon="apps" title={text.empty} lead={text.emptyLead}>
                {add}
              </Empty>
            )}
            {items.length > 0 && <AppTable apps={items} busy={apps.busy} />}
            <Pager next={next} />
          </>
        )}
      </Loaded>
      {adding && <AddApp onClose={() => setAdding(false)} />}
    </Page>
  )
}

function AppTable({
  apps,
  busy,
}: {
  readonly apps: readonly AppBody[]
  readonly busy: boolean
}): JSX.Element {
  const text = useText(appsText)
  const format = useFormat()
  const columns: readonly Column<AppBody>[] = [
    {
      id: 'app',
      title: text.app,
      kind: 'main',
      cell: (app) => (
        <span class="app-name">
          <AppMark app={app} />
          <a href={hrefTo(`/apps/${app.id}`)}>{app.name}</a>
        </span>
      ),
    },
    {
      id: 'website',
      title: text.website,
      cell: ({ origins: [first = '', ...rest] }) => (
        <>
          {first.replace(/^https:\/\//, '')}
          {rest.length > 0 && <span class="soft small"> {text.more(rest.length)}</span>}
        </>
      ),
    },
    {
      id: 'state',
      title: text.state,
      cell: ({ state }) => (
        <Tag tone={state === 'active' ? 'good' : state === 'suspended' ? 'warn' : 'plain'}>
          {text.states[state]}
        </Tag>
      ),
    },
    {
      id: 'key',
      title: text.key,
      cell: ({ keys }) => {
        const ending = keys.find(({ expiresAtMs }) => expiresAtMs !== null)
        if (keys.length === 0) return <span class="soft">{text.keyState.none}</span>
        if (ending?.expiresAtMs) return text.keyState.ends(format.ago(ending.expiresAtMs))
        return text.keyState.current
      },
    },
  ]
  return <Table caption={text.table} columns={columns} rows={apps} keyOf={({ id }) => id} busy={busy} />
}

function AddApp({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const text = useText(appsText)
  const api = useApi()
  const change = useChanging()
  const [name, setName] = useState('')
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const [added, setAdded] = useState<AppAdded>()
  const originFault = originsFault(typed, text.form)
  if (added)
    return <Once {...text.once} value={added.apiKey} onDone={() => go(hrefTo(`/apps/${added.app.id}`))} />
  return (
    <FormDialog
      title={text.add}
      submit={text.add}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onSubmit={() => {
        setTried(true)
        if (name.trim() === '' || originFault !== undefined) return
        const body = { name: name.trim(), origins: originsOf(typed) }
        void change.run(() => api.send<AppAdded>('POST', '/apps', body), setAdded)
      }}
    >
      <TextField
        label={text.form.name}
        hint={text.form.nameHint}
        fault={tried && name.trim() === '' ? text.form.nameMissing : undefined}
        value={name}
        maxLength={64}
        onValue={setName}
        first
      />
      <TextArea
        label={text.form.origins}
        hint={text.form.originsHint}
        fault={tried ? originFault : undefined}
        value={typed}
        rows={2}
        onValue={setTyped}
      />
    </FormDialog>
  )
}
