// Who the first owner is: user ID, name, and a mail address for notices.
import type { SetupBegun } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Answer, Fault } from '../api/answer.js'
import { useChanging } from '../api/context.js'
import { TextField } from '../parts/fields.js'
import { FaultNote, Note } from '../parts/notes.js'
import { useText } from '../text/language.js'
import { forgetSetupSecret } from './secret.js'
import type { OwnerNames } from './setup.js'
import { setupText } from './text.js'

interface NameFormProps {
  readonly begin: (owner: OwnerNames) => Promise<Answer<SetupBegun>>
  readonly onBegun: (owner: OwnerNames, begun: SetupBegun) => void
}

export function NameForm({ begin, onBegun }: NameFormProps): JSX.Element {
  const text = useText(setupText)
  const change = useChanging()
  const [userId, setUserId] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [email, setEmail] = useState('')
  const [looked, setLooked] = useState(false)
  const faults = {
    userId: userId.trim() === '' ? text.userIdMissing : undefined,
    displayName: displayName.trim() === '' ? text.displayNameMissing : undefined,
    email: email.trim() === '' || /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? undefined : text.emailWrong,
  }
  const submit = (): void => {
    setLooked(true)
    if (Object.values(faults).some((fault) => fault !== undefined)) return
    const mail = email.trim()
    const owner: OwnerNames = {
      userId: userId.trim(),
      displayName: displayName.trim(),
      ...(mail === '' ? {} : { email: mail }),
    }
    void change.run(
      () => begin(owner),
      (begun) => onBegun(owner, begun),
    )
  }
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {change.fault && <Refused fault={change.fault} />}
      <TextField
        label={text.displayName}
        value={displayName}
        onValue={setDisplayName}
        fault={looked ? faults.displayName : undefined}
        autocomplete="name"
      />
      <TextField
        label={text.userId}
        hint={text.userIdHint}
        value={userId}
        onValue={setUserId}
        fault={looked ? faults.userId : undefined}
        autocomplete="username"
      />
      <TextField
        label={text.email}
        hint={text.emailHint}
        optional
        type="email"
        value={email}
        onValue={setEmail}
        fault={looked ? faults.email : undefined}
        autocomplete="email"
      />
      <button type="submit" class="button button--primary button--wide" disabled={change.busy}>
        {text.next}
      </button>
    </form>
  )
}

/** A link that is of no use any more: what to do instead. */
function Refused({ fault }: { readonly fault: Fault }): JSX.Element {
  const text = useText(setupText)
  const why = reasonOf(fault)
  if (why === undefined) return <FaultNote fault={fault} />
  return (
    <div role="alert">
      <Note tone="danger">
        <p>{text.refused[why]}</p>
        {(why === 'unauthorized' || why === 'owner') && (
          <a
            href="/console/"
            onClick={() => {
              forgetSetupSecret()
              location.reload()
            }}
          >
            {text.toSignIn}
          </a>
        )}
      </Note>
    </div>
  )
}

function reasonOf({ code, at }: Fault): keyof (typeof setupText)['en']['refused'] | undefined {
  if (code === 'unauthorized') return code
  if (code !== 'conflict') return undefined
  return at?.path === 'setup' || at?.path === 'owner' ? at.path : 'account'
}
