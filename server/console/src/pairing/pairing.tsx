// A pairing as the screen that made the link sees it: the QR code, then the digits to compare, then done or what went wrong.
import type { PairingBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Answer, Fault } from '../api/answer.js'
import { useChanging } from '../api/context.js'
import { CopyField } from '../parts/copy-field.js'
import { Digits } from '../parts/digits.js'
import { FaultNote, Note, Working } from '../parts/notes.js'
import { Qr } from '../parts/qr.js'
import { useText } from '../text/language.js'
import { pairingText } from './text.js'

/** How often the server is asked whether the phone has answered: quick enough to feel immediate. */
const ASK_EVERY_MS = 1200

export interface PairingProps<T> {
  readonly link: string
  /** `own`: the person's own phone; `other`: an admin pairs somebody else's. */
  readonly whose: 'own' | 'other'
  readonly ask: () => Promise<Answer<PairingBody>>
  readonly confirm: (confirmation: string) => Promise<Answer<T>>
  /** Absent where a pairing cannot be stopped: it expires. */
  readonly withdraw?: () => Promise<Answer<unknown>>
  /** Makes a new link, after this one is of no use any more. */
  readonly anew: () => void
  readonly onConfirmed: (value: T) => void
}

export function Pairing<T>(props: PairingProps<T>): JSX.Element {
  const { link, whose, confirm, withdraw, anew, onConfirmed } = props
  const text = useText(pairingText)
  const [differed, setDiffered] = useState(false)
  const { pairing, fault } = useAsking(link, props.ask)
  const change = useChanging()

  if (differed) return <Ended words={text.stopped} anew={anew} />
  if (fault) return <FaultNote fault={fault} again={anew} />
  if (pairing?.state === 'expired') return <Ended words={text.expired} anew={anew} />
  if (pairing?.state === 'withdrawn') return <Ended words={text.withdrawn} anew={anew} />
  if (pairing?.state !== 'accepted' || pairing.confirmation === undefined)
    return <Offer link={link} whose={whose} />

  const { confirmation, deviceName } = pairing
  return (
    <div class="form">
      <div class="stack">
        <h3>{text[whose].compareTitle}</h3>
        <p class="soft">{text[whose].compareLead}</p>
      </div>
      <Digits digits={confirmation} />
      {deviceName !== undefined && <p class="soft">{text.device(deviceName)}</p>}
      <FaultNote fault={change.fault} />
      <div class="buttons">
        <button
          type="button"
          class="button button--danger-quiet"
          disabled={change.busy}
          onClick={() => {
            setDiffered(true)
            void withdraw?.()
          }}
        >
          {text.different}
        </button>
        <button
          type="button"
          class="button button--primary"
          disabled={change.busy}
          onClick={() => void change.run(() => confirm(confirmation), onConfirmed)}
        >
          {change.busy ? text.confirming : text.same}
        </button>
      </div>
    </div>
  )
}

function Offer({ link, whose }: Pick<PairingProps<unknown>, 'link' | 'whose'>): JSX.Element {
  const text = useText(pairingText)
  return (
    <div class="form">
      <Qr content={link} />
      <ol class="steps">
        {text[whose].steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <CopyField label={text.link} value={link} hint={`${text.linkHint} ${text.until}`} />
      {whose === 'own' && (
        <p>
          <a href={link} target="_blank" rel="noreferrer">
            {text.here}
          </a>
        </p>
      )}
      <Working words={text.waiting} />
    </div>
  )
}

function Ended({ words, anew }: { readonly words: string; readonly anew: () => void }): JSX.Element {
  const text = useText(pairingText)
  return (
    <div class="form" role="alert">
      <Note tone="warn">
        <p>{words}</p>
      </Note>
      <div class="buttons">
        <button type="button" class="button button--primary" onClick={anew}>
          {text.anew}
        </button>
      </div>
    </div>
  )
}

/** Asks until the pairing has ended. A lost answer is asked for again; a refusal stays on the screen. */
function useAsking(
  link: string,
  ask: () => Promise<Answer<PairingBody>>,
): { readonly pairing: PairingBody | undefined; readonly fault: Fault | undefined } {
  const [pairing, setPairing] = useState<PairingBody>()
  const [fault, setFault] = useState<Fault>()
  const latest = useRef(ask)
  latest.current = ask
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let gone = false
    const look = async (): Promise<void> => {
      const answer = await latest.current()
      if (gone) return
      if (answer.ok) setPairing(answer.value)
      else if (!isPassing(answer.fault)) return setFault(answer.fault)
      if (answer.ok && answer.value.state !== 'open' && answer.value.state !== 'accepted') return
      timer = setTimeout(() => void look(), ASK_EVERY_MS)
    }
    setPairing(undefined)
    setFault(undefined)
    void look()
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [link])
  return { pairing, fault }
}

const isPassing = ({ code }: Fault): boolean =>
  code === 'unreachable' || code === 'unreadable' || code === 'unavailable' || code === 'too_many_requests'
