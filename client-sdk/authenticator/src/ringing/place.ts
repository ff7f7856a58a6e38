// What the browser lets this app do about ringing, and where the app runs: asked in one place, so that everything else can be tried without one.
import { needsInstallFirst } from '../device-name.js'

/**
 * `no_push`: this browser cannot be woken, or the app runs without its worker. `install_first`: an iPhone or iPad before the app is
 * on the Home Screen. Then what the person has said: `ask` nothing yet, `granted`, `blocked`.
 */
export type RingSupport = 'no_push' | 'install_first' | 'ask' | 'granted' | 'blocked'

export interface RingPlace {
  /** Of the server that this app was loaded from: the browser keeps one subscription, and it is that server's. */
  readonly origin: string
  support(): RingSupport
  /** Only within a tap: browsers refuse to ask otherwise. Resolves when the person has answered. */
  ask(): Promise<RingSupport>
  /** Of the active worker. Rejects when there is none. */
  pushManager(): Promise<PushManager>
  notify(title: string, options: NotificationOptions): Promise<void>
  /** Notifications of an account go away: its requests are before the person's eyes. */
  clear(tag: string): Promise<void>
  setBadge(count: number): void
  /** Storage that the browser does not clear by itself. */
  persist(): Promise<boolean>
}

/** A worker that was just registered needs a moment to start. */
const WORKER_WITHIN_MS = 10_000

export function browserRingPlace(): RingPlace {
  const support = (): RingSupport => {
    const worker = 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis
    if (!worker) return needsInstallFirst() ? 'install_first' : 'no_push'
    if (Notification.permission === 'default') return 'ask'
    return Notification.permission === 'granted' ? 'granted' : 'blocked'
  }
  return {
    origin: location.origin,
    support,
    async ask() {
      await Notification.requestPermission()
      return support()
    },
    pushManager: async () => (await activeWorker()).pushManager,
    notify: async (title, options) => (await activeWorker()).showNotification(title, options),
    async clear(tag) {
      const registration = await navigator.serviceWorker?.getRegistration()
      for (const shown of (await registration?.getNotifications({ tag })) ?? []) shown.close()
    },
    setBadge(count) {
      // Not everywhere, and not everywhere allowed: the page and the notification say the same.
      const set = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.()
      void set?.catch(() => undefined)
    },
    persist: async () => (await navigator.storage?.persist?.()) ?? false,
  }
}

function activeWorker(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new DOMException('no service worker is active', 'AbortError')), WORKER_WITHIN_MS)
  })
  return Promise.race([navigator.serviceWorker.ready, late])
}
