// Checks the whole record, and says what came of it: whole, or where it was tampered with and how.
import type { AuditVerification } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { CopyField } from '../parts/copy-field.js'
import { TextField } from '../parts/fields.js'
import { FaultNote, Note, Working } from '../parts/notes.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { auditText } from './text.js'

export function Verify(): JSX.Element {
  const text = useText(auditText).verify
  const api = useApi()
  const check = useChanging()
  const [verified, setVerified] = useState<AuditVerification>()
  const [noted, setNoted] = useState('')
  const wrong = noted.trim() !== '' && !NOTED.test(noted.trim())
  return (
    <section class="verify" aria-live="polite">
      {check.busy ? (
        <Working words={text.working} />
      ) : (
        <button
          type="button"
          class="button"
          disabled={wrong}
          onClick={() =>
            void check.run(
              () =>
                api.send<AuditVerification>('POST', '/audit/verify', undefined, {
                  query: { noted: noted.trim() },
                }),
              setVerified,
            )
          }
        >
          {text.do}
        </button>
      )}
      <details class="small">
        <summary>{text.noted}</summary>
        <TextField
          label={text.notedLabel}
          hint={text.notedHint}
          fault={wrong ? text.notedInvalid : undefined}
          value={noted}
          onValue={setNoted}
        />
      </details>
      <FaultNote fault={check.fault} />
      {verified &&
        !check.busy &&
        (verified.ok ? <Whole verified={verified} /> : <Broken verified={verified} />)}
    </section>
  )
}

/** As the server takes it, and as it is shown below. */
const NOTED = /^\d{1,15}:[\w-]{43}$/

interface ResultProps {
  readonly verified: AuditVerification
}

function Whole({ verified }: ResultProps): JSX.Element {
  const text = useText(auditText).verify
  const format = useFormat()
  const { entries, waiting, checkpoints, lastCheckpointAtMs, end } = verified
  return (
    <Note tone="good">
      <p>
        <strong>{text.whole(format.number(entries))}</strong>
      </p>
      <p>
        {lastCheckpointAtMs === null
          ? text.wholeNoCheckpoint
          : text.wholeLead(format.number(checkpoints), format.dateTime(lastCheckpointAtMs))}{' '}
        {waiting > 0 && text.waiting(waiting)}
      </p>
      {end && <CopyField label={text.end} value={`${end.sequence}:${end.hash}`} hint={text.endHint} />}
    </Note>
  )
}

function Broken({ verified: { faults } }: ResultProps): JSX.Element {
  const text = useText(auditText).verify
  const format = useFormat()
  return (
    <Note tone="danger">
      <p>
        <strong>{text.broken(faults.length)}</strong>
      </p>
      <ul class="consequences" aria-label={text.entries}>
        {faults.map(({ kind, sequence, entryId }) => (
          <li key={`${kind} ${sequence}`}>
            {text.faults[kind](format.number(sequence))} {entryId !== null && <code>{entryId}</code>}
          </li>
        ))}
      </ul>
      <p>{text.brokenLead}</p>
    </Note>
  )
}
