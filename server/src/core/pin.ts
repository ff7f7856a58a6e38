// A phone's PIN as the server knows it: a sealed key, and the wrong ones in a row (rules [PN4], [PN5]).
import type { DeviceId, PinTries } from '@countersign/protocol'
import { PIN_TRIES_MAX, PIN_TRIES_PER_REQUEST } from '@countersign/protocol'

export interface DevicePin {
  readonly deviceId: DeviceId
  /** Drawn by the device, base64url: names this PIN and says nothing of it. */
  readonly pinId: string
  /** The public PIN key, sealed to its row. */
  readonly sealedKey: Uint8Array
  /** Since the last right one, oldest first; at most `PIN_TRIES_MAX`. */
  readonly wrong: readonly WrongPin[]
  readonly setAtMs: number
}

export interface WrongPin {
  /** The challenge, or what else was asked. */
  readonly about: string
  /** Of the answer: the same answer again is no second try. */
  readonly counter: number
  readonly atMs: number
}

/** For good: an admin's resume does not bring it back ([PN5]). */
export function isLocked({ wrong }: Pick<DevicePin, 'wrong'>): boolean {
  return wrong.length >= PIN_TRIES_MAX
}

/** How many wrong ones there may still be: in all, and about this. */
export function triesLeft({ wrong }: Pick<DevicePin, 'wrong'>, about: string): PinTries {
  const left = Math.max(0, PIN_TRIES_MAX - wrong.length)
  const here = PIN_TRIES_PER_REQUEST - wrong.filter((each) => each.about === about).length
  return { left, here: Math.max(0, Math.min(left, here)) }
}

/** Whether this very answer was found wrong before: its sender lost the reply. */
export function wasWrong({ wrong }: Pick<DevicePin, 'wrong'>, about: string, counter: number): boolean {
  return wrong.some((each) => each.about === about && each.counter === counter)
}

/** What an admin is told of it. */
export function pinStateOf(pin: DevicePin | undefined): 'none' | 'set' | 'locked' {
  if (pin === undefined) return 'none'
  return isLocked(pin) ? 'locked' : 'set'
}
