// What flows need of the storage to show an admin the whole at a glance: counts by the minute, and how many there are of a thing.
import type { AppId } from '@countersign/protocol'

export interface MinuteCount {
  /** Minutes since 1970. */
  readonly minute: number
  readonly appId: AppId
  /** The past participle of the audit's `login.…`. */
  readonly outcome: string
  readonly count: number
}

export interface Census {
  readonly accounts: { readonly total: number; readonly suspended: number; readonly withoutDevice: number }
  readonly devices: { readonly active: number; readonly suspended: number }
}

export interface CountStore {
  add(counts: readonly MinuteCount[]): Promise<void>
  /** From a minute up to, not including, another; of all apps or of one; ascending. */
  minutes(from: number, to: number, appId?: AppId): Promise<readonly MinuteCount[]>
  /** Counts every account and device: milliseconds at 100,000, so not for every request. */
  census(): Promise<Census>
  /** Removes minutes before one, at most `limit`; returns how many. */
  purge(beforeMinute: number, limit: number): Promise<number>
}
