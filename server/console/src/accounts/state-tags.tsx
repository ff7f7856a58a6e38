// The state of an account in a few words: suspended, without a phone or with codes alone, let in without one.
import type { AccountRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { Tag } from '../parts/notes.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { accountsText } from './text.js'

/** Members of a group are shown without the apps they have. */
type Facts = Pick<AccountRow, 'state' | 'activeDevices' | 'secondFactorOffUntilMs'> &
  Partial<Pick<AccountRow, 'activeTotps'>>

export function StateTags({
  state,
  activeDevices,
  activeTotps = 0,
  secondFactorOffUntilMs,
}: Facts): JSX.Element {
  const text = useText(accountsText)
  const { dateTime } = useFormat()
  return (
    <span class="tags">
      {state === 'suspended' ? (
        <Tag tone="danger">{text.suspended}</Tag>
      ) : (
        activeDevices > 0 && <Tag tone="good">{text.active}</Tag>
      )}
      {activeDevices === 0 && <Tag tone="warn">{activeTotps > 0 ? text.onlyCodes : text.noPhone}</Tag>}
      {secondFactorOffUntilMs !== null && <Tag tone="warn">{text.off(dateTime(secondFactorOffUntilMs))}</Tag>}
    </span>
  )
}
