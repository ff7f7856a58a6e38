// The first step of a recovery: what is needed, and whose account it is. Nothing here tells whether an ID exists.
import type { RecoveryBegun } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Api } from '../api/client.js'
import { useChanging } from '../api/context.js'
import { TextField } from '../parts/fields.js'
import { Heading } from '../parts/page.js'
import { useText } from '../text/language.js'
import { RecoverFault } from './fault.js'
import { recoverText } from './text.js'

interface UserIdProps {
  readonly api: Api
  readonly onBegun: (begun: RecoveryBegun) => void
}

export function UserId({ api, onBegun }: UserIdProps): JSX.Element {
  const text = useText(recoverText).who
  const [userId, setUserId] = useState('')
  const [missing, setMissing] = useState(false)
  const begin = useChanging()
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const given = userId.trim()
        setMissing(given === '')
        if (given === '') return
        void begin.run(() => api.send<RecoveryBegun>('POST', '/recovery/begin', { userId: given }), onBegun)
      }}
    >
      <div class="stack">
        <Heading>{text.title}</Heading>
        <p>{text.lead}</p>
        <p class="soft">
          {text.first} <a href="/me/">{text.toSignIn}</a>
        </p>
        <h2>{text.have}</h2>
        <ul class="consequences">
          <li>{text.totp}</li>
          <li>{text.backup}</li>
          <li>{text.bypass}</li>
        </ul>
      </div>
      <TextField
        label={text.label}
        fault={missing ? text.missing : undefined}
        value={userId}
        onValue={setUserId}
        autocomplete="username"
        inputMode="email"
      />
      {begin.fault && <RecoverFault fault={begin.fault} />}
      <button type="submit" class="button button--primary button--wide" disabled={begin.busy}>
        {begin.busy ? text.going : text.go}
      </button>
    </form>
  )
}
