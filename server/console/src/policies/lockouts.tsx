// The question before a save that would lock people out: who they are, where it would happen, and what to do instead.
import type { LockedOut, PolicyPreview } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { Dialog } from '../parts/dialog.js'
import { hrefTo } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import type { Naming } from './summary.js'

interface LockoutsProps {
  readonly preview: PolicyPreview
  readonly naming: Naming
  readonly onSave: () => void
  readonly onBack: () => void
}

export function Lockouts({ preview, naming, onSave, onBack }: LockoutsProps): JSX.Element {
  const text = naming.text.lockout
  const may = useMay()
  const shown = preview.items.filter(({ newly }) => newly)
  const already = preview.lockedOutAfter - preview.newlyLockedOut
  return (
    <Dialog title={text.title(preview.newlyLockedOut)} onClose={onBack} wide>
      <p>{text.lead}</p>
      {preview.newlyLockedOut > shown.length && <p class="soft">{text.first(shown.length)}</p>}
      <ul class="list lockouts" aria-label={text.list}>
        {shown.map((person) => (
          <li key={person.accountId}>
            <Person person={person} naming={naming} />
          </li>
        ))}
      </ul>
      {preview.freed > 0 && <p class="soft">{text.freed(preview.freed)}</p>}
      {already > 0 && <p class="soft">{text.already(already)}</p>}
      {may('onboarding:write') && (
        <p>
          <a href={hrefTo('/invitations/new', { whom: 'without' })}>{text.invite}</a>
        </p>
      )}
      <div class="buttons">
        <button type="button" class="button" data-first onClick={onBack}>
          {text.back}
        </button>
        <button type="button" class="button button--danger" onClick={onSave}>
          {text.saveAnyway}
        </button>
      </div>
    </Dialog>
  )
}

function Person({ person, naming }: { readonly person: LockedOut; readonly naming: Naming }): JSX.Element {
  const text = naming.text.lockout
  const format = useFormat()
  const { appId, address, atMs, policy } = person.example
  const where = [
    appId === null ? text.anyApp : text.exampleApp(naming.apps.get(appId) ?? naming.otherApp),
    address === '' ? undefined : text.exampleAddress(address),
    atMs === null ? undefined : text.exampleTime(format.dateTime(atMs)),
    policy === null ? text.exampleDefault : text.examplePolicy(policy.name),
  ].filter((part) => part !== undefined)
  return (
    <div class="list__words">
      <span class="list__name">{person.userId}</span>{' '}
      {person.displayName !== person.userId && <span class="soft">{person.displayName}</span>}
      <p class="small soft">{text.example(where.join(', '))}</p>
    </div>
  )
}
