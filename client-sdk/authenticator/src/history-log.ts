// The list of requests this device has seen, with how each ended; newest first, at most 100, on this device only.
import type { ChallengeStateName } from '@countersign/protocol'
import type { AppState, Held } from './app-state.js'
import type { Database } from './database.js'
import type { Store } from './store.js'

/** Enough to look back over weeks; a list nobody scrolls further than. */
const HISTORY_MAX = 100

export interface HistoryEntry {
  readonly id: string
  readonly deviceId: string
  readonly serverName: string
  readonly userId: string
  readonly appName: string
  readonly address: string
  readonly place: string
  readonly browser: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  readonly state: ChallengeStateName
  readonly byThisDevice: boolean
}

export interface HistoryLog {
  /** Writes down that a request came, or how it ended. The newest word counts. */
  note(held: Held, state: ChallengeStateName, byThisDevice: boolean): void
  /** Later truth about an entry whose request is no longer at hand. */
  correct(entry: HistoryEntry, state: ChallengeStateName): void
  clear(): Promise<void>
}

export function createHistoryLog(store: Store<AppState>, database: Database): HistoryLog {
  // Writes follow each other: two at once could leave the older list behind.
  let last: Promise<void> = Promise.resolve()
  const save = (entries: readonly HistoryEntry[]): Promise<void> => {
    store.patch({ history: entries })
    last = last.then(() => database.saveHistory(entries)).catch(() => store.patch({ historyUnsaved: true }))
    return last
  }
  const put = (entry: HistoryEntry): void => {
    const others = store.get().history.filter((known) => known.id !== entry.id)
    void save([entry, ...others].sort((a, b) => b.issuedAtMs - a.issuedAtMs).slice(0, HISTORY_MAX))
  }
  return {
    note: (held, state, byThisDevice) => put(entryOf(held, state, byThisDevice)),
    correct: (entry, state) => put({ ...entry, state }),
    clear: () => save([]),
  }
}

function entryOf(
  { deviceId, request }: Held,
  state: ChallengeStateName,
  byThisDevice: boolean,
): HistoryEntry {
  const { challengeId, serverName, userId, appName, address, place, browser, issuedAtMs, expiresAtMs } =
    request
  return {
    id: `${deviceId}/${challengeId}`,
    deviceId,
    serverName,
    userId,
    appName,
    address,
    place,
    browser,
    issuedAtMs,
    expiresAtMs,
    state,
    byThisDevice,
  }
}
