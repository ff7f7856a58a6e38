// The app as the screens know it: its state, its phases from opening to ready, the turn among tabs, and what a person can ask of it.
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { AppState } from './app-state.js'
import { initialState } from './app-state.js'
import { needsInstallFirst } from './device-name.js'
import type { Engine } from './engine.js'
import { createInstallPrompt } from './install-prompt.js'
import { createTurn } from './one-tab.js'
import type { OpenedLink } from './opened-link.js'
import type { Preferences } from './preferences.js'
import { applyPreferences, languageFor, loadPreferences, savePreferences } from './preferences.js'
import { readWorkerMessage } from './ringing/page-messages.js'
import type { Store } from './store.js'
import { createStore, useStore } from './store.js'
import { loadWords } from './text/index.js'
import { createUpdates } from './updates.js'

export interface App {
  readonly store: Store<AppState>
  /** Only screens of the phase `ready` may call this. */
  parts(): Engine
  prefer(preferences: Preferences): void
  /** "Use here": takes the turn away from the other tab. */
  useHere(): Promise<void>
  /** Loads the words of the person's language; before that the screens speak English. */
  speak(): Promise<void>
  /** Opens everything. A link in the address takes the turn at once: the person just opened it. */
  start(opened: OpenedLink | undefined): Promise<void>
  /** A link that was opened while the app runs. */
  follow(opened: OpenedLink): Promise<void>
  /** Within a tap: the browser's own question whether to install the app. */
  install(): Promise<void>
  /** The person agreed to the new release. */
  update(): void
  /** Not installed first, though it would be better: pairs in this browser. */
  pairHere(): Promise<void>
}

export function createApp(): App {
  const store = createStore(initialState(loadPreferences()))
  let parts: Engine | undefined

  const updates = createUpdates(store)
  const installPrompt = createInstallPrompt(store)

  const turn = createTurn(() => {
    parts?.close()
    store.patch({ phase: 'other_tab' })
  })

  async function speak(): Promise<void> {
    const wanted = languageFor(store.get().preferences)
    const words = await loadWords(wanted)
    // The person may have chosen another one meanwhile.
    if (wanted === languageFor(store.get().preferences)) store.patch({ words })
  }

  async function open(): Promise<void> {
    try {
      // Loaded beside the first paint: keys, signatures and parsers are the larger half of the app.
      const { openEngine } = await import('./engine.js')
      parts = await openEngine(store)
      await parts.accounts.load()
      store.patch({ phase: 'ready' })
    } catch {
      // Whatever it is, the person can only do one thing about it, and the screen says what.
      store.patch({ phase: 'no_storage' })
    }
  }

  async function begin(opened: OpenedLink): Promise<void> {
    if (opened.kind === 'pair') {
      if (needsInstallFirst()) store.patch({ installFirst: opened.link })
      else await parts?.pairing.begin(opened.link)
    } else if (opened.kind === 'rang') await parts?.rang.begin(opened.deviceId)
    else await parts?.links.begin(opened.kind, opened.link)
  }

  async function enter(opened: OpenedLink | undefined): Promise<void> {
    // W3C Secure Contexts: without one there is no WebCrypto, so no key could be made.
    if (!isSecureContext) return store.patch({ phase: 'insecure' })
    if (!(await turn.take(opened ? 'in_any_case' : 'if_free'))) return store.patch({ phase: 'other_tab' })
    await open()
    if (opened) await begin(opened)
  }

  async function follow(opened: OpenedLink): Promise<void> {
    if (store.get().phase === 'ready') await begin(opened)
    else await enter(opened)
  }

  async function hear({ data, ports }: MessageEvent<unknown>): Promise<void> {
    const message = readWorkerMessage(data)
    if (message?.type === 'rang') await follow({ kind: 'rang', deviceId: message.deviceId })
    else if (message) await parts?.rang.hear(message, ports[0])
  }

  return {
    store,
    parts() {
      if (!parts) throw new Error('app: storage is not open yet')
      return parts
    },
    prefer(preferences) {
      savePreferences(preferences)
      applyPreferences(preferences)
      store.patch({ preferences })
      void speak()
    },
    async useHere() {
      await turn.take('in_any_case')
      store.patch({ phase: 'opening' })
      await open()
    },
    speak,
    async start(opened) {
      applyPreferences(store.get().preferences)
      watchNetwork(store)
      installPrompt.watch()
      updates.watch()
      // Missing in private windows of some browsers, whatever the types say.
      navigator.serviceWorker?.addEventListener('message', (event) => void hear(event))
      await enter(opened)
    },
    follow,
    install: installPrompt.ask,
    update: updates.take,
    async pairHere() {
      const { installFirst } = store.get()
      store.patch({ installFirst: undefined })
      if (installFirst !== undefined) await parts?.pairing.begin(installFirst)
    },
  }
}

function watchNetwork(store: Store<AppState>): void {
  const tell = (): void => store.patch({ online: navigator.onLine })
  addEventListener('online', tell)
  addEventListener('offline', tell)
  tell()
}

export const AppContext = createContext<App | undefined>(undefined)

export function useApp(): App {
  const app = useContext(AppContext)
  if (!app) throw new Error('app: rendered outside of its context')
  return app
}

export const useAppState = (): AppState => useStore(useApp().store)
