// The PIN of a terminal device: from a private file, in the place of a person who types it; set when a login asks and there is none.
import { readFileSync, statSync } from 'node:fs'
import type { Device, OpenRequest, Verifying } from '@countersign/client-sdk'
import { DeviceError, pinBytes, pinFault } from '@countersign/client-sdk'

/** Read anew for each answer, so that the process holds it no longer than that. */
export type ReadPin = () => string

/** The first line of a file that nobody else may read. Throws with what is wrong with it. */
export function pinFrom(path: string): ReadPin {
  return () => {
    const [first = ''] = readPrivate(path).split(/\r?\n/)
    if (pinFault(first) !== undefined) throw unfit()
    return first
  }
}

/** What proves that the person is there; undefined: nothing is asked for. `device.approve` says so when it is and no file was named. */
export async function verifyingBy(
  device: Device,
  { verification }: OpenRequest,
  read: ReadPin | undefined,
): Promise<Verifying | undefined> {
  const { state } = device.pin.status
  if (read === undefined || (verification === 'none' && state !== 'here')) return undefined
  if (state === 'none') await device.pin.set(pinBytes(read()))
  return { pin: pinBytes(read()) }
}

function readPrivate(path: string): string {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) throw exposed()
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof DeviceError) throw cause
    throw new DeviceError('pin_missing', `the file of the PIN cannot be read: ${path}`, { cause })
  }
}

function exposed(): DeviceError {
  return new DeviceError('key_exposed', 'others may read the file of the PIN: mode 0600 expected')
}

function unfit(): DeviceError {
  const expected = 'a PIN of 6 to 64 characters that is not a common one expected'
  return new DeviceError('pin_missing', `the first line of the file: ${expected}`)
}
