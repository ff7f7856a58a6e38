// One account: what holds it back, its phones and other ways in, its names and addresses, notes, and what it was asked lately.
import type { AccountBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { useFresh } from '../api/fresh.js'
import { KnownBrowsersOf } from '../browsers/known-browsers.js'
import { Icon } from '../parts/icons.js'
import { Loaded } from '../parts/notes.js'
import { Page, Section } from '../parts/page.js'
import { goInstead, hrefWith, usePlace } from '../route/router.js'
import type { PageProps } from '../shell/pages.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import { detailText } from './detail-text.js'
import { EditAccount } from './edit.js'
import { AccountFacts } from './facts.js'
import { AccountGroups } from './groups.js'
import { HeldBack } from './held-back.js'
import { OtherWays } from './other-ways.js'
import { PasskeysOf } from './passkeys.js'
import { Phones } from './phones.js'
import { Requests } from './requests.js'
import { taskText } from './task-text.js'
import type { AccountTask, TaskKind } from './tasks.js'
import { AccountTasks, TaskMenu } from './tasks.js'

export function AccountDetail({ params }: PageProps): JSX.Element {
  const api = useApi()
  const account = useReading(() => api.get<AccountBody>(`/accounts/${params['id'] ?? ''}`), [params['id']])
  useFresh(account.again)
  return (
    <Loaded of={account}>
      {(body) => <OneAccount account={body} onChanged={account.again} onPut={account.put} />}
    </Loaded>
  )
}

interface OneAccountProps {
  readonly account: AccountBody
  readonly onChanged: () => void
  readonly onPut: (account: AccountBody) => void
}

function OneAccount({ account, onChanged, onPut }: OneAccountProps): JSX.Element {
  const text = useText(detailText)
  const tasks = useText(taskText)
  const may = useMay()
  const place = usePlace()
  // A link may open a task: adding an account leads on to pairing its phone.
  const asked = place.query.get('do') === 'pair' && may('accounts:pair') ? 'pair' : undefined
  const [task, setTask] = useState<AccountTask | undefined>(asked && { kind: asked, account })
  const pick = (kind: TaskKind): void => setTask({ kind, account })
  const close = (): void => {
    setTask(undefined)
    if (asked) goInstead(hrefWith(place, { do: undefined }))
  }
  return (
    <Page
      title={account.userId}
      lead={account.displayName === account.userId ? undefined : account.displayName}
      up={{ href: '#/accounts', label: text.up }}
      actions={
        <>
          {may('accounts:pair') && account.state === 'active' && (
            <button type="button" class="button button--primary" onClick={() => pick('pair')}>
              <Icon name="phone" />
              {tasks.pair}
            </button>
          )}
          <TaskMenu account={account} from="detail" onPick={setTask} />
        </>
      }
    >
      <HeldBack account={account} onTask={pick} />
      <div class="columns">
        <div class="column">
          <Phones account={account} onChanged={onChanged} onPair={() => pick('pair')} />
          <PasskeysOf account={account} />
          <OtherWays account={account} onTask={pick} />
          <KnownBrowsersOf accountId={account.id} mayForget={may('accounts:pair')} />
        </div>
        <div class="column">
          <AccountFacts account={account} onTask={pick} />
          <Section title={text.notes}>
            {account.notes === '' ? (
              <p class="soft">{text.noNotes}</p>
            ) : (
              <p class="notes-text">{account.notes}</p>
            )}
          </Section>
        </div>
      </div>
      <Requests accountId={account.id} />
      {task?.kind === 'edit' && <EditAccount account={account} onClose={close} onSaved={onPut} />}
      {task?.kind === 'groups' && <AccountGroups account={account} onClose={close} onSaved={onPut} />}
      {task && <AccountTasks task={task} onClose={close} onChanged={onChanged} />}
    </Page>
  )
}
