// After the choice: the person shows that it is them, by the phone's own hardware or by the PIN; Deny stays as near. Loaded when it is needed.
import { pinBytes } from '@countersign/client-sdk'
import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { useApp } from '../app.js'
import { Countdown, useRemaining } from '../parts/countdown.js'
import { Heading, Screen } from '../parts/screen.js'
import { SecretField, show, takeFrom } from '../pin/secret-field.js'
import type { Given, Proving } from './proving.js'
import { SetUpNow } from './set-up.js'
import { useProvingText } from './text.js'

export function ProvingScreen({ proving }: { readonly proving: Proving }): JSX.Element {
  const text = useProvingText()
  const { answers } = useApp().parts()
  const { held, fault, tries } = proving
  // Set in the middle of this request: asked for like any other.
  const [hasNewPin, setHasNewPin] = useState(false)
  const ways = { ...proving.ways, pin: proving.ways.pin || hasNewPin }
  const { request } = held
  const give = (given: Given): void => answers.prove(given)
  const remainingMs = useRemaining(request, () => give('gone'))
  const canProve = ways.biometrics || ways.pin
  return (
    <Screen class="frame--proving">
      <div class="question">
        <Heading>{canProve ? text.title : titleOf(request.verification, text)}</Heading>
        <Countdown remainingMs={remainingMs} lifetimeMs={request.expiresAtMs - request.issuedAtMs} />
      </div>
      {canProve && <p>{text.lead(request.appName)}</p>}
      {fault !== undefined && canProve && (
        <p class="field__fault" role="alert">
          {text.faults[fault]} {tries && text.tries(tries.here, tries.left)}
        </p>
      )}
      {ways.biometrics && (
        <button type="button" class="button button--primary button--wide" onClick={() => give('biometrics')}>
          {fault === 'cancelled' ? text.biometricsAgain : text.biometrics}
        </button>
      )}
      {ways.biometrics && ways.pin && <p class="center soft">{text.or}</p>}
      {ways.pin && <PinEntry key={tries?.left ?? 'first'} onPin={(pin) => give({ pin })} />}
      {!canProve && (
        <SetUpNow held={held} onReady={() => give('biometrics')} onPin={() => setHasNewPin(true)} />
      )}
      <button type="button" class="button button--danger-quiet button--wide" onClick={() => give('deny')}>
        {text.deny}
      </button>
      {!canProve && <p class="small soft center">{text.none.deny}</p>}
    </Screen>
  )
}

function titleOf(verification: string, text: ReturnType<typeof useProvingText>): string {
  return verification === 'biometrics' ? text.none.title : text.none.titleAny
}

/** Any signs, pasted too (NIST SP 800-63B-4 §3.2.10). What is typed is in the page's own field alone, and gone once it was taken. */
function PinEntry({ onPin }: { readonly onPin: (pin: Uint8Array) => void }): JSX.Element {
  const text = useProvingText()
  const field = useRef<HTMLInputElement>(null)
  const [shown, setShown] = useState(false)
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const typed = takeFrom(field)
        if (typed !== '') onPin(pinBytes(typed))
      }}
    >
      <SecretField label={text.pin} field={field} />
      <button
        type="button"
        class="button button--plain"
        onClick={() => {
          show(field, !shown)
          setShown(!shown)
        }}
      >
        {shown ? text.pinHide : text.pinShow}
      </button>
      <button type="submit" class="button button--primary button--wide">
        {text.approve}
      </button>
    </form>
  )
}
