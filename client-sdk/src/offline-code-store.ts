// Where a device keeps what its offline code is made from: the interface, and the one in memory. The secret goes in and never comes out.
import type { DeviceId } from '@countersign/protocol'
import type { CodeForm, CodeKey } from './one-time-code.js'
import { importCodeKey } from './one-time-code.js'

/** Plain JSON, without the secret. */
export interface OfflineCodeTerms extends CodeForm {
  readonly algorithm: 'SHA1' | 'SHA256'
  readonly digits: 6 | 8
  /** What the server calls it. */
  readonly totpId: string
  /** The server said that it counts. */
  readonly isConfirmed: boolean
  /** The step of the code that proved it: spent, so a later one is shown. */
  readonly provenStep: number
  /** How far the server's clock was ahead of this device's at the last welcome: without a network a wrong clock is not found out. */
  readonly clockAheadMs: number
}

export interface KeptOfflineCode {
  readonly terms: OfflineCodeTerms
  readonly key: CodeKey
}

/** One for each device. Every change is durable when its promise resolves. */
export interface OfflineCodeStore {
  /** In place of the one before. Overwrites `secret`. */
  take(deviceId: DeviceId, terms: OfflineCodeTerms, secret: Uint8Array): Promise<KeptOfflineCode>
  open(deviceId: DeviceId): Promise<KeptOfflineCode | undefined>
  /** Of the one that is kept under this `totpId`; nothing happens when there is none. */
  update(deviceId: DeviceId, terms: OfflineCodeTerms): Promise<void>
  remove(deviceId: DeviceId): Promise<void>
}

/** Keeps them as long as the process runs; for tests and short scripts. */
export function memoryOfflineCodeStore(): OfflineCodeStore {
  const kept = new Map<DeviceId, KeptOfflineCode>()
  return {
    async take(deviceId, terms, secret) {
      const code = { terms, key: await importCodeKey(secret, terms.algorithm) }
      kept.set(deviceId, code)
      return code
    },
    async open(deviceId) {
      return kept.get(deviceId)
    },
    async update(deviceId, terms) {
      const before = kept.get(deviceId)
      if (before?.terms.totpId === terms.totpId) kept.set(deviceId, { ...before, terms })
    },
    async remove(deviceId) {
      kept.delete(deviceId)
    },
  }
}

/** Reads what a store holds; undefined for anything else. */
export function parseOfflineCodeTerms(value: unknown): OfflineCodeTerms | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { totpId, algorithm, digits, periodSeconds, isConfirmed, provenStep, clockAheadMs } =
    value as Readonly<Record<string, unknown>>
  if (typeof totpId !== 'string' || typeof isConfirmed !== 'boolean') return undefined
  if (algorithm !== 'SHA1' && algorithm !== 'SHA256') return undefined
  if (digits !== 6 && digits !== 8) return undefined
  if (typeof periodSeconds !== 'number' || !Number.isSafeInteger(periodSeconds) || periodSeconds < 1)
    return undefined
  if (typeof clockAheadMs !== 'number' || !Number.isSafeInteger(clockAheadMs)) return undefined
  if (typeof provenStep !== 'number' || !Number.isSafeInteger(provenStep)) return undefined
  return { totpId, algorithm, digits, periodSeconds, isConfirmed, provenStep, clockAheadMs }
}
