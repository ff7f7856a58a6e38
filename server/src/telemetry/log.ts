// The structured log: JSON lines of events; what a field may hold is decided here, so that no caller can log a secret by mistake.
import type { DestinationStream, Level } from 'pino'
import pino from 'pino'
import type { Log } from '../core/ports.js'

/** A log that must be flushed before the process ends. */
export interface ProcessLog extends Log {
  flush(): void
}

/**
 * Lines on the standard output, or on `destination`. A field holds a number, a flag or a short text; bytes, objects and texts
 * that could be a secret are withheld, and the line says so.
 */
export function createLog(
  level: Level | 'silent',
  destination: DestinationStream = pino.destination({ dest: 1, sync: true }),
): ProcessLog {
  const logger = pino(
    {
      level,
      base: null,
      // The event is what one searches for; the time is UTC in words (SECURITY.md J1).
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  )
  const write =
    (severity: 'info' | 'warn' | 'error') =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      if (logger.isLevelEnabled(severity)) logger[severity](safeFields(event, fields), event)
    }
  return {
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    flush: () => logger.flush(),
  }
}

/** Longest text of a field; names and user agents are cut, nothing useful is longer. */
const TEXT_MAX = 200
/** Deepest chain of causes that is followed. */
const CAUSES_MAX = 3
/**
 * A run of this many characters of base64url is what a key, nonce, tag or token of 32 bytes looks like (43), or an API key.
 * Ids are UUIDs of 36.
 */
const SECRET_LIKE = /[\w-]{40,}/g

/**
 * What looks like a key and is none, by event and field: the hash at the audit's end, which is there to be kept
 * elsewhere. Nothing else may ever stand in that field.
 */
const PUBLIC_HASHES: Readonly<Record<string, string>> = { audit_end: 'hash' }
const HASH = /^[\w-]{43}$/

function safeFields(event: string, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    const isPublic = PUBLIC_HASHES[event] === name && typeof value === 'string' && HASH.test(value)
    out[name] = isPublic ? value : safeValue(value)
  }
  return out
}

function safeValue(value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string') return safeText(value)
  if (value instanceof Error) return safeError(value, CAUSES_MAX)
  if (Array.isArray(value))
    return value.slice(0, 16).map((entry) => (isPlain(entry) ? safeValue(entry) : WITHHELD))
  return WITHHELD
}

const WITHHELD = '[withheld]'

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function safeText(text: string): string {
  const shown = text.replace(SECRET_LIKE, WITHHELD)
  return shown.length > TEXT_MAX ? `${shown.slice(0, TEXT_MAX)}…` : shown
}

/** Name, code, words and the places in our code; never an error's own fields, which may hold what was being handled. */
function safeError(error: Error, depth: number): Record<string, unknown> {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const places = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line))
  return {
    name: error.name,
    ...code,
    message: safeText(error.message),
    stack: places.slice(0, 8).map((line) => line.trim()),
    ...(error.cause instanceof Error && depth > 0 ? { cause: safeError(error.cause, depth - 1) } : {}),
  }
}
