// The dialog that adds a phone: approve on one that is there, scan with the new one, compare the digits.
import type { ConfirmMyPairingBody, MyDevice, MyPairing } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useApi } from '../api/context.js'
import { Pairing } from '../pairing/pairing.js'
import { Dialog } from '../parts/dialog.js'
import { Countdown, Digits } from '../parts/digits.js'
import { FaultNote, Note, Working } from '../parts/notes.js'
import { signInText } from '../sign-in/text.js'
import { useText } from '../text/language.js'
import type { ApprovalStep } from './approval.js'
import { useApproval } from './approval.js'
import { phonesText } from './phones-text.js'

interface AddPhoneProps {
  readonly onClose: () => void
  readonly onAdded: () => void
}

export function AddPhone({ onClose, onAdded }: AddPhoneProps): JSX.Element {
  const text = useText(phonesText)
  const api = useApi()
  const { step, ask } = useApproval(api)
  if (step.at !== 'pairing')
    return (
      <Dialog title={text.pair.title} onClose={onClose}>
        <Approval step={step} ask={ask} />
      </Dialog>
    )
  const path = `/pairings/${step.started.pairingId}`
  const withdraw = () => api.send('POST', `${path}/withdraw`)
  return (
    <Dialog
      title={text.pair.title}
      onClose={() => {
        void withdraw()
        onClose()
      }}
    >
      <Pairing
        whose="own"
        link={step.started.link}
        ask={() => api.get<MyPairing>(path)}
        confirm={(confirmation) => {
          const body: ConfirmMyPairingBody = { confirmation }
          return api.send<MyDevice>('POST', `${path}/confirm`, body)
        }}
        withdraw={withdraw}
        anew={ask}
        onConfirmed={onAdded}
      />
    </Dialog>
  )
}

type BeforePairing = Exclude<ApprovalStep, { readonly at: 'pairing' }>

function Approval({ step, ask }: { readonly step: BeforePairing; readonly ask: () => void }): JSX.Element {
  const text = useText(phonesText).approve
  const signIn = useText(signInText)
  if (step.at === 'making') return <Working words={text.making} />
  if (step.at === 'waiting')
    return (
      <div class="form">
        <h3>{text.typeTitle}</h3>
        <Digits digits={step.asked.code} />
        <Countdown untilMs={step.untilMs} lifetimeMs={step.lifetimeMs} onOver={() => {}} />
        <p role="status">{signIn.progress[step.progress]}</p>
      </div>
    )
  const busy = step.at === 'asking'
  return (
    <div class="form">
      <div class="stack">
        <h3>{text.title}</h3>
        <p class="soft">{text.lead}</p>
      </div>
      {step.at === 'before' && <FaultNote fault={step.fault} />}
      {step.at === 'before' && step.ended && (
        <div role="alert">
          <Note tone="warn">
            <p>{signIn.ended[step.ended]}</p>
          </Note>
        </div>
      )}
      <div class="buttons">
        <button
          type="button"
          class="button button--primary"
          data-first
          disabled={busy}
          aria-busy={busy}
          onClick={ask}
        >
          {busy ? text.asking : text.ask}
        </button>
      </div>
    </div>
  )
}
