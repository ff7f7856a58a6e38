// The composition root of the phone app: opens storage, takes the turn among tabs, joins the parts, hands them to the screens.
import type { Keystore } from '@countersign/client-sdk'
import { browserPairingStore, openBrowserKeystore } from '@countersign/client-sdk/browser'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Accounts } from './accounts.js'
import { createAccounts } from './accounts.js'
import type { Answers } from './answering.js'
import { createAnswers } from './answering.js'
import type { AppState } from './app-state.js'
import { initialState } from './app-state.js'
import type { Database } from './database.js'
import { openDatabase } from './database.js'
import type { HistoryLog } from './history-log.js'
import { createHistoryLog } from './history-log.js'
import { createTurn } from './one-tab.js'
import type { PairingSteps } from './pairing-steps.js'
import { createPairingSteps } from './pairing-steps.js'
import type { Preferences } from './preferences.js'
import { applyPreferences, loadPreferences, savePreferences } from './preferences.js'
import type { Store } from './store.js'
import { createStore, useStore } from './store.js'

/** What exists once the storage is open and this tab has the turn. */
export interface Parts {
  readonly accounts: Accounts
  readonly answers: Answers
  readonly pairing: PairingSteps
  readonly history: HistoryLog
}

export interface App {
  readonly store: Store<AppState>
  /** Only screens of the phase `ready` may call this. */
  parts(): Parts
  prefer(preferences: Preferences): void
  /** "Use here": takes the turn away from the other tab. */
  useHere(): Promise<void>
  /** Opens everything. A pairing link in the address takes the turn at once: the person just opened it. */
  start(pairingLink: string | undefined): Promise<void>
}

export function createApp(): App {
  const store = createStore(initialState(loadPreferences()))
  let parts: Parts | undefined

  const turn = createTurn(() => {
    parts?.accounts.close()
    store.patch({ phase: 'other_tab' })
  })

  async function open(): Promise<void> {
    try {
      const [keystore, database] = await Promise.all([openBrowserKeystore(), openDatabase()])
      store.patch({ history: await database.history(), keyKind: keystore.kind })
      parts = join(store, keystore, database)
      await parts.accounts.load()
      store.patch({ phase: 'ready' })
    } catch {
      // Whatever it is, the person can only do one thing about it, and the screen says what.
      store.patch({ phase: 'no_storage' })
    }
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
    },
    async useHere() {
      await turn.take('in_any_case')
      store.patch({ phase: 'opening' })
      await open()
    },
    async start(pairingLink) {
      applyPreferences(store.get().preferences)
      watchNetwork(store)
      // W3C Secure Contexts: without one there is no WebCrypto, so no key could be made.
      if (!isSecureContext) return store.patch({ phase: 'insecure' })
      if (!(await turn.take(pairingLink ? 'in_any_case' : 'if_free')))
        return store.patch({ phase: 'other_tab' })
      await open()
      if (pairingLink) await parts?.pairing.begin(pairingLink)
    },
  }
}

function join(store: Store<AppState>, keystore: Keystore, database: Database): Parts {
  const pairings = browserPairingStore()
  const history = createHistoryLog(store, database)
  const accounts = createAccounts(store, { keystore, pairings, database, history })
  return {
    accounts,
    history,
    answers: createAnswers(store, accounts, history),
    pairing: createPairingSteps(store, accounts, { keystore, pairings }),
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
