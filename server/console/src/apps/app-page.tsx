// The page of one app: how its logins end, how it looks, its websites, its keys, the code to build it in, what else it may, and its switch.
import type { AppBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { Confirm } from '../parts/dialog.js'
import { Loaded, Note } from '../parts/notes.js'
import { Page, Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { hrefTo } from '../route/router.js'
import type { PageProps } from '../shell/pages.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import { AppForm } from './app-form.js'
import { Enrolling } from './enrolling.js'
import { Keys } from './keys.js'
import { Snippets } from './snippet-view.js'
import { Statistics } from './statistics.js'
import { appsText } from './text.js'

export function AppPage({ params: { id = '' } }: PageProps): JSX.Element {
  const api = useApi()
  const text = useText(appsText)
  const app = useReading(() => api.get<AppBody>(`/apps/${id}`), [id])
  return (
    <Page title={app.value?.name ?? text.app} up={{ href: hrefTo('/apps'), label: text.title }}>
      <Loaded of={app}>{(value) => <Parts app={value} onApp={app.put} onAgain={app.again} />}</Loaded>
    </Page>
  )
}

export interface AppPartProps {
  readonly app: AppBody
  readonly onApp: (app: AppBody) => void
}

function Parts({ app, onApp, onAgain }: AppPartProps & { readonly onAgain: () => void }): JSX.Element {
  const text = useText(appsText)
  const may = useMay()
  const builtin = app.state === 'builtin'
  return (
    <>
      {builtin && <Note>{text.builtinNote}</Note>}
      {app.state === 'suspended' && <Note tone="warn">{text.off.isOff}</Note>}
      <Statistics app={app} />
      {!builtin && (
        <>
          {may('apps:write') && <AppForm key={app.revision} app={app} onApp={onApp} />}
          <Keys app={app} onApp={onApp} onAgain={onAgain} />
          <Snippets app={app} />
          <Enrolling app={app} onApp={onApp} onAgain={onAgain} />
          {may('apps:write') && <Switch app={app} onApp={onApp} />}
        </>
      )}
    </>
  )
}

function Switch({ app, onApp }: AppPartProps): JSX.Element {
  const text = useText(appsText).off
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const [asking, setAsking] = useState(false)
  const isOff = app.state === 'suspended'
  const turn = (state: 'active' | 'suspended'): void =>
    void change.run(
      () => api.send<AppBody>('PATCH', `/apps/${app.id}`, { state }, { revision: app.revision }),
      (changed) => {
        setAsking(false)
        onApp(changed)
        say({ words: state === 'active' ? text.wentOn : text.wentOff })
      },
    )
  return (
    <Section title={isOff ? text.on : text.title} lead={isOff ? text.isOff : text.lead}>
      <div class="row">
        {isOff ? (
          <button
            type="button"
            class="button button--primary"
            disabled={change.busy}
            onClick={() => turn('active')}
          >
            {text.on}
          </button>
        ) : (
          <button type="button" class="button button--danger-quiet" onClick={() => setAsking(true)}>
            {text.do}
          </button>
        )}
      </div>
      {asking && (
        <Confirm
          title={text.confirm(app.name)}
          consequences={text.consequences}
          confirm={text.do}
          busy={change.busy}
          fault={change.fault}
          onClose={() => setAsking(false)}
          onConfirm={() => turn('suspended')}
        />
      )}
    </Section>
  )
}
