// The state of an account in a few words: suspended, without a phone, let in without one.
import type { AccountRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { Tag } from '../parts/notes.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { accountsText } from './text.js'

type Facts = Pick<AccountRow, 'state' | 'activeDevices' | 'secondFactorOffUntilMs'>

export function StateTags({ state, activeDevices, secondFactorOffUntilMs }: Facts): JSX.Element {
  const text = useText(accountsText)
  const { dateTime } = useFormat()
  return (
    <span class="tags">
      {state === 'suspended' ? (
        <Tag tone="danger">{text.suspended}</Tag>
      ) : (
        activeDevices > 0 && <Tag tone="good">{text.active}</Tag>
      )}
      {activeDevices === 0 && <Tag tone="warn">{text.noPhone}</Tag>}
      {secondFactorOffUntilMs !== null && <Tag tone="warn">{text.off(dateTime(secondFactorOffUntilMs))}</Tag>}
    </span>
  )
}
