// What can be done with an account, as one menu and the dialogs it opens; the list and the detail page share them.
import type { AccountRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { Confirm, Dialog } from '../parts/dialog.js'
import { Menu } from '../parts/menu.js'
import { FaultNote } from '../parts/notes.js'
import type { Toast } from '../parts/toast.js'
import { useToast } from '../parts/toast.js'
import { go } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import { PairDialog } from './pair.js'
import { SecondFactorOff } from './second-factor-off.js'
import { taskText } from './task-text.js'

export type TaskKind = 'pair' | 'edit' | 'groups' | 'suspend' | 'resume' | 'unlock' | 'off' | 'on' | 'delete'
export interface AccountTask {
  readonly kind: TaskKind
  readonly account: AccountRow
}

interface TaskMenuProps {
  readonly account: AccountRow
  /** The list offers what needs no more than a row. */
  readonly from: 'list' | 'detail'
  readonly onPick: (task: AccountTask) => void
}

export function TaskMenu({ account, from, onPick }: TaskMenuProps): JSX.Element | null {
  const text = useText(taskText)
  const may = useMay()
  const write = may('accounts:write')
  const item = (kind: TaskKind, danger = false) => ({
    label: text[kind],
    danger,
    onPick: () => onPick({ kind, account }),
  })
  const isOff = account.secondFactorOffUntilMs !== null
  const isActive = account.state === 'active'
  const items =
    from === 'list'
      ? [
          may('accounts:pair') && isActive && item('pair'),
          write && item(isActive ? 'suspend' : 'resume', isActive),
        ]
      : [
          write && item('edit'),
          write && item('groups'),
          may('accounts:pair') && item('unlock'),
          may('accounts:bypass') && item(isOff ? 'on' : 'off'),
          write && item(isActive ? 'suspend' : 'resume', isActive),
          write && item('delete', true),
        ]
  return (
    <Menu
      label={text.actionsFor(account.userId)}
      items={items}
      {...(from === 'detail' ? { words: text.more } : {})}
    />
  )
}

interface AccountTasksProps {
  readonly task: AccountTask
  readonly onClose: () => void
  readonly onChanged: () => void
}

/** The dialog of the task that was picked. `edit` and `groups` belong to the detail page, which has what they need. */
export function AccountTasks({
  task: { kind, account },
  onClose,
  onChanged,
}: AccountTasksProps): JSX.Element | null {
  switch (kind) {
    case 'pair':
      return <PairDialog {...{ account, onClose, onChanged }} />
    case 'off':
      return <SecondFactorOff {...{ account, onClose, onChanged }} />
    case 'suspend':
    case 'unlock':
    case 'delete':
      return <Asked {...{ kind, account, onClose, onChanged }} />
    case 'resume':
    case 'on':
      return <AtOnce key={kind} {...{ kind, account, onClose, onChanged }} />
    case 'edit':
    case 'groups':
      return null
  }
}

interface OneProps<K extends TaskKind> extends Omit<AccountTasksProps, 'task'> {
  readonly kind: K
  readonly account: AccountRow
}

/** What is asked before, with everything it will mean. */
function Asked({
  kind,
  account,
  onClose,
  onChanged,
}: OneProps<'suspend' | 'unlock' | 'delete'>): JSX.Element {
  const text = useText(taskText)
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const path = `/accounts/${account.id}`
  const { userId } = account
  const done = (toast: Toast): void => {
    say(toast)
    onClose()
    if (kind === 'delete') go('#/accounts')
    else onChanged()
  }
  const tasks = {
    suspend: {
      title: text.suspendTitle(userId),
      means: text.suspendMeans,
      run: () => api.send('POST', `${path}/suspend`),
      after: () =>
        done({
          words: text.suspended(userId),
          undo: async () => {
            const { ok } = await api.send('POST', `${path}/resume`)
            onChanged()
            return ok
          },
        }),
    },
    unlock: {
      title: text.unlockTitle(userId),
      means: text.unlockMeans,
      run: () => api.send('POST', `${path}/unlock`),
      after: () => done({ words: text.unlocked(userId) }),
    },
    delete: {
      title: text.deleteTitle(userId),
      means: text.deleteMeans,
      run: () => api.send('DELETE', path, undefined, { revision: account.revision }),
      after: () => done({ words: text.deleted(userId) }),
    },
  }
  const task = tasks[kind]
  return (
    <Confirm
      title={task.title}
      consequences={task.means}
      confirm={text[kind]}
      danger={kind !== 'unlock'}
      {...(kind === 'delete' ? { word: userId } : {})}
      busy={change.busy}
      fault={change.fault}
      onConfirm={() => void change.run(task.run, task.after)}
      onClose={onClose}
    />
  )
}

/** What takes nothing away is done at once, and says so; a dialog opens only when it failed. */
function AtOnce({ kind, account, onClose, onChanged }: OneProps<'resume' | 'on'>): JSX.Element | null {
  const text = useText(taskText)
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const { userId } = account
  const [path, words] =
    kind === 'resume' ? ['resume', text.resumed(userId)] : ['second-factor/enable', text.onDone(userId)]
  const run = (): void => {
    void change.run(
      () => api.send('POST', `/accounts/${account.id}/${path}`),
      () => {
        say({ words })
        onClose()
        onChanged()
      },
    )
  }
  useEffect(run, [])
  if (!change.fault) return null
  return (
    <Dialog title={text[kind]} onClose={onClose}>
      <FaultNote fault={change.fault} again={run} />
    </Dialog>
  )
}
