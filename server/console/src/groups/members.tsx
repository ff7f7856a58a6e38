// Who is in a group: page by page, taken out with a way back, added by search.
import type { ChangeMembersBody, GroupRow, MemberList, MemberRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { StateTags } from '../accounts/state-tags.js'
import { useApi, useChanging, useReading } from '../api/context.js'
import { Empty, FaultNote, Loaded } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { Pager } from '../parts/pager.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useToast } from '../parts/toast.js'
import { hrefTo, usePlace } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { AddMembers } from './add-members.js'
import { groupsText } from './text.js'

interface MembersProps {
  readonly group: GroupRow
  readonly onGroup: (group: GroupRow) => void
}

export function Members({ group, onGroup }: MembersProps): JSX.Element {
  const text = useText(groupsText)
  const { number } = useFormat()
  const api = useApi()
  const mayWrite = useMay()('groups:write')
  const [adding, setAdding] = useState(false)
  const cursor = usePlace().query.get('cursor') ?? ''
  const path = `/groups/${group.id}/members`
  const members = useReading(() => api.get<MemberList>(path, { cursor }), [group.id, cursor])
  const changed = (now: GroupRow): void => {
    onGroup(now)
    members.again()
  }
  const add = mayWrite && (
    <button type="button" class="button button--primary button--small" onClick={() => setAdding(true)}>
      {text.addMembers}
    </button>
  )
  return (
    <Section
      title={text.members}
      lead={group.members > 0 ? text.membersLead(number(group.members)) : undefined}
      actions={group.members > 0 && add}
    >
      <Loaded of={members}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty icon="groups" title={text.noMembers.title} lead={text.noMembers.lead}>
              {add}
            </Empty>
          ) : (
            <>
              <MemberTable {...{ group, mayWrite }} members={items} busy={members.busy} onChanged={changed} />
              <Pager next={next} />
            </>
          )
        }
      </Loaded>
      {adding && <AddMembers group={group} onClose={() => setAdding(false)} onAdded={changed} />}
    </Section>
  )
}

interface MemberTableProps {
  readonly group: GroupRow
  readonly members: readonly MemberRow[]
  readonly busy: boolean
  readonly mayWrite: boolean
  readonly onChanged: (group: GroupRow) => void
}

function MemberTable({ group, members, busy, mayWrite, onChanged }: MemberTableProps): JSX.Element {
  const text = useText(groupsText)
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const send = (body: ChangeMembersBody) => api.send<GroupRow>('POST', `/groups/${group.id}/members`, body)
  const takeOut = (member: MemberRow): void =>
    void change.run(
      () => send({ remove: [member.id] }),
      (now) => {
        onChanged(now)
        say({
          words: text.memberRemoved(member.userId),
          undo: async () => {
            const answer = await send({ add: [member.id] })
            if (answer.ok) onChanged(answer.value)
            return answer.ok
          },
        })
      },
    )
  const titles = text.memberColumns
  const columns: readonly Column<MemberRow>[] = [
    {
      id: 'userId',
      title: titles.userId,
      kind: 'main',
      cell: ({ id, userId }) => <a href={hrefTo(`/accounts/${id}`)}>{userId}</a>,
    },
    {
      id: 'name',
      title: titles.name,
      cell: ({ userId, displayName }) => (displayName === userId ? '' : displayName),
    },
    {
      id: 'state',
      title: titles.state,
      cell: (member) => <StateTags {...member} secondFactorOffUntilMs={null} />,
    },
    {
      id: 'tools',
      title: titles.actions,
      kind: 'tools',
      cell: (member) =>
        mayWrite && (
          <button
            type="button"
            class="button button--small"
            aria-label={text.removeMemberOf(member.userId)}
            disabled={change.busy}
            onClick={() => takeOut(member)}
          >
            {text.removeMember}
          </button>
        ),
    },
  ]
  return (
    <>
      <FaultNote fault={change.fault} />
      <Table
        caption={text.members}
        columns={columns}
        rows={members}
        keyOf={(member) => member.id}
        busy={busy}
      />
    </>
  )
}
