// What the screens show of ringing: what the browser allows, how each account is woken, and news about that.
import type { DeviceId } from '@countersign/protocol'
import type { RingSupport } from './place.js'

/** `unavailable`: its server wakes no phones, or is not the one of this app. `ended`: it rang, and cannot be made to again by itself. */
export type AccountRinging = 'unavailable' | 'off' | 'on' | 'ended'

export interface RingingState {
  readonly support: RingSupport
  /** By device id; an account that is not here has not said it yet. */
  readonly accounts: Readonly<Record<string, AccountRinging>>
  /** It had stopped, and was made to ring again without asking. */
  readonly mended: boolean
  /** The person does not want to be asked on the home screen. */
  readonly notNow: boolean
  /** It was offered since the app was opened: asking twice in a row is nagging. */
  readonly offered: boolean
}

/** A tap on a notification brought the person here; `none`: nothing waits any more. */
export interface RangVisit {
  readonly deviceId: DeviceId
  readonly step: 'looking' | 'here' | 'none' | 'unreachable'
}

export const silent: RingingState = {
  support: 'no_push',
  accounts: {},
  mended: false,
  notNow: false,
  offered: false,
}

/** Whether the home screen asks: accounts could ring, and nobody has been asked or has said no. */
export function mayAsk({ support, accounts, notNow, offered }: RingingState): boolean {
  if (notNow || offered || (support !== 'ask' && support !== 'granted')) return false
  return Object.values(accounts).includes('off')
}
