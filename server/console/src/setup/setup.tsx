// The first visit: name yourself, pair your phone, compare the digits, and the server has an owner who is signed in.
import type { BeginSetupBody, PairingBody, SessionBody, SetupBegun } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { createApi } from '../api/client.js'
import { Pairing } from '../pairing/pairing.js'
import { StepHead } from '../parts/step-head.js'
import { Alone } from '../shell/alone.js'
import { useText } from '../text/language.js'
import { NameForm } from './name-form.js'
import { forgetSetupSecret } from './secret.js'
import { setupText } from './text.js'

type Step =
  | { readonly at: 'name' }
  | { readonly at: 'pair'; readonly owner: OwnerNames; readonly begun: SetupBegun }
  | { readonly at: 'done'; readonly session: SessionBody }

export type OwnerNames = Omit<BeginSetupBody, 'secret'>

const STEPS = 3

export function Setup({ secret }: { readonly secret: string }): JSX.Element {
  const text = useText(setupText)
  const api = useMemo(() => createApi('/admin/v1'), [])
  const [step, setStep] = useState<Step>({ at: 'name' })
  const begin = (owner: OwnerNames) => api.send<SetupBegun>('POST', '/setup/begin', { ...owner, secret })

  switch (step.at) {
    case 'name':
      return (
        <Alone>
          <StepHead now={1} all={STEPS} title={text.title}>
            <p class="soft">{text.lead}</p>
          </StepHead>
          <NameForm begin={begin} onBegun={(owner, begun) => setStep({ at: 'pair', owner, begun })} />
        </Alone>
      )
    case 'pair':
      return (
        <Alone>
          <StepHead now={2} all={STEPS} title={text.pairTitle} />
          <Pairing
            link={step.begun.link}
            whose="own"
            ask={() => api.get<PairingBody>('/setup/pairing')}
            confirm={(confirmation) => api.send<SessionBody>('POST', '/setup/confirm', { confirmation })}
            anew={() =>
              void begin(step.owner).then((answer) =>
                setStep(answer.ok ? { ...step, begun: answer.value } : { at: 'name' }),
              )
            }
            onConfirmed={(session) => {
              forgetSetupSecret()
              setStep({ at: 'done', session })
            }}
          />
        </Alone>
      )
    case 'done':
      return (
        <Alone name={step.session.server.name}>
          <StepHead now={3} all={STEPS} title={text.doneTitle}>
            <p class="soft">{text.doneLead}</p>
          </StepHead>
          <section class="stack">
            <h2>{text.nextStepsTitle}</h2>
            <ol class="steps">
              {text.nextSteps.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ol>
          </section>
          <a class="button button--primary button--wide" href="/console/" onClick={() => location.reload()}>
            {text.enter}
          </a>
        </Alone>
      )
  }
}
