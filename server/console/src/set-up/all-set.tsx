// The last step: what happens from now on, an app with codes for whoever wants one, and the way back.
import type { SetUpBody, SetUpFinished } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi } from '../api/context.js'
import { SetUpTotp } from '../codes/set-up-totp.js'
import { StepHead } from '../parts/step-head.js'
import { useText } from '../text/language.js'
import { STEPS } from './steps.js'
import { setUpText } from './text.js'

export function AllSet({ setUp }: { readonly setUp: SetUpBody }): JSX.Element {
  const text = useText(setUpText).done
  const api = useApi()
  const [adding, setAdding] = useState(false)
  const [added, setAdded] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const { appName, returnTo, hasPhone, mayUseTotp } = setUp
  const leave = async (): Promise<void> => {
    setLeaving(true)
    const left = await api.send<SetUpFinished>('POST', '/finish')
    // An answer that was lost, or a cookie that is over: what was set up counts all the same, and the way back is known.
    location.assign(left.ok ? left.value.returnTo : returnTo)
  }
  return (
    <div class="form">
      <StepHead now={3} all={STEPS} title={text.title}>
        <p>{text.lead(appName)}</p>
      </StepHead>
      <button
        type="button"
        class="button button--primary button--wide"
        disabled={leaving}
        aria-busy={leaving}
        onClick={() => void leave()}
      >
        {leaving ? text.going : text.back(appName)}
      </button>
      <section class="stack">
        <h2>{text.next}</h2>
        <ol class="steps">
          {(hasPhone ? text.withPhone : text.withApp).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </section>
      {hasPhone && mayUseTotp && !added && (
        <section class="stack">
          <h2>{text.also}</h2>
          <p class="soft">{text.alsoLead}</p>
          <p>
            <button type="button" class="button" onClick={() => setAdding(true)}>
              {text.add}
            </button>
          </p>
        </section>
      )}
      {adding && <SetUpTotp base="" onClose={() => setAdding(false)} onDone={() => setAdded(true)} />}
    </div>
  )
}
