// The service worker from the page's side: registers it, tells when a new release waits, and changes to it when the person says so.
import type { AppState } from './app-state.js'
import { TAKE_OVER } from './ringing/take-over.js'
import type { Store } from './store.js'

export interface Updates {
  /** Begins; without a worker the app works too, only not offline. */
  watch(): void
  /** The person agreed: the new release takes over, and the page is loaded again. */
  take(): void
}

const WORKER_URL = `${import.meta.env.BASE_URL}sw.js`
/** An app that is left open for days looks for a new release when somebody comes back to it, at most so often. */
const LOOK_EVERY_MS = 3_600_000

/** The part of Trusted Types used here; TypeScript's DOM library does not have it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string }
}

export function createUpdates(store: Store<AppState>): Updates {
  let registration: ServiceWorkerRegistration | undefined

  function follow(found: ServiceWorkerRegistration): void {
    registration = found
    const tell = (): void => {
      // The first one ever takes over by itself: there was no release before it.
      if (found.waiting !== null && found.active !== null && store.get().update === 'none')
        store.patch({ update: 'ready' })
    }
    const attend = (): void => found.installing?.addEventListener('statechange', tell)
    found.addEventListener('updatefound', attend)
    attend()
    tell()
    let lookedAtMs = performance.now()
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || performance.now() - lookedAtMs < LOOK_EVERY_MS) return
      lookedAtMs = performance.now()
      // No network, or a server that is being changed: the next look finds it.
      found.update().catch(() => undefined)
    })
  }

  /** Files of the old release are gone from now on. */
  function reloadWhenReplaced({ serviceWorker }: Navigator): void {
    let isFirst = serviceWorker.controller === null
    serviceWorker.addEventListener('controllerchange', () => {
      if (!isFirst) whenSeen(() => location.reload())
      isFirst = false
    })
  }

  return {
    watch() {
      if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
      reloadWhenReplaced(navigator)
      // The worker is asked for anew each time: an old one from a cache would keep an old release.
      const options = { scope: import.meta.env.BASE_URL, updateViaCache: 'none' } as const
      navigator.serviceWorker.register(trustedUrl(), options).then(follow, () => undefined)
    },
    take() {
      if (registration?.waiting == null) return store.patch({ update: 'none' })
      store.patch({ update: 'taking' })
      registration.waiting.postMessage(TAKE_OVER)
    },
  }
}

/** A hidden tab waits with it, so that it does not take the turn from the one before the person's eyes. */
function whenSeen(run: () => void): void {
  if (document.visibilityState === 'visible') run()
  else document.addEventListener('visibilitychange', run, { once: true })
}

/** Under Trusted Types a script's address must come from a named policy. */
function trustedUrl(): string {
  // Sound: read only after the check that it is there, and used as the specification says.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  const policy = trustedTypes?.createPolicy('countersign-worker', { createScriptURL: onlyOurs })
  return policy ? policy.createScriptURL(WORKER_URL) : WORKER_URL
}

function onlyOurs(url: string): string {
  if (url !== WORKER_URL) throw new TypeError('worker: only our own service worker is a trusted script')
  return url
}
