// Words a person typed → values of the right kind, or the fault that says what was expected. User IDs, names and origins are the flows' to judge.
import type { DeviceId, TicketId } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import { durationMs } from './duration.js'
import type { Fault } from './report.js'

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault }

export function readDeviceId(text: string): Read<DeviceId> {
  // Sound: a UUID is all the brand promises; whether the device exists is the flow's to say.
  return isId(text) ? read(text as DeviceId) : wrong('DEVICE_ID', 'an id as shown by countersign device list')
}

export function readTicketId(text: string): Read<TicketId> {
  // Sound: as above.
  return isId(text) ? read(text as TicketId) : wrong('TICKET', 'the id printed by countersign pair')
}

/** The six digits, with or without the space that phones show in the middle. */
export function readConfirmation(text: string): Read<string> {
  const digits = text.replace(/[\s-]/g, '')
  return /^\d{6}$/.test(digits)
    ? read(digits)
    : wrong('--confirmation', 'the six digits that the phone shows')
}

export function readDuration(option: string, text: string): Read<number> {
  const value = durationMs(text)
  return value === undefined ? wrong(option, 'a time like 90s, 15m, 24h or 7d, at most a year') : read(value)
}

/** A moment with its offset, so that nobody guesses a time zone (RFC 3339 §5.6). */
export function readInstant(option: string, text: string): Read<number> {
  const shaped = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/.test(text)
  const atMs = shaped ? Date.parse(text) : Number.NaN
  return atMs >= 0
    ? read(atMs)
    : wrong(option, 'a time with its offset, like 2026-12-24T18:00:00Z or 2026-12-24T18:00+01:00')
}

export function readCount(option: string, text: string, max: number): Read<number> {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return value >= 1 && value <= max ? read(value) : wrong(option, `a number from 1 to ${max}`)
}

/** Empty, or six hex digits after a #. */
export function readColour(option: string, text: string): Read<string> {
  const colour = text.toLowerCase()
  return /^(?:#[0-9a-f]{6})?$/.test(colour) ? read(colour) : wrong(option, 'a colour like #0b5c6b')
}

/** One of the words that `known` lists. */
export function readOneOf<T extends string>(option: string, text: string, known: readonly T[]): Read<T> {
  const found = known.find((each) => each === text)
  return found === undefined ? wrong(option, `one of ${known.join(', ')}`) : read(found)
}

function read<T>(value: T): Read<T> {
  return { ok: true, value }
}

function wrong(what: string, expected: string): { readonly ok: false; readonly fault: Fault } {
  return {
    ok: false,
    fault: {
      exit: 'usage',
      code: 'value_invalid',
      sentence: `${what}: expected ${expected}`,
      next: 'the same command with --help',
    },
  }
}
