// The pairing under way: who it is with, the number to compare, success, or what went wrong and what to do.
import type { DeviceId } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import type { PairingStep } from '../app-state.js'
import { cleanDeviceName, suggestDeviceName } from '../device-name.js'
import { grouped, hostOf } from '../format.js'
import { Icon } from '../parts/icons.js'
import { laterIfAny } from '../parts/later.js'
import { OfflineCodeOffer } from '../parts/offline-code.js'
import { Heading, Screen, Working } from '../parts/screen.js'
import { go } from '../route.js'
import { useText } from '../text/index.js'

const BiometricsOffer = laterIfAny(() =>
  import('../proving/screens.js').then((proving) => proving.BiometricsOffer),
)
const PinOffer = laterIfAny(() => import('../pin/card.js').then((pin) => pin.PinOffer))
const RingOffer = laterIfAny(() => import('../ringing/screens.js').then((ringing) => ringing.RingOffer))

type At<S extends PairingStep['step']> = Extract<PairingStep, { step: S }>

export function Pairing(): JSX.Element | null {
  const { pairing } = useAppState()
  switch (pairing.step) {
    case 'none':
      return null
    case 'looking_up':
      return <LookingUp key="looking_up" />
    case 'offer':
    case 'accepting':
      return <Offer key="offer" step={pairing} />
    case 'confirming':
      return <Confirming key="confirming" step={pairing} />
    case 'done':
      return <Done key="done" step={pairing} />
    case 'failed':
      return <Failed key="failed" step={pairing} />
  }
}

function LookingUp(): JSX.Element {
  const text = useText()
  const app = useApp()
  return (
    <Screen onBack={() => app.parts().pairing.leave()}>
      <Working words={text.pair.lookingUp} />
    </Screen>
  )
}

function Offer({ step }: { readonly step: At<'offer'> | At<'accepting'> }): JSX.Element {
  const text = useText()
  const app = useApp()
  const [name, setName] = useState(() => suggestDeviceName(text))
  const [refused, setRefused] = useState(false)
  const { found, link } = step
  const busy = step.step === 'accepting'
  return (
    <Screen>
      <Heading>{text.pair.offerTitle(found.userId, found.serverName)}</Heading>
      <p class="soft">{text.pair.offerLead(found.userId)}</p>
      <dl class="facts card">
        <dt>{text.pair.server}</dt>
        <dd>
          {found.serverName}
          <br />
          <span class="small soft">{hostOf(link.serverUrl)}</span>
        </dd>
        <dt>{text.pair.account}</dt>
        <dd>{found.userId}</dd>
      </dl>
      <form
        class="stack stack--wide spread"
        onSubmit={(event) => {
          event.preventDefault()
          const clean = cleanDeviceName(name)
          if (!clean) return setRefused(true)
          void app.parts().pairing.accept(clean)
        }}
      >
        <div class="field">
          <label for="device-name">{text.pair.deviceName}</label>
          <input
            id="device-name"
            class="input"
            autocomplete="off"
            maxLength={60}
            value={name}
            disabled={busy}
            aria-describedby="device-name-hint device-name-fault"
            aria-invalid={refused}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <p id="device-name-hint" class="small soft">
            {text.pair.deviceNameHint}
          </p>
          <p id="device-name-fault" class="field__fault" role="alert">
            {refused && text.pair.deviceNameInvalid}
          </p>
        </div>
        <div class="spread" />
        {busy ? (
          <Working words={text.pair.makingKey} />
        ) : (
          <>
            <button type="submit" class="button button--primary button--wide">
              {text.pair.accept}
            </button>
            <button type="button" class="button button--wide" onClick={() => app.parts().pairing.leave()}>
              {text.pair.decline}
            </button>
          </>
        )}
      </form>
    </Screen>
  )
}

function Confirming({ step }: { readonly step: At<'confirming'> }): JSX.Element {
  const text = useText()
  const app = useApp()
  return (
    <Screen>
      <Heading>{text.pair.confirmTitle}</Heading>
      <ConfirmationNumber digits={step.confirmation} />
      <p>{text.pair.confirmLead}</p>
      <Working words={text.pair.confirmWaiting} />
      <div class="spread" />
      <button
        type="button"
        class="button button--danger-quiet button--wide"
        onClick={() => void app.parts().pairing.stop()}
      >
        {text.pair.confirmStop}
      </button>
    </Screen>
  )
}

/** Readers speak six digits one by one only when they are spaced. */
export function ConfirmationNumber({ digits }: { readonly digits: string }): JSX.Element {
  return (
    <p class="confirmation">
      <span aria-hidden="true">{grouped(digits)}</span>
      <span class="unseen">{[...digits].join(' ')}</span>
    </p>
  )
}

function Done({ step }: { readonly step: At<'done'> }): JSX.Element {
  const text = useText()
  const app = useApp()
  return (
    <Screen>
      <div class="verdict">
        <span class="verdict__sign verdict__sign--good">
          <Icon name="check" />
        </span>
        <Heading>{text.pair.doneTitle}</Heading>
        <p class="soft">{text.pair.doneLead(step.pairing.userId, step.pairing.serverName)}</p>
      </div>
      <Offers deviceId={step.pairing.deviceId} />
      <section class="card stack" aria-labelledby="next">
        <h2 id="next">{text.pair.hintTitle}</h2>
        <ol class="steps">
          <li>{text.pair.hintLogin}</li>
          <li>{text.pair.hintTap}</li>
          <li>{text.pair.hintDeny}</li>
        </ol>
      </section>
      <div class="spread" />
      <button
        type="button"
        class="button button--wide"
        onClick={() => {
          app.parts().pairing.leave()
          go({ at: 'home' })
        }}
      >
        {text.common.done}
      </button>
    </Screen>
  )
}

/** One at a time, what matters first: a phone that does not ring is forgotten. What is put off is asked when it is needed. */
function Offers({ deviceId }: { readonly deviceId: DeviceId }): JSX.Element {
  const code = <OfflineCodeOffer deviceId={deviceId} />
  const pin = <PinOffer deviceId={deviceId} next={code} />
  const biometrics = <BiometricsOffer deviceId={deviceId} next={pin} />
  return <RingOffer deviceId={deviceId} next={biometrics} />
}

function Failed({ step }: { readonly step: At<'failed'> }): JSX.Element {
  const text = useText()
  const app = useApp()
  const { link, fault } = step
  const leave = (): void => {
    app.parts().pairing.leave()
    go({ at: 'add' })
  }
  return (
    <Screen onBack={leave}>
      <Heading>{text.pair.failedTitle}</Heading>
      <p>{text.pair.failed[fault]}</p>
      <div class="spread" />
      {link && fault === 'unreachable' && (
        <button
          type="button"
          class="button button--primary button--wide"
          onClick={() => void app.parts().pairing.retry(link)}
        >
          {text.common.again}
        </button>
      )}
      <button type="button" class="button button--wide" onClick={leave}>
        {text.common.back}
      </button>
    </Screen>
  )
}
