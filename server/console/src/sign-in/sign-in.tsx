// Signing in: the user ID first, then six digits that go into the phone. Nothing here tells whether an ID exists.
import type { SessionBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import type { Api } from '../api/client.js'
import { faultText, sentenceOf } from '../api/fault-text.js'
import { TextField } from '../parts/fields.js'
import { Note, Working } from '../parts/notes.js'
import { knowsPasskeys } from '../passkeys/browser.js'
import { UsePasskey } from '../passkeys/use-passkey.js'
import { useText } from '../text/language.js'
import type { Step } from './attempt.js'
import { useAttempt } from './attempt.js'
import { signInText } from './text.js'
import { TypeDigits } from './type-digits.js'
import type { Waiting } from './waiting.js'

interface SignInProps {
  readonly api: Api
  readonly kind: 'admin' | 'person'
  /** Known already when somebody signs in again. */
  readonly userId?: string
  readonly onSignedIn: (session: SessionBody) => void
}

export function SignIn({ api, kind, userId: known = '', onSignedIn }: SignInProps): JSX.Element {
  const text = useText(signInText)
  const [userId, setUserId] = useState(known)
  const [missing, setMissing] = useState(false)
  const { step, start, leave } = useAttempt(api, onSignedIn)
  if (step.at === 'waiting')
    return <AtThePhone {...{ kind, userId }} waiting={step.waiting} onLeave={leave} />
  if (step.at === 'finishing') return <Working words={text.finishing} />
  const busy = step.at === 'starting'
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const given = userId.trim()
        setMissing(given === '')
        if (given !== '' && !busy) start(given)
      }}
    >
      {step.at === 'asking_id' && <WhyNot step={step} />}
      <TextField
        label={text.userId}
        hint={text.userIdHint}
        fault={missing ? text.userIdMissing : undefined}
        value={userId}
        onValue={setUserId}
        autocomplete="username"
        inputMode="email"
        first
      />
      <button type="submit" class="button button--primary button--wide" disabled={busy} aria-busy={busy}>
        {busy ? text.starting : text.start}
      </button>
      {knowsPasskeys() && (
        <UsePasskey
          api={api}
          start="/session/passkey/start"
          finish="/session/passkey/finish"
          body={() => {
            const given = userId.trim()
            setMissing(given === '')
            return given === '' ? undefined : { userId: given }
          }}
          look="plain"
          onSession={onSignedIn}
        />
      )}
      {kind === 'person' && (
        <p class="small">
          <a href="/recover/">{text.lost}</a>
        </p>
      )}
    </form>
  )
}

interface AtThePhoneProps {
  readonly waiting: Waiting
  readonly kind: SignInProps['kind']
  readonly userId: string
  readonly onLeave: () => void
}

function AtThePhone({ waiting, kind, userId, onLeave }: AtThePhoneProps): JSX.Element {
  const text = useText(signInText)
  return (
    <div class="form">
      <div>
        <h2>{text.typeTitle}</h2>
        <p class="soft">{userId}</p>
      </div>
      <TypeDigits waiting={waiting} />
      <details class="details">
        <summary>{text.quietTitle}</summary>
        <ul class="details__list">
          {text.quiet.slice(0, -1).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {kind === 'admin' && <li>{text.quiet.at(-1)}</li>}
          <li>{kind === 'admin' ? text.quietAdmin : text.quietPerson}</li>
        </ul>
      </details>
      <button type="button" class="button button--wide" onClick={onLeave}>
        {text.other}
      </button>
    </div>
  )
}

function WhyNot({ step }: { readonly step: Extract<Step, { at: 'asking_id' }> }): JSX.Element | null {
  const text = useText(signInText)
  const faults = useText(faultText)
  if (step.fault)
    return (
      <div role="alert">
        <Note tone="danger">{refusalOf(step.fault, text) ?? sentenceOf(step.fault, faults)}</Note>
      </div>
    )
  if (!step.ended) return null
  return (
    <div role="alert">
      <Note tone={step.ended === 'reported' || step.ended === 'denied' ? 'danger' : 'warn'}>
        {text.ended[step.ended]}
      </Note>
    </div>
  )
}

function refusalOf({ code }: Fault, text: (typeof signInText)['en']): string | undefined {
  if (code === 'forbidden') return text.refused.forbidden
  return code === 'unauthorized' ? text.refused.unauthorized : undefined
}
