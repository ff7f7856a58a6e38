// Who the person is: names that log in, where notices go, groups, language.
import type { AccountBody } from '@countersign/protocol/admin'
import type { ComponentChildren, JSX } from 'preact'
import { Section } from '../parts/page.js'
import { hrefTo } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { languages, useText } from '../text/language.js'
import { detailText } from './detail-text.js'
import { taskText } from './task-text.js'
import type { TaskKind } from './tasks.js'

interface AccountFactsProps {
  readonly account: AccountBody
  readonly onTask: (kind: TaskKind) => void
}

export function AccountFacts({ account, onTask }: AccountFactsProps): JSX.Element {
  const text = useText(detailText)
  const tasks = useText(taskText)
  const { dateTime } = useFormat()
  const may = useMay()
  return (
    <Section
      title={text.person}
      actions={
        may('accounts:write') && (
          <>
            <button type="button" class="button button--small" onClick={() => onTask('groups')}>
              {tasks.groups}
            </button>
            <button type="button" class="button button--small" onClick={() => onTask('edit')}>
              {tasks.edit}
            </button>
          </>
        )
      }
    >
      <dl class="facts">
        <dt>{text.facts.displayName}</dt>
        <dd>{account.displayName || <None />}</dd>
        <dt>{text.facts.aliases}</dt>
        <dd>
          <Lines of={account.aliases} />
        </dd>
        <dt>{text.facts.emails}</dt>
        <dd>
          <Lines of={account.emails} />
        </dd>
        <dt>{text.facts.groups}</dt>
        <dd>
          <Lines
            of={account.groups.map(({ id, name }) =>
              may('groups:read') ? <a href={hrefTo(`/groups/${id}`)}>{name}</a> : name,
            )}
          />
        </dd>
        <dt>{text.facts.locale}</dt>
        <dd>{languages[account.locale]}</dd>
        {account.externalId !== null && (
          <>
            <dt>{text.facts.externalId}</dt>
            <dd>{account.externalId}</dd>
          </>
        )}
        {account.quietHours !== null && (
          <>
            <dt>{text.facts.quietHours}</dt>
            <dd>{text.quietHours(account.quietHours)}</dd>
          </>
        )}
        <dt>{text.facts.added}</dt>
        <dd>{dateTime(account.createdAtMs)}</dd>
        <dt>{text.facts.changed}</dt>
        <dd>{dateTime(account.changedAtMs)}</dd>
      </dl>
    </Section>
  )
}

function None(): JSX.Element {
  return <span class="soft">{useText(detailText).none}</span>
}

function Lines({ of }: { readonly of: readonly ComponentChildren[] }): JSX.Element {
  if (of.length === 0) return <None />
  return (
    <ul>
      {of.map((line, i) => (
        <li key={i}>{line}</li>
      ))}
    </ul>
  )
}
