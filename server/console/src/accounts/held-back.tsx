// What is special about an account right now, each with the button that ends it.
import type { AccountBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { Note } from '../parts/notes.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { detailText } from './detail-text.js'
import { taskText } from './task-text.js'
import type { TaskKind } from './tasks.js'

interface HeldBackProps {
  readonly account: AccountBody
  readonly onTask: (kind: TaskKind) => void
}

export function HeldBack({ account, onTask }: HeldBackProps): JSX.Element | null {
  const text = useText(detailText)
  const tasks = useText(taskText)
  const { dateTime } = useFormat()
  const may = useMay()
  const because = useBecause(account)
  const { state, secondFactorOff, quietHours, lock } = account
  const isQuiet = quietHours?.now === true
  // Once nothing of the week is left, it is over.
  const isHarassed = lock.harassedAtMs !== null && lock.unapprovedRequests + lock.deniedRequests > 0
  if (state === 'active' && !secondFactorOff && because === '' && !isQuiet && !isHarassed) return null
  const button = (kind: TaskKind): JSX.Element => (
    <button type="button" class="button button--small" onClick={() => onTask(kind)}>
      {tasks[kind]}
    </button>
  )
  return (
    <div class="stack">
      {state === 'suspended' && (
        <Note tone="danger">
          <p>{text.suspended}</p>
          {may('accounts:write') && button('resume')}
        </Note>
      )}
      {isHarassed && (
        <Note tone="danger">
          <p>
            {text.harassed(dateTime(lock.harassedAtMs ?? 0), lock.unapprovedRequests, lock.deniedRequests)}
          </p>
        </Note>
      )}
      {isQuiet && (
        <Note tone="info">
          <p>{text.quietNow}</p>
        </Note>
      )}
      {secondFactorOff && (
        <Note tone="warn">
          <p>{text.off(dateTime(secondFactorOff.untilMs), secondFactorOff.reason)}</p>
          {may('accounts:bypass') && button('on')}
        </Note>
      )}
      {because !== '' && (
        <Note tone="warn">
          <p>{text.locked(because)}</p>
          {may('accounts:pair') && button('unlock')}
        </Note>
      )}
    </div>
  )
}

/** Why the account is locked, as one list in words; empty while it is not. */
function useBecause({ lock }: AccountBody): string {
  const { because } = useText(detailText)
  const { list, dateTime } = useFormat()
  if (!lock.locked) return ''
  const parts = [
    lock.wrongPicks > 0 && because.wrongPicks(lock.wrongPicks),
    lock.codeOnlyUntilMs !== null && because.codeOnly(dateTime(lock.codeOnlyUntilMs)),
    lock.unansweredPushes > 0 && because.unanswered(lock.unansweredPushes),
    lock.suspendedDevices > 0 && because.devices(lock.suspendedDevices),
    lock.reportedAddresses > 0 && because.addresses(lock.reportedAddresses),
  ]
  return list(parts.filter((part) => part !== false))
}
