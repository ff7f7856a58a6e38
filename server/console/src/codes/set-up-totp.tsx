// Sets up an app with codes: a name, the secret as a QR code and as text this one time, and a first code that proves it.
import { TOTPS_PER_ACCOUNT_MAX } from '@countersign/protocol'
import type { BeginTotpBody, ConfirmTotpBody, TotpBegun, TotpBody } from '@countersign/protocol/admin'
import { TOTP_NAME_MAX_BYTES } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import { useApi, useChanging } from '../api/context.js'
import { CopyField } from '../parts/copy-field.js'
import { Dialog, FormDialog } from '../parts/dialog.js'
import { TextField } from '../parts/fields.js'
import { Note } from '../parts/notes.js'
import { Qr } from '../parts/qr.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { codesText } from './text.js'

interface SetUpTotpProps {
  /** Before `/totps`. */
  readonly base: string
  readonly onClose: () => void
  readonly onDone: () => void
}

export function SetUpTotp({ base, onClose, onDone }: SetUpTotpProps): JSX.Element {
  const text = useText(codesText).setUp
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const [name, setName] = useState('')
  const [looked, setLooked] = useState(false)
  const [begun, setBegun] = useState<TotpBegun>()
  if (begun)
    return (
      <FirstCode
        {...{ base, begun, onClose }}
        onAgain={() => setBegun(undefined)}
        onConfirmed={(totp) => {
          say({ words: text.done(totp.name) })
          onClose()
          onDone()
        }}
      />
    )
  const body: BeginTotpBody = { name: name.trim() }
  const begin = (): void => {
    setLooked(true)
    if (body.name === '') return
    void change.run(() => api.send<TotpBegun>('POST', `${base}/totps`, body), setBegun)
  }
  return (
    <FormDialog
      title={text.title}
      submit={text.next}
      busy={change.busy}
      fault={change.fault?.code === 'conflict' ? undefined : change.fault}
      onSubmit={begin}
      onClose={onClose}
    >
      <p class="soft">{text.which}</p>
      <TextField
        label={text.name}
        hint={text.nameHint}
        fault={looked && body.name === '' ? text.nameMissing : undefined}
        value={name}
        maxLength={TOTP_NAME_MAX_BYTES}
        onValue={setName}
        first
      />
      {change.fault?.code === 'conflict' && (
        <div role="alert">
          <Note tone="warn">
            <p>{text.tooMany(TOTPS_PER_ACCOUNT_MAX)}</p>
          </Note>
        </div>
      )}
    </FormDialog>
  )
}

interface FirstCodeProps {
  readonly base: string
  readonly begun: TotpBegun
  readonly onClose: () => void
  readonly onAgain: () => void
  readonly onConfirmed: (totp: TotpBody) => void
}

function FirstCode({ base, begun, onClose, onAgain, onConfirmed }: FirstCodeProps): JSX.Element {
  const text = useText(codesText).setUp
  const { time } = useFormat()
  const api = useApi()
  const change = useChanging()
  const [code, setCode] = useState('')
  const [looked, setLooked] = useState(false)
  if (change.fault?.code === 'not_found') return <Over onClose={onClose} onAgain={onAgain} />
  const confirm = (): void => {
    setLooked(true)
    if (code.trim() === '') return
    const body: ConfirmTotpBody = { code }
    void change.run(() => api.send<TotpBody>('POST', `${base}/totps/${begun.id}/confirm`, body), onConfirmed)
  }
  return (
    <FormDialog
      title={text.title}
      submit={text.check}
      busy={change.busy}
      fault={isRefusal(change.fault) ? undefined : change.fault}
      onSubmit={confirm}
      onClose={onClose}
    >
      <p>{text.scan}</p>
      <Qr content={begun.link} />
      <CopyField label={text.secret} value={begun.secret} hint={text.secretHint} lines={2} />
      <p class="small">
        <a href={begun.link}>{text.open}</a>
      </p>
      <TextField
        label={text.code}
        hint={`${text.codeHint} ${text.until(time(begun.expiresAtMs))}`}
        fault={faultOf(code, looked, change.fault, text)}
        value={code}
        onValue={(typed) => {
          setCode(typed)
          setLooked(false)
          change.forget()
        }}
        inputMode="numeric"
        autocomplete="one-time-code"
        maxLength={64}
        first
      />
    </FormDialog>
  )
}

/** Too late, or replaced by a newer attempt. */
function Over({ onClose, onAgain }: Pick<FirstCodeProps, 'onClose' | 'onAgain'>): JSX.Element {
  const text = useText(codesText).setUp
  return (
    <Dialog title={text.title} onClose={onClose}>
      <div class="form" role="alert">
        <Note tone="warn">
          <p>{text.over}</p>
        </Note>
        <div class="buttons">
          <button type="button" class="button button--primary" data-first onClick={onAgain}>
            {text.again}
          </button>
        </div>
      </div>
    </Dialog>
  )
}

const isRefusal = (fault: Fault | undefined): boolean =>
  fault?.code === 'code_refused' || fault?.code === 'body_invalid'

function faultOf(
  code: string,
  looked: boolean,
  fault: Fault | undefined,
  text: { readonly codeMissing: string; readonly refused: string },
): string | undefined {
  if (looked && code.trim() === '') return text.codeMissing
  return isRefusal(fault) ? text.refused : undefined
}
