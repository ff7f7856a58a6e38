// What follows from the state of the app without anybody asking: the badge, the language of notifications, and notifications that are answered on the screen.
import type { AppState } from '../app-state.js'
import { languageFor } from '../preferences.js'
import type { Store } from '../store.js'
import { tagOf } from '../worker/notifications.js'
import type { RingPlace } from './place.js'
import type { Ringing } from './ringing.js'

/** Returns how to end it. */
export function followState(store: Store<AppState>, place: RingPlace, ringing: Ringing): () => void {
  let shown: AppState | undefined
  const follow = (): void => {
    const now = store.get()
    const before = shown
    shown = now
    if (now.preferences !== before?.preferences) ringing.speak(languageFor(now.preferences))
    if (now.open === before?.open) return
    place.setBadge(now.open.length)
    // Requests on the screen need no notification; a page in the background shows nothing to anybody.
    if (document.visibilityState !== 'visible') return
    // Of those that have just ended, too: answered here, or elsewhere.
    const seen = new Set([...now.open, ...(before?.open ?? [])].map(({ deviceId }) => deviceId))
    for (const deviceId of seen) void place.clear(tagOf(deviceId))
  }
  const look = (): void => {
    if (document.visibilityState === 'visible') ringing.look()
  }
  follow()
  const unwatch = store.watch(follow)
  document.addEventListener('visibilitychange', look)
  return () => {
    unwatch()
    document.removeEventListener('visibilitychange', look)
  }
}
