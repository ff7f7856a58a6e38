// Lets somebody in without their phone for a time: how long and why are asked for, and what it means is said.
import type { AccountBody, AccountRow, DisableSecondFactorBody } from '@countersign/protocol/admin'
import { SECOND_FACTOR_OFF_MAX_DAYS } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { FormDialog } from '../parts/dialog.js'
import { ChoiceField, TextArea, TextField } from '../parts/fields.js'
import { Note } from '../parts/notes.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import type { OffLength } from './off-until.js'
import { offLengths, offUntilMs } from './off-until.js'
import { taskText } from './task-text.js'

interface SecondFactorOffProps {
  readonly account: AccountRow
  readonly onClose: () => void
  readonly onChanged: () => void
}

export function SecondFactorOff({ account, onClose, onChanged }: SecondFactorOffProps): JSX.Element {
  const text = useText(taskText)
  const { dateTime } = useFormat()
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const [length, setLength] = useState<OffLength>('hour')
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const [looked, setLooked] = useState(false)
  const untilMs = offUntilMs(length, until, Date.now())
  const submit = (): void => {
    setLooked(true)
    if (untilMs === undefined || reason.trim() === '') return
    const body: DisableSecondFactorBody = { untilMs, reason: reason.trim() }
    void change.run(
      () => api.send<AccountBody>('POST', `/accounts/${account.id}/second-factor/disable`, body),
      () => {
        say({ words: text.offDone(account.userId, dateTime(untilMs)) })
        onClose()
        onChanged()
      },
    )
  }
  return (
    <FormDialog
      title={text.offTitle(account.userId)}
      submit={text.offSubmit}
      danger
      busy={change.busy}
      fault={change.fault}
      onSubmit={submit}
      onClose={onClose}
    >
      <p class="soft">{text.offLead}</p>
      <Note tone="warn">
        {text.offMeans.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Note>
      <TextArea
        label={text.offReason}
        hint={text.offReasonHint}
        value={reason}
        onValue={setReason}
        maxLength={500}
        fault={looked && reason.trim() === '' ? text.offReasonMissing : undefined}
        first
      />
      <ChoiceField
        legend={text.offFor}
        value={length}
        options={offLengths.map((value) => ({ value, label: text.offLengths[value] }))}
        onValue={setLength}
      />
      {length === 'until' && (
        <TextField
          label={text.offUntil}
          type="datetime-local"
          value={until}
          onValue={setUntil}
          fault={looked && untilMs === undefined ? text.offUntilWrong(SECOND_FACTOR_OFF_MAX_DAYS) : undefined}
        />
      )}
    </FormDialog>
  )
}
