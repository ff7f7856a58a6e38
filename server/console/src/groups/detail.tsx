// One group: its members, adding and taking out, its name, its end.
import type { GroupRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { Confirm } from '../parts/dialog.js'
import { Loaded } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { go, hrefTo } from '../route/router.js'
import type { PageProps } from '../shell/pages.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import { GroupForm } from './form.js'
import { Members } from './members.js'
import { groupsText } from './text.js'

export function GroupDetail({ params }: PageProps): JSX.Element {
  const api = useApi()
  const group = useReading(() => api.get<GroupRow>(`/groups/${params['id'] ?? ''}`), [params['id']])
  return <Loaded of={group}>{(row) => <OneGroup group={row} onGroup={group.put} />}</Loaded>
}

function OneGroup({
  group,
  onGroup,
}: {
  readonly group: GroupRow
  readonly onGroup: (group: GroupRow) => void
}): JSX.Element {
  const text = useText(groupsText)
  const may = useMay()
  const [task, setTask] = useState<'edit' | 'delete'>()
  const close = (): void => setTask(undefined)
  return (
    <Page
      title={group.name}
      lead={group.description}
      up={{ href: '#/groups', label: text.up }}
      actions={
        <>
          {may('accounts:read') && group.members > 0 && (
            <a class="button button--small button--plain" href={hrefTo('/accounts', { group: group.id })}>
              {text.seeAccounts}
            </a>
          )}
          {may('onboarding:write') && group.members > 0 && (
            <a class="button button--small" href={hrefTo('/invitations/new', { group: group.id })}>
              {text.invite}
            </a>
          )}
          {may('groups:write') && (
            <>
              <button type="button" class="button button--small" onClick={() => setTask('edit')}>
                {text.edit}
              </button>
              <button
                type="button"
                class="button button--small button--danger-quiet"
                onClick={() => setTask('delete')}
              >
                {text.delete}
              </button>
            </>
          )}
        </>
      }
    >
      <Members group={group} onGroup={onGroup} />
      {task === 'edit' && <GroupForm group={group} onClose={close} onSaved={onGroup} />}
      {task === 'delete' && <DeleteGroup group={group} onClose={close} />}
    </Page>
  )
}

function DeleteGroup({
  group,
  onClose,
}: {
  readonly group: GroupRow
  readonly onClose: () => void
}): JSX.Element {
  const text = useText(groupsText)
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  return (
    <Confirm
      title={text.deleteTitle(group.name)}
      consequences={text.deleteMeans}
      confirm={text.delete}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onConfirm={() =>
        void change.run(
          () => api.send('DELETE', `/groups/${group.id}`, undefined, { revision: group.revision }),
          () => {
            say({ words: text.deleted(group.name) })
            go('#/groups')
          },
        )
      }
    />
  )
}
