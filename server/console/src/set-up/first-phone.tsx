// The second step: the phone takes the link, both screens show six digits, the person says that they are the same.
import type { PairingBody } from '@countersign/protocol/admin'
import type { SetUpBody, SetUpPairingBegun } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Answer } from '../api/answer.js'
import { useApi, useReading } from '../api/context.js'
import { SetUpTotp } from '../codes/set-up-totp.js'
import { CodesAgain } from '../pairing/codes-again.js'
import { PairHere } from '../pairing/pair-here.js'
import { Pairing } from '../pairing/pairing.js'
import { Working } from '../parts/notes.js'
import { StepHead } from '../parts/step-head.js'
import { useText } from '../text/language.js'
import { SetUpFault } from './fault.js'
import { STEPS } from './steps.js'
import { setUpText } from './text.js'

interface FirstPhoneProps {
  readonly setUp: SetUpBody
  readonly onCodesAgain: () => void
  readonly onDone: (setUp: SetUpBody) => void
  /** An app with codes counts instead of a phone. */
  readonly onAppDone: () => void
}

export function FirstPhone({ setUp, onCodesAgain, onDone, onAppDone }: FirstPhoneProps): JSX.Element {
  const text = useText(setUpText).phone
  const api = useApi()
  const pairing = useReading(() => api.send<SetUpPairingBegun>('POST', '/pairing'), [])
  const [comparing, setComparing] = useState(false)
  const [withApp, setWithApp] = useState(false)
  if (pairing.fault) return <SetUpFault fault={pairing.fault} again={pairing.again} />
  if (pairing.value === undefined) return <Working words={text.opening} />
  const { link } = pairing.value
  const ask = async (): Promise<Answer<PairingBody>> => {
    const answer = await api.get<PairingBody>('/pairing')
    if (answer.ok) setComparing(answer.value.state === 'accepted')
    return answer
  }
  return (
    <>
      <StepHead now={2} all={STEPS} title={text.title}>
        {!comparing && <p class="soft">{text.lead(setUp.userId)}</p>}
      </StepHead>
      {!comparing && <PairHere link={link} />}
      <Pairing
        link={link}
        whose="own"
        ask={ask}
        confirm={(confirmation) => api.send<SetUpBody>('POST', '/pairing/confirm', { confirmation })}
        withdraw={() => api.send('POST', '/pairing/withdraw')}
        anew={() => {
          setComparing(false)
          pairing.again()
        }}
        onConfirmed={onDone}
      />
      {!comparing && (
        <div class="stack">
          <CodesAgain onAgain={onCodesAgain} />
          {setUp.mayUseTotp && (
            <p class="soft small">
              {`${text.instead} `}
              <button
                type="button"
                class="button button--plain button--small"
                onClick={() => setWithApp(true)}
              >
                {text.app}
              </button>
            </p>
          )}
        </div>
      )}
      {withApp && <SetUpTotp base="" onClose={() => setWithApp(false)} onDone={onAppDone} />}
    </>
  )
}
