// The page /admins: who may work in the console, and with which role.
import type { AdminList, AdminRow, Role } from '@countersign/protocol/admin'
import { roles } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Answer } from '../api/answer.js'
import type { Api } from '../api/client.js'
import { useApi, useChanging, useReading } from '../api/context.js'
import { findAccount } from '../api/find-account.js'
import { Confirm, FormDialog } from '../parts/dialog.js'
import { ChoiceField, TextField } from '../parts/fields.js'
import { Icon } from '../parts/icons.js'
import { Menu } from '../parts/menu.js'
import { Loaded, Note, Tag } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useToast } from '../parts/toast.js'
import { hrefTo } from '../route/router.js'
import { useMay, useSession } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { adminsText } from './admins-text.js'

type Task =
  | { readonly is: 'give'; readonly admin: AdminRow | undefined }
  | { readonly is: 'remove'; readonly admin: AdminRow }

export function Admins(): JSX.Element {
  const text = useText(adminsText)
  const api = useApi()
  const may = useMay()
  const admins = useReading(() => api.get<AdminList>('/admins', { limit: 200 }), [])
  const [task, setTask] = useState<Task>()
  const mayChange = may('admins:write')
  const done = (): void => {
    setTask(undefined)
    admins.again()
  }
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        mayChange && (
          <button
            type="button"
            class="button button--primary"
            onClick={() => setTask({ is: 'give', admin: undefined })}
          >
            <Icon name="plus" />
            {text.add}
          </button>
        )
      }
    >
      <Loaded of={admins}>
        {({ items }) => (
          <>
            {items.filter(({ role }) => role === 'owner').length === 1 && (
              <Note tone="warn">{text.oneOwner}</Note>
            )}
            <AdminTable admins={items} mayChange={mayChange} onTask={setTask} />
          </>
        )}
      </Loaded>
      {task?.is === 'give' && <GiveRole admin={task.admin} onClose={done} />}
      {task?.is === 'remove' && <RemoveRole admin={task.admin} onClose={done} />}
    </Page>
  )
}

interface AdminTableProps {
  readonly admins: readonly AdminRow[]
  readonly mayChange: boolean
  readonly onTask: (task: Task) => void
}

function AdminTable({ admins, mayChange, onTask }: AdminTableProps): JSX.Element {
  const text = useText(adminsText)
  const format = useFormat()
  const { session } = useSession()
  const columns: readonly Column<AdminRow>[] = [
    {
      id: 'who',
      title: text.who,
      kind: 'main',
      cell: ({ accountId, userId, displayName }) => (
        <>
          <a href={hrefTo(`/accounts/${accountId}`)}>{userId}</a>{' '}
          {displayName !== userId && <span class="soft pick-row__name">{displayName}</span>}{' '}
          {accountId === session.accountId && <Tag>{text.you}</Tag>}
        </>
      ),
    },
    {
      id: 'role',
      title: text.role,
      cell: ({ role }) => (
        <>
          {text.roles[role]}
          <p class="small soft">{text.may[role]}</p>
        </>
      ),
    },
    { id: 'since', title: text.since, cell: ({ createdAtMs }) => format.date(createdAtMs) },
    {
      id: 'tools',
      title: text.change,
      kind: 'tools',
      cell: (admin) => (
        <Menu
          label={text.actionsFor(admin.userId)}
          items={[
            mayChange && { label: text.change, onPick: () => onTask({ is: 'give', admin }) },
            mayChange && { label: text.remove, onPick: () => onTask({ is: 'remove', admin }), danger: true },
          ]}
        />
      ),
    },
  ]
  return <Table caption={text.table} columns={columns} rows={admins} keyOf={({ accountId }) => accountId} />
}

interface TaskProps<T> {
  readonly admin: T
  readonly onClose: () => void
}

function GiveRole({ admin, onClose }: TaskProps<AdminRow | undefined>): JSX.Element {
  const text = useText(adminsText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const [userId, setUserId] = useState(admin?.userId ?? '')
  const [role, setRole] = useState<Role>(admin?.role ?? 'admin')
  const unknown = change.fault?.code === 'not_found'
  return (
    <FormDialog
      title={admin ? text.changeOf(admin.userId) : text.add}
      submit={admin ? text.change : text.add}
      busy={change.busy}
      fault={unknown ? undefined : change.fault}
      ready={userId.trim() !== ''}
      onClose={onClose}
      onSubmit={() =>
        void change.run(
          () => giveRole(api, admin?.accountId, userId.trim(), role),
          () => {
            say({ words: text.saved })
            onClose()
          },
        )
      }
    >
      {!admin && (
        <TextField
          label={text.account}
          hint={text.accountHint}
          fault={unknown ? text.accountUnknown : undefined}
          value={userId}
          onValue={(value) => {
            setUserId(value)
            change.forget()
          }}
          first
        />
      )}
      <ChoiceField
        legend={text.role}
        value={role}
        options={roles.map((one) => ({ value: one, label: text.roles[one], hint: text.may[one] }))}
        onValue={setRole}
      />
      {change.fault?.code === 'conflict' && <Note tone="warn">{text.lastOwner}</Note>}
    </FormDialog>
  )
}

async function giveRole(
  api: Api,
  accountId: AdminRow['accountId'] | undefined,
  userId: string,
  role: Role,
): Promise<Answer<unknown>> {
  if (accountId !== undefined) return api.send('PUT', `/admins/${accountId}`, { role })
  const found = await findAccount(api, userId)
  return found.ok ? api.send('PUT', `/admins/${found.value.id}`, { role }) : found
}

function RemoveRole({ admin, onClose }: TaskProps<AdminRow>): JSX.Element {
  const text = useText(adminsText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  return (
    <Confirm
      title={text.removeTitle(admin.userId)}
      consequences={[text.removeLead]}
      confirm={text.remove}
      busy={change.busy}
      fault={change.fault?.code === 'conflict' ? undefined : change.fault}
      onClose={onClose}
      onConfirm={() =>
        void change.run(
          () => api.send('DELETE', `/admins/${admin.accountId}`),
          () => {
            say({ words: text.removed })
            onClose()
          },
        )
      }
    >
      {change.fault?.code === 'conflict' && <Note tone="warn">{text.lastOwner}</Note>}
    </Confirm>
  )
}
