// The browser's own "install this app?", kept until the person asks for it: an event that comes once, early, and not everywhere.
import type { AppState } from './app-state.js'
import type { Store } from './store.js'

export interface InstallPrompt {
  watch(): void
  /** Within a tap. Resolves when the person has answered the browser. */
  ask(): Promise<void>
}

/** Chromium's event; in no standard that TypeScript knows. */
interface BeforeInstallPrompt extends Event {
  prompt(): Promise<unknown>
}

export function createInstallPrompt(store: Store<AppState>): InstallPrompt {
  let offered: BeforeInstallPrompt | undefined
  return {
    watch() {
      addEventListener('beforeinstallprompt', (event) => {
        event.preventDefault()
        // Sound: only browsers that have `prompt` send an event of this name.
        offered = event as BeforeInstallPrompt
        store.patch({ canInstall: true })
      })
      addEventListener('appinstalled', () => store.patch({ canInstall: false }))
    },
    async ask() {
      const asked = offered
      offered = undefined
      // It can be asked once; the browser may offer again later.
      store.patch({ canInstall: false })
      await asked?.prompt()
    },
  }
}
