// What flows need of the storage of known browsers.
import type { AccountId, AppId, BrowserId, BrowserStateName } from '@countersign/protocol'

/** A browser that signed in to one app as one account, and keeps a key at that app's login page ([KB…]). */
export interface Browser {
  readonly id: string
  readonly accountId: AccountId
  readonly appId: AppId
  /** As the browser calls itself, to whichever account: one computer may be several people's. */
  readonly drawnId: BrowserId
  readonly origin: string
  readonly publicKey: Uint8Array
  readonly seen: BrowserSeen
  readonly state: BrowserStateName
  readonly addedAtMs: number
  readonly lastUsedAtMs: number
}

/** What it looked like when it was used last. */
export interface BrowserSeen {
  readonly browser: string
  readonly address: string
  readonly place: string
}

export interface BrowserStore {
  /** False when the account has one of that drawn id at that app. */
  add(browser: Browser): Promise<boolean>
  byId(id: string): Promise<Browser | undefined>
  byDrawnId(accountId: AccountId, appId: AppId, drawnId: BrowserId): Promise<Browser | undefined>
  /** Last used first. */
  ofAccount(accountId: AccountId): Promise<readonly Browser[]>
  noteUse(id: string, seen: BrowserSeen, nowMs: number): Promise<void>
  /** Compare-and-set waiting → known. */
  trust(id: string): Promise<boolean>
  /** True for the one caller that removed it. */
  remove(id: string): Promise<boolean>
  removeOf(accountId: AccountId): Promise<number>
  /** Removes those that were not used since a time, at most `limit`; returns how many. */
  purge(unusedSinceMs: number, limit: number): Promise<number>
}
