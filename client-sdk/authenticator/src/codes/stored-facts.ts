// The plain half of an entry as it is written down, in the vault and in files, and the strict reading of it.
import type { CodeForm } from '@countersign/client-sdk'
import type { EntryNames } from './entry.js'
import { cleanName, PERIOD_SECONDS } from './entry.js'

export interface StoredFacts extends EntryNames {
  readonly form: CodeForm
}

/** Undefined for anything that is not exactly that. */
export function readFacts(text: string): StoredFacts | undefined {
  try {
    return factsOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

export function factsOf(value: unknown): StoredFacts | undefined {
  if (!isRecord(value)) return undefined
  const { issuer, account } = value
  const form = formOf(value['form'])
  if (typeof issuer !== 'string' || typeof account !== 'string' || form === undefined) return undefined
  return { issuer: cleanName(issuer), account: cleanName(account), form }
}

function formOf(value: unknown): CodeForm | undefined {
  if (!isRecord(value)) return undefined
  const { algorithm, digits, periodSeconds } = value
  if (algorithm !== 'SHA1' && algorithm !== 'SHA256' && algorithm !== 'SHA512') return undefined
  if (digits !== 6 && digits !== 7 && digits !== 8) return undefined
  const { min, max } = PERIOD_SECONDS
  if (!Number.isInteger(periodSeconds) || Number(periodSeconds) < min || Number(periodSeconds) > max)
    return undefined
  return { algorithm, digits, periodSeconds: Number(periodSeconds) }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
