// Over whatever asked for it: the digits of a fresh approval; when the phone has approved, the change goes on by itself.
import type { SessionBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Api } from '../api/client.js'
import { Dialog } from '../parts/dialog.js'
import { FaultNote, Note, Working } from '../parts/notes.js'
import { knowsPasskeys } from '../passkeys/browser.js'
import { passkeysText } from '../passkeys/text.js'
import { UsePasskey } from '../passkeys/use-passkey.js'
import { TypeDigits } from '../sign-in/type-digits.js'
import { useText } from '../text/language.js'
import type { ApprovalStep } from './approving.js'
import { useApproving } from './approving.js'
import { approvalText } from './text.js'

interface ApproveDialogProps {
  readonly api: Api
  /** `phone`: it is asked at once. `passkey`: only when the person says so. `only_passkey`: never. */
  readonly first: SessionBody['by'] | 'only_passkey'
  readonly onApproved: (session: SessionBody) => void
  readonly onLeave: () => void
}

export function ApproveDialog(props: ApproveDialogProps): JSX.Element {
  const [phone, setPhone] = useState(props.first === 'phone' || props.first === 'codes')
  return phone ? <ByPhone {...props} /> : <ByPasskey {...props} onPhone={() => setPhone(true)} />
}

interface ByPasskeyProps extends ApproveDialogProps {
  readonly onPhone: () => void
}

function ByPasskey({ api, first, onApproved, onLeave, onPhone }: ByPasskeyProps): JSX.Element {
  const text = useText(approvalText)
  const passkeys = useText(passkeysText)
  const only = first === 'only_passkey'
  return (
    <Dialog title={passkeys.onlyTitle} onClose={onLeave}>
      <div class="form">
        <p class="soft">{only ? passkeys.onlyLead : text.passkeyLead}</p>
        <PasskeyApproval api={api} look="primary" onSession={onApproved} />
        <div class="buttons">
          <button type="button" class="button" data-first onClick={onLeave}>
            {text.leave}
          </button>
          {!only && (
            <button type="button" class="button" onClick={onPhone}>
              {text.askPhone}
            </button>
          )}
        </div>
      </div>
    </Dialog>
  )
}

function PasskeyApproval(
  props: Pick<Parameters<typeof UsePasskey>[0], 'api' | 'look' | 'onSession'>,
): JSX.Element {
  const start = '/session/approval/passkey'
  return <UsePasskey {...props} start={start} finish={`${start}/finish`} />
}

function ByPhone({ api, onApproved, onLeave }: ApproveDialogProps): JSX.Element {
  const text = useText(approvalText)
  const { step, again } = useApproving(api, onApproved)
  return (
    <Dialog title={text.title} onClose={onLeave}>
      <div class="form">
        <p class="soft">{text.lead}</p>
        <Step step={step} />
        {knowsPasskeys() && (
          <details class="details">
            <summary>{text.otherWay}</summary>
            <PasskeyApproval api={api} look="plain" onSession={onApproved} />
          </details>
        )}
        <div class="buttons">
          <button type="button" class="button" data-first onClick={onLeave}>
            {text.leave}
          </button>
          {step.at === 'ended' && (
            <button type="button" class="button button--primary" onClick={again}>
              {text.again}
            </button>
          )}
        </div>
      </div>
    </Dialog>
  )
}

function Step({ step }: { readonly step: ApprovalStep }): JSX.Element {
  const text = useText(approvalText)
  switch (step.at) {
    case 'asking':
      return <Working words={text.asking} />
    case 'waiting':
      return (
        <>
          <h3>{text.typeTitle}</h3>
          <TypeDigits waiting={step.waiting} />
          <details class="details">
            <summary>{text.quietTitle}</summary>
            <ul class="details__list">
              {text.quiet.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </details>
        </>
      )
    case 'finishing':
      return <Working words={text.finishing} />
    case 'ended':
      if (step.ended === undefined) return <FaultNote fault={step.fault} />
      return (
        <div role="alert">
          <Note tone={step.ended === 'denied' || step.ended === 'reported' ? 'danger' : 'warn'}>
            <p>{text.ended[step.ended]}</p>
          </Note>
        </div>
      )
  }
}
