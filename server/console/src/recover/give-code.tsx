// The two steps after it: a code, then one of another kind. The field takes every kind; its shape tells which it is.
import type { CodeWay, RecoveryProven } from '@countersign/protocol'
import { readCode } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Api } from '../api/client.js'
import { useChanging } from '../api/context.js'
import { TextField } from '../parts/fields.js'
import { Heading } from '../parts/page.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { RecoverFault } from './fault.js'
import { recoverText } from './text.js'

interface GiveCodeProps {
  readonly api: Api
  /** The kind that was right; undefined: none yet. */
  readonly shown: CodeWay | undefined
  readonly expiresAtMs: number
  readonly onProven: (proven: RecoveryProven) => void
  readonly onAnew: () => void
}

export function GiveCode({ api, shown, expiresAtMs, onProven, onAnew }: GiveCodeProps): JSX.Element {
  const text = useText(recoverText).code
  const { time } = useFormat()
  const [code, setCode] = useState('')
  const [unread, setUnread] = useState<'missing' | 'shape'>()
  const prove = useChanging()
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        prove.forget()
        const fault = code.trim() === '' ? 'missing' : readCode(code) === undefined ? 'shape' : undefined
        setUnread(fault)
        if (fault !== undefined) return
        void prove.run(() => api.send<RecoveryProven>('POST', '/recovery/code', { code }), onProven)
      }}
    >
      <div class="stack">
        <Heading>{shown === undefined ? text.firstTitle : text.secondTitle}</Heading>
        <p class="soft">{shown === undefined ? text.firstLead : text.secondLead[shown]}</p>
      </div>
      <TextField
        // Another field for the second code: what was typed first is gone from it, and the cursor is in it.
        key={shown ?? 'first'}
        label={text.label}
        fault={unread && text[unread]}
        value={code}
        autocomplete="one-time-code"
        maxLength={64}
        disabled={prove.busy}
        first
        onValue={(value) => {
          setCode(value)
          setUnread(undefined)
        }}
      />
      {prove.fault && <RecoverFault fault={prove.fault} />}
      <button type="submit" class="button button--primary button--wide" disabled={prove.busy}>
        {prove.busy ? text.checking : text.go}
      </button>
      <button type="button" class="button button--wide" onClick={onAnew}>
        {text.other}
      </button>
      <p class="soft small">{text.none}</p>
      <p class="soft small">{text.until(time(expiresAtMs))}</p>
    </form>
  )
}
