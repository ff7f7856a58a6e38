// Masked PIN keys of a device in Node: one private file each. Whoever reads it has five tries at the server, and none at home.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fromBase64Url, toBase64Url } from '@countersign/protocol'
import { DeviceError } from './error.js'
import { requireKeyId } from './keystore.js'
import type { KeptPin, PinStore } from './pin-store.js'
import { parseKeptPin } from './pin-store.js'
import { readPrivate, requirePrivateDirectory, writeDurably } from './private-files.js'

/**
 * As JSON with mode 0600, `<directory>/<deviceId>.pin`: the masked key, which no PIN is told by.
 *
 * @param directory as of `fileKeystore`; a file that others may read is refused (`key_exposed`).
 *
 * @example
 * const device = await openDevice({ pairing, store, keystore, pins: filePinStore('./countersign') })
 */
export function filePinStore(directory: string): PinStore {
  const pathOf = (deviceId: string): string => {
    requireKeyId(deviceId)
    return join(directory, `${deviceId}.pin`)
  }
  return {
    async open(deviceId) {
      const text = await readPrivate(pathOf(deviceId))
      return text === undefined ? [] : parseFile(text)
    },
    async save(deviceId, pins) {
      await requirePrivateDirectory(directory)
      await writeDurably(pathOf(deviceId), `${JSON.stringify(pins.map(asText), undefined, 2)}\n`)
    },
    async remove(deviceId) {
      await rm(pathOf(deviceId), { force: true })
    },
  }
}

function asText({ salt, blob, ...pin }: KeptPin): Readonly<Record<string, unknown>> {
  return { ...pin, salt: toBase64Url(salt), blob: toBase64Url(blob) }
}

function parseFile(text: string): readonly KeptPin[] {
  const pins = jsonOf(text)
  const kept = Array.isArray(pins) ? pins.map(fromText) : [undefined]
  return kept.map((pin) => {
    if (pin === undefined) throw new DeviceError('storage_failed', 'the file of a PIN is malformed')
    return pin
  })
}

function fromText(value: unknown): KeptPin | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { salt, blob, ...pin } = value as Readonly<Record<string, unknown>>
  if (typeof salt !== 'string' || typeof blob !== 'string') return undefined
  return parseKeptPin({ ...pin, salt: fromBase64Url(salt), blob: fromBase64Url(blob) })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DeviceError('storage_failed', 'the file of a PIN is not JSON', { cause })
  }
}
