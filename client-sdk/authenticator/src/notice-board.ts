// What the accounts on this phone were told: kept while the app is open, with the time up to which the person has read it.
import type { DeviceId, Notice } from '@countersign/protocol'
import type { AppState } from './app-state.js'
import type { Store } from './store.js'

/** More than anybody reads; the servers send the newest twenty. */
const KEPT_MAX = 50
const KEY = 'countersign.noticesRead'

export interface NoticeBoard {
  /** Takes in what a server told, in whatever order and as often as it comes. */
  take(deviceId: DeviceId, told: readonly Notice[]): void
  /** The person has the list before their eyes. */
  markRead(deviceId: DeviceId): void
}

export function createNoticeBoard(store: Store<AppState>): NoticeBoard {
  store.patch({ noticesReadMs: loadRead() })
  const read = (deviceId: DeviceId, atMs: number): void => {
    const noticesReadMs = { ...store.get().noticesReadMs, [deviceId]: atMs }
    store.patch({ noticesReadMs })
    saveRead(noticesReadMs)
  }
  return {
    take(deviceId, told) {
      const { notices, noticesReadMs } = store.get()
      const merged = mergeNotices(notices[deviceId] ?? [], told)
      store.patch({ notices: { ...notices, [deviceId]: merged } })
      // What was there before this phone first asked, its own pairing included, is no news to anybody.
      if (noticesReadMs[deviceId] === undefined) read(deviceId, merged[0]?.atMs ?? 0)
    },
    markRead(deviceId) {
      const newest = store.get().notices[deviceId]?.[0]
      if (newest !== undefined) read(deviceId, newest.atMs)
    },
  }
}

/** Newest first, each once. */
export function mergeNotices(known: readonly Notice[], told: readonly Notice[]): readonly Notice[] {
  const byId = new Map([...known, ...told].map((notice) => [notice.id, notice]))
  return [...byId.values()].sort((a, b) => b.atMs - a.atMs).slice(0, KEPT_MAX)
}

/** How many the person has not seen yet. */
export function unreadOf({ notices, noticesReadMs }: AppState, deviceId: DeviceId): number {
  const readMs = noticesReadMs[deviceId] ?? Number.MAX_SAFE_INTEGER
  return (notices[deviceId] ?? []).filter(({ atMs }) => atMs > readMs).length
}

/** Storage may be off, or hold what somebody else wrote: then everything counts as read from now on. */
function loadRead(): Readonly<Record<string, number>> {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    if (typeof saved !== 'object' || saved === null) return {}
    const entries: [string, unknown][] = Object.entries(saved)
    return Object.fromEntries(
      entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    )
  } catch {
    return {}
  }
}

function saveRead(readMs: Readonly<Record<string, number>>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(readMs))
  } catch {
    // Storage is off: after the next start the same notices count as read.
  }
}
