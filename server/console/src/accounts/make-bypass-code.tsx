// Makes a code that a help desk tells somebody: why and for how long are asked for; then it is shown this one time, to be read out.

import { formatBypassCode, readCode } from '@countersign/protocol'
import type { AccountRow, BypassCodeMade, MakeBypassCodeBody } from '@countersign/protocol/admin'
import { REASON_MAX_BYTES } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { FormDialog } from '../parts/dialog.js'
import { CheckField, ChoiceField, TextArea } from '../parts/fields.js'
import { Note } from '../parts/notes.js'
import { StayDialog } from '../parts/stay-dialog.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import type { BypassLength } from './bypass-text.js'
import { bypassLengths, bypassText } from './bypass-text.js'

interface MakeBypassCodeProps {
  readonly account: Pick<AccountRow, 'id' | 'userId'>
  readonly onClose: () => void
  readonly onMade: () => void
}

export function MakeBypassCode({ account, onClose, onMade }: MakeBypassCodeProps): JSX.Element {
  const text = useText(bypassText)
  const api = useApi()
  const change = useChanging()
  const [reason, setReason] = useState('')
  const [length, setLength] = useState<BypassLength>('60')
  const [looked, setLooked] = useState(false)
  const [made, setMade] = useState<BypassCodeMade>()
  if (made) return <TellCode {...{ account, made }} onDone={onClose} />
  const body: MakeBypassCodeBody = { reason: reason.trim(), minutes: Number(length) }
  const submit = (): void => {
    setLooked(true)
    if (body.reason === '') return
    void change.run(
      () => api.send<BypassCodeMade>('POST', `/accounts/${account.id}/bypass-codes`, body),
      (code) => {
        setMade(code)
        onMade()
      },
    )
  }
  return (
    <FormDialog
      title={text.makeTitle(account.userId)}
      submit={text.submit}
      busy={change.busy}
      fault={change.fault}
      onSubmit={submit}
      onClose={onClose}
    >
      <Note tone="warn">
        {text.makeMeans.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Note>
      <TextArea
        label={text.reason}
        hint={text.reasonHint}
        value={reason}
        onValue={setReason}
        maxLength={REASON_MAX_BYTES}
        fault={looked && body.reason === '' ? text.reasonMissing : undefined}
        first
      />
      <ChoiceField<BypassLength>
        legend={text.howLong}
        value={length}
        options={bypassLengths.map((minutes) => ({ value: `${minutes}`, label: text.lengths[minutes] }))}
        onValue={setLength}
      />
    </FormDialog>
  )
}

interface TellCodeProps extends Pick<MakeBypassCodeProps, 'account'> {
  readonly made: BypassCodeMade
  readonly onDone: () => void
}

function TellCode({ account, made, onDone }: TellCodeProps): JSX.Element {
  const text = useText(bypassText)
  const { dateTime } = useFormat()
  const [told, setTold] = useState(false)
  const digits = readCode(made.code)?.code ?? made.code
  return (
    <StayDialog title={text.makeTitle(account.userId)}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (told) onDone()
        }}
      >
        <p>{text.madeLead(account.userId, dateTime(made.expiresAtMs))}</p>
        <p class="spoken-code">
          <span aria-hidden="true">{formatBypassCode(digits)}</span>
          {/* Readers speak digits one by one only when they are spaced. */}
          <span class="unseen">{[...digits].join(' ')}</span>
        </p>
        <p class="small soft">{text.madeHow}</p>
        <CheckField label={text.told} checked={told} onChecked={setTold} />
        <div class="buttons">
          <button type="submit" class="button button--primary" disabled={!told}>
            {text.done}
          </button>
        </div>
      </form>
    </StayDialog>
  )
}
