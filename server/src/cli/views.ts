// How records are shown: the same few fields in JSON for every command, and one line each for a person.

import { createHash } from 'node:crypto'
import { deviceThumbprintPreimage, toBase64Url } from '@countersign/protocol'
import type { App, Device } from '../core/records.js'
import { columns, when } from './report.js'

export interface DeviceView {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly state: string
  /** Base64url of SHA-256: what a web app pins. */
  readonly thumbprint: string
  readonly createdAtMs: number
  readonly changedAtMs: number
}

export function deviceView(device: Device): DeviceView {
  const { id, accountId, name, state, publicKey, createdAtMs, changedAtMs } = device
  const thumbprint = createHash('sha256').update(deviceThumbprintPreimage(publicKey)).digest()
  return { id, accountId, name, state, thumbprint: toBase64Url(thumbprint), createdAtMs, changedAtMs }
}

export function appView({ id, name, origins, mayEnrol, createdAtMs }: App): Record<string, unknown> {
  return { id, name, origins, mayEnrol, createdAtMs }
}

export function deviceTable(devices: readonly Device[]): string {
  if (devices.length === 0) return 'no devices'
  return columns(
    ['DEVICE ID', 'NAME', 'STATE', 'PAIRED'],
    devices.map(({ id, name, state, createdAtMs }) => [id, name, stateWords[state], when(createdAtMs)]),
  )
}

const stateWords: Readonly<Record<Device['state'], string>> = {
  pending_confirm: 'waits for confirmation',
  active: 'active',
  suspended: 'may only deny',
  revoked: 'removed',
}
