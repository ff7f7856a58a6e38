// Setting and changing this phone's PIN: the form, what may be wrong with what was typed, and what the server says.
import type { Device, PinFault } from '@countersign/client-sdk'
import { DeviceError, pinBytes, pinFault } from '@countersign/client-sdk'
import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Working } from '../parts/screen.js'
import { SecretField, takeFrom } from './secret-field.js'
import type { PinMessages } from './text.js'
import { usePinText } from './text.js'

type FormFault = keyof PinMessages['faults']
type FormState = 'idle' | 'busy' | { readonly fault: FormFault }

interface PinFormProps {
  readonly device: Device
  readonly onDone: () => void
  readonly onLater?: () => void
}

/** With the old PIN first where there is one. Whatever was typed is gone from the page as soon as it was tried. */
export function PinForm({ device, onDone, onLater }: PinFormProps): JSX.Element {
  const text = usePinText()
  const [state, setState] = useState<FormState>('idle')
  const fields = {
    old: useRef<HTMLInputElement>(null),
    first: useRef<HTMLInputElement>(null),
    second: useRef<HTMLInputElement>(null),
  }
  const isChange = device.pin.status.state === 'here'
  const submit = (): void => {
    const [old, first, second] = [takeFrom(fields.old), takeFrom(fields.first), takeFrom(fields.second)]
    const fault = faultOfTyped(first, second, device)
    if (fault !== undefined) {
      setState({ fault })
      fields.first.current?.focus()
      return
    }
    setState('busy')
    const work = isChange
      ? device.pin.change(pinBytes(old), pinBytes(first))
      : device.pin.set(pinBytes(first))
    work.then(onDone, (error: unknown) => setState({ fault: faultOf(error) }))
  }
  if (state === 'busy') return <Working words={text.working} />
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {typeof state === 'object' && (
        <p class="field__fault" role="alert">
          {text.faults[state.fault]}
        </p>
      )}
      {isChange && <SecretField label={text.old} field={fields.old} />}
      <SecretField label={text.first} field={fields.first} hint={text.hint} isNew />
      <SecretField label={text.second} field={fields.second} isNew />
      <button type="submit" class="button button--primary button--wide">
        {text.save}
      </button>
      {onLater && (
        <button type="button" class="button button--plain" onClick={onLater}>
          {text.later}
        </button>
      )}
    </form>
  )
}

function faultOfTyped(first: string, second: string, { pairing }: Device): PinFault | 'differ' | undefined {
  const fault = pinFault(first, [pairing.userId, pairing.serverName, pairing.deviceName])
  return fault ?? (first.normalize('NFKC') === second.normalize('NFKC') ? undefined : 'differ')
}

function faultOf(error: unknown): FormFault {
  if (!(error instanceof DeviceError)) throw error
  if (error.code === 'server_unreachable' || error.code === 'stopped') return 'offline'
  if (error.serverCode === 'pin_wrong') return error.tries?.left === 0 ? 'suspended' : 'pin_wrong'
  if (error.serverCode === 'device_suspended') return 'suspended'
  return error.serverCode === 'too_many_requests' ? 'too_often' : 'failed'
}
