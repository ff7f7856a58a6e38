// The table of known browsers as Kysely sees it (migration 4).
import type { AccountId, AppId, BrowserId, BrowserStateName } from '@countersign/protocol'

export interface BrowserTables {
  browser: BrowserTable
}

/** Keys that browsers keep at login pages. Lives until removed, unused for KNOWN_BROWSER_DAYS, or with its account. */
export interface BrowserTable {
  id: string
  account_id: AccountId
  app_id: AppId
  /** As the browser calls itself; unique for account and app. */
  drawn_id: BrowserId
  origin: string
  public_key: Uint8Array
  browser: string
  address: string
  place: string
  state: BrowserStateName
  added_at_ms: number
  last_used_at_ms: number
}
