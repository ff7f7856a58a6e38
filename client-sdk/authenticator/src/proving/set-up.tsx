// This phone's biometrics: set up in the middle of a request, offered after pairing, kept and turned off at the account. Loaded when shown.
import type { Device } from '@countersign/client-sdk'
import { DeviceError, pinBytes } from '@countersign/client-sdk'
import type { DeviceId } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import type { Account, Held } from '../app-state.js'
import { ConfirmDialog } from '../parts/confirm-dialog.js'
import type { InTurn } from '../parts/offer.js'
import { Offer } from '../parts/offer.js'
import { Working } from '../parts/screen.js'
import { PinForm } from '../pin/form.js'
import { SecretField, takeFrom } from '../pin/secret-field.js'
import type { ProvingMessages } from './text.js'
import { useProvingText } from './text.js'

/** A request asks for what this phone does not have yet: kind words, and the way there if there is one. */
export function SetUpNow({
  held: { deviceId, request },
  onReady,
  onPin,
}: {
  readonly held: Held
  readonly onReady: () => void
  /** A PIN was set: it is asked for next, so that its person types it once more. */
  readonly onPin: () => void
}): JSX.Element {
  const text = useProvingText()
  const device = useApp().parts().accounts.device(deviceId)
  const available = useAvailable(device)
  const { state, run } = useWork(device)
  if (device === undefined || available === undefined) return <Working words={text.card.working} />
  // The server has a PIN or a credential of it, and this phone nothing that could agree.
  if (device.pin.status.state === 'elsewhere') return <p role="alert">{text.none.lost}</p>
  const takesPin = request.verification !== 'biometrics' && device.pin.status.state === 'none'
  if (!available && !takesPin) return <p role="alert">{text.none.unavailable}</p>
  return (
    <div class="stack">
      <p>{text.none.lead}</p>
      {available && (
        <SetUp state={state} words={text.card.setUp} onSetUp={(pin) => run(setUpBy(device, pin), onReady)} />
      )}
      {available && takesPin && <p class="center soft">{text.or}</p>}
      {takesPin && <PinForm device={device} onDone={onPin} />}
    </div>
  )
}

/** Right after pairing: one tap, or none. Nothing of its own where this place has none. */
export function BiometricsOffer({
  deviceId,
  next,
}: InTurn & { readonly deviceId: DeviceId }): JSX.Element | null {
  const text = useProvingText().card
  const device = useApp().parts().accounts.device(deviceId)
  const account = useAppState().accounts.find((one) => one.pairing.deviceId === deviceId)
  const available = useAvailable(device)
  const { state, run } = useWork(device)
  if (device !== undefined && available === undefined) return null
  if (device === undefined || account === undefined || available !== true) return next ?? null
  const isOn = account.biometrics.isSetUp === true
  return (
    <Offer title={text.offerTitle} done={isOn ? text.on : undefined} next={next}>
      <p class="soft">{text.lead}</p>
      {device.pin.status.isWanted && <p class="small soft">{text.offerWanted}</p>}
      <SetUp
        state={state}
        words={text.setUp}
        kind="button--primary"
        onSetUp={(pin) => run(setUpBy(device, pin))}
      />
    </Offer>
  )
}

/** At the account. Nothing before the server has said whether it has it. */
export function BiometricsCard({ account }: { readonly account: Account }): JSX.Element | null {
  const text = useProvingText().card
  const id = useId()
  const device = useApp().parts().accounts.device(account.pairing.deviceId)
  const available = useAvailable(device)
  const { state, run } = useWork(device)
  const [asking, setAsking] = useState(false)
  const { isSetUp } = account.biometrics
  if (device === undefined || isSetUp === undefined || available === undefined) return null
  return (
    <section class="card stack" aria-labelledby={id}>
      <h2 id={id}>{text.title}</h2>
      <p class="small soft">{available || isSetUp ? text.lead : text.unavailable}</p>
      {isSetUp && <p role="status">{text.on}</p>}
      {!isSetUp && available && (
        <SetUp state={state} words={text.setUp} onSetUp={(pin) => run(setUpBy(device, pin))} />
      )}
      {isSetUp && state === 'busy' && <Working words={text.working} />}
      {isSetUp && state !== 'busy' && (
        <>
          <Fault state={state} />
          <button type="button" class="button button--plain" onClick={() => setAsking(true)}>
            {text.remove}
          </button>
        </>
      )}
      {asking && (
        <ConfirmDialog
          title={text.removeTitle}
          lead={text.removeLead}
          confirm={text.removeConfirm}
          keep={text.removeKeep}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            run(() => device.biometrics.remove())
          }}
        />
      )}
    </section>
  )
}

type WorkFault = keyof ProvingMessages['card']['faults']
type WorkState = 'idle' | 'busy' | { readonly fault: WorkFault }

interface SetUpProps {
  readonly state: WorkState
  readonly words: string
  readonly kind?: string
  readonly onSetUp: (pin: string) => void
}

/** A phone with a PIN has it agree ([BI4]): asked in the same breath, when the server has said so. */
function SetUp({ state, words, kind = '', onSetUp }: SetUpProps): JSX.Element {
  const text = useProvingText()
  const field = useRef<HTMLInputElement>(null)
  const [asksPin, setAsksPin] = useState(false)
  const fault = typeof state === 'string' ? undefined : state.fault
  useEffect(() => {
    if (fault === 'pin' || fault === 'pin_wrong') setAsksPin(true)
  }, [fault])
  if (state === 'busy') return <Working words={text.card.working} />
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const typed = takeFrom(field)
        if (!asksPin || typed !== '') onSetUp(typed)
      }}
    >
      <Fault state={state} />
      {asksPin && <SecretField label={text.pin} field={field} />}
      <button type="submit" class={`button ${kind} button--wide`}>
        {words}
      </button>
    </form>
  )
}

function Fault({ state }: { readonly state: WorkState }): JSX.Element | null {
  const text = useProvingText().card
  if (typeof state === 'string') return null
  return (
    <p class="field__fault" role="alert">
      {text.faults[state.fault]}
    </p>
  )
}

function useAvailable(device: Device | undefined): boolean | undefined {
  const [available, setAvailable] = useState<boolean>()
  useEffect(() => {
    void device?.biometrics.isAvailable().then(setAvailable)
  }, [device])
  return available
}

function useWork(device: Device | undefined): {
  readonly state: WorkState
  readonly run: (work: () => Promise<void>, then?: () => void) => void
} {
  const [state, setState] = useState<WorkState>('idle')
  const run = (work: () => Promise<void>, then?: () => void): void => {
    setState('busy')
    work().then(
      () => {
        setState('idle')
        then?.()
      },
      (error: unknown) => setState({ fault: faultOf(error, device) }),
    )
  }
  return { state, run }
}

function setUpBy(device: Device, pin: string): () => Promise<void> {
  if (pin === '') return () => device.biometrics.setUp()
  return () => device.biometrics.setUp(device.pin.agreeing(pinBytes(pin)))
}

function faultOf(error: unknown, device: Device | undefined): WorkFault {
  if (!(error instanceof DeviceError)) throw error
  if (error.code === 'verification_cancelled') return 'cancelled'
  if (error.code === 'server_unreachable' || error.code === 'stopped') return 'offline'
  if (error.serverCode === 'pin_wrong') return 'pin_wrong'
  if (error.serverCode === 'too_many_requests') return 'too_often'
  if (error.serverCode !== 'verification_required') return 'failed'
  return device?.pin.status.state === 'here' ? 'pin' : 'lost'
}
