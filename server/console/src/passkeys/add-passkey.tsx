// Adding a passkey: a name, a fresh approval if it is time for one, then the browser makes it, at the press of a button.
import type { AddPasskeyBody, PasskeyBegun, PasskeyBody } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { FormDialog } from '../parts/dialog.js'
import { TextField } from '../parts/fields.js'
import { Note } from '../parts/notes.js'
import { useText } from '../text/language.js'
import type { NotGiven } from './browser.js'
import { makePasskey } from './browser.js'
import { passkeysText } from './text.js'

interface AddPasskeyProps {
  readonly onClose: () => void
  readonly onAdded: (passkey: PasskeyBody) => void
}

export function AddPasskey({ onClose, onAdded }: AddPasskeyProps): JSX.Element {
  const text = useText(passkeysText)
  const api = useApi()
  const change = useChanging()
  const running = useRef(new AbortController())
  const [name, setName] = useState('')
  const [begun, setBegun] = useState<PasskeyBegun>()
  const [wrong, setWrong] = useState<NotGiven>()
  useEffect(() => () => running.current.abort(), [])
  const begin = (): void => void change.run(() => api.send<PasskeyBegun>('POST', '/passkeys/begin'), setBegun)
  /** A press of its own: some browsers make a passkey only right after one, and an approval may lie between. */
  const make = async (of: PasskeyBegun): Promise<void> => {
    setWrong(undefined)
    const made = await makePasskey(of, running.current.signal)
    if (running.current.signal.aborted) return
    if (typeof made === 'string') return setWrong(made)
    const body: AddPasskeyBody = { name: name.trim(), registration: of.registration, ...made }
    await change.run(() => api.send<PasskeyBody>('POST', '/passkeys', body), onAdded)
  }
  return (
    <FormDialog
      title={text.addTitle}
      submit={begun === undefined ? text.next : text.make}
      busy={change.busy}
      fault={change.fault}
      ready={name.trim() !== ''}
      onSubmit={() => (begun === undefined ? begin() : void make(begun))}
      onClose={onClose}
    >
      {begun === undefined ? (
        <>
          <p class="soft">{text.addLead}</p>
          <TextField label={text.name} hint={text.nameHint} value={name} onValue={setName} first />
        </>
      ) : (
        <p class="soft">{text.makeLead}</p>
      )}
      {wrong !== undefined && (
        <div role="alert">
          <Note tone="danger">{text.notGiven[wrong]}</Note>
        </div>
      )}
    </FormDialog>
  )
}
