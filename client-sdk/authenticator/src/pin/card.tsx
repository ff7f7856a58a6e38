// This phone's PIN: set and changed at the account, offered after pairing. Loaded when shown.

import type { DeviceId } from '@countersign/protocol'
import { PIN_TRIES_MAX } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import type { Account } from '../app-state.js'
import type { InTurn } from '../parts/offer.js'
import { Offer } from '../parts/offer.js'
import { PinForm } from './form.js'
import { usePinText } from './text.js'

/** At the account. Nothing before the server has said whether there is one. */
export function PinCard({ account }: { readonly account: Account }): JSX.Element | null {
  const text = usePinText()
  const id = useId()
  const device = useApp().parts().accounts.device(account.pairing.deviceId)
  const [isOpen, setOpen] = useState(false)
  const [isDone, setDone] = useState(false)
  const { state, triesLeft } = account.pin
  if (device === undefined || state === 'unknown' || account.condition === 'waiting_confirmation') return null
  const wrong = triesLeft === undefined ? 0 : PIN_TRIES_MAX - triesLeft
  return (
    <section class="card stack" aria-labelledby={id}>
      <h2 id={id}>{text.title}</h2>
      {state === 'elsewhere' ? <p role="alert">{text.lost}</p> : <p class="small soft">{text.lead}</p>}
      {state === 'none' && account.pin.isWanted && <p class="small soft">{text.wanted}</p>}
      {state === 'here' && <p role="status">{isDone ? text.done : text.on}</p>}
      {state === 'here' && wrong > 0 && <p role="alert">{text.wrongSince(wrong)}</p>}
      {state !== 'elsewhere' && !isOpen && (
        <button type="button" class="button button--wide" onClick={() => setOpen(true)}>
          {state === 'here' ? text.change : text.set}
        </button>
      )}
      {isOpen && (
        <PinForm
          device={device}
          onLater={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            setDone(true)
          }}
        />
      )}
      {state === 'here' && <p class="small soft">{text.forgotten}</p>}
    </section>
  )
}

/** Right after pairing, where the policies ask for one at some login and nothing else of this phone will do. */
export function PinOffer({ deviceId, next }: InTurn & { readonly deviceId: DeviceId }): JSX.Element | null {
  const text = usePinText()
  const device = useApp().parts().accounts.device(deviceId)
  const account = useAppState().accounts.find((one) => one.pairing.deviceId === deviceId)
  const [isOpen, setOpen] = useState(false)
  if (device === undefined || account === undefined) return next ?? null
  const { state, isWanted } = account.pin
  const isAsked = state === 'none' && isWanted && account.biometrics.isSetUp !== true
  if (!isAsked && state !== 'here') return next ?? null
  return (
    <Offer title={text.set} done={state === 'here' ? text.done : undefined} next={next}>
      <p class="soft">{text.wanted}</p>
      {isOpen ? (
        <PinForm device={device} onDone={() => setOpen(false)} />
      ) : (
        <button type="button" class="button button--primary button--wide" onClick={() => setOpen(true)}>
          {text.set}
        </button>
      )}
    </Offer>
  )
}
