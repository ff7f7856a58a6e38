// The button "Use a passkey", to sign in and to approve: asks the server, then the browser, then the server, and says what went wrong.
import type { FinishPasskeyBody, PasskeyAsked } from '@countersign/protocol'
import type { SessionBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import type { Api } from '../api/client.js'
import { faultText, sentenceOf } from '../api/fault-text.js'
import { Note } from '../parts/notes.js'
import { useText } from '../text/language.js'
import type { NotGiven } from './browser.js'
import { answerWithPasskey } from './browser.js'
import { passkeysText } from './text.js'

interface UsePasskeyProps {
  readonly api: Api
  /** Where the question is asked; its answer goes to `finish`. */
  readonly start: string
  readonly finish: string
  /** What the question is asked with; undefined: the person has to type something first. */
  readonly body?: () => object | undefined
  readonly look: 'primary' | 'plain'
  readonly onSession: (session: SessionBody) => void
}

export function UsePasskey(props: UsePasskeyProps): JSX.Element {
  const { look, onSession } = props
  const text = useText(passkeysText)
  const faults = useText(faultText)
  const running = useRef(new AbortController())
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  useEffect(() => () => running.current.abort(), [])
  const press = async (): Promise<void> => {
    const body = props.body === undefined ? undefined : props.body()
    if (busy || (props.body !== undefined && body === undefined)) return
    setBusy(true)
    setWrong(undefined)
    const outcome = await usedOnce(props, body, running.current.signal)
    if (running.current.signal.aborted) return
    setBusy(false)
    if (typeof outcome === 'string') setWrong(text.notGiven[outcome])
    else if ('session' in outcome) onSession(outcome.session)
    else if (outcome.fault.code === 'passkey_refused') setWrong(text.refused)
    else setWrong(sentenceOf(outcome.fault, faults))
  }
  return (
    <>
      {wrong !== undefined && (
        <div role="alert">
          <Note tone="danger">{wrong}</Note>
        </div>
      )}
      <button
        type="button"
        class={`button button--wide ${look === 'primary' ? 'button--primary' : ''}`}
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => void press()}
      >
        {busy ? text.using : text.use}
      </button>
    </>
  )
}

type Outcome = NotGiven | { readonly session: SessionBody } | { readonly fault: Fault }

async function usedOnce(
  { api, start, finish }: UsePasskeyProps,
  body: object | undefined,
  signal: AbortSignal,
): Promise<Outcome> {
  const asked = await api.send<PasskeyAsked>('POST', start, body)
  if (!asked.ok) return { fault: asked.fault }
  const answer = await answerWithPasskey(asked.value, signal)
  if (typeof answer === 'string') return answer
  const given: FinishPasskeyBody = { request: asked.value.request, answer }
  const finished = await api.send<SessionBody>('POST', finish, given)
  return finished.ok ? { session: finished.value } : { fault: finished.fault }
}
