// The composition root of what works behind the screens: keys and pairings, connections, answers, history. Loaded after the first paint.
import { fetchBranding } from '@countersign/client-sdk'
import { browserPairingStore, openBrowserKeystore } from '@countersign/client-sdk/browser'
import type { PublicBranding } from '@countersign/protocol'
import type { Accounts } from './accounts.js'
import { createAccounts } from './accounts.js'
import type { Answers } from './answering.js'
import { createAnswers } from './answering.js'
import type { AppState } from './app-state.js'
import { openDatabase } from './database.js'
import type { HistoryLog } from './history-log.js'
import { createHistoryLog } from './history-log.js'
import type { NoticeBoard } from './notice-board.js'
import { createNoticeBoard } from './notice-board.js'
import type { PairingSteps } from './pairing-steps.js'
import { createPairingSteps } from './pairing-steps.js'
import type { Store } from './store.js'

export interface Engine {
  readonly accounts: Accounts
  readonly answers: Answers
  readonly pairing: PairingSteps
  readonly history: HistoryLog
  readonly notices: NoticeBoard
  /** How a server looks and where its people find help; undefined when it does not say. */
  branding(serverUrl: string): Promise<PublicBranding | undefined>
}

/** Opens the browser's storage. Rejects where it keeps nothing, or cannot keep a key. */
export async function openEngine(store: Store<AppState>): Promise<Engine> {
  const [keystore, database] = await Promise.all([openBrowserKeystore(), openDatabase()])
  const pairings = browserPairingStore()
  store.patch({ history: await database.history(), keyKind: keystore.kind })
  const history = createHistoryLog(store, database)
  const notices = createNoticeBoard(store)
  const accounts = createAccounts(store, { keystore, pairings, database, history, notices })
  return {
    accounts,
    history,
    notices,
    branding: (serverUrl) => fetchBranding(serverUrl).catch(() => undefined),
    answers: createAnswers(store, accounts, history),
    pairing: createPairingSteps(store, accounts, { keystore, pairings }),
  }
}
