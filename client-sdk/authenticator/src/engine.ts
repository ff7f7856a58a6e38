// The composition root of what works behind the screens: keys and pairings, connections, answers, history. Loaded after the first paint.
import { fetchBranding } from '@countersign/client-sdk'
import {
  browserBiometrics,
  browserOfflineCodeStore,
  browserPairingStore,
  browserPinStore,
  openBrowserKeystore,
} from '@countersign/client-sdk/browser'
import type { PublicBranding } from '@countersign/protocol'
import type { AccountAsks } from './account-asks.js'
import { createAccountAsks } from './account-asks.js'
import type { Accounts } from './accounts.js'
import { createAccounts } from './accounts.js'
import type { Answers } from './answering.js'
import { createAnswers } from './answering.js'
import type { AppState } from './app-state.js'
import type { Shelf } from './codes/shelf.js'
import { openDatabase } from './database.js'
import type { HistoryLog } from './history-log.js'
import { createHistoryLog } from './history-log.js'
import type { LinkVisits } from './link-visit.js'
import { createLinkVisits } from './link-visit.js'
import type { NoticeBoard } from './notice-board.js'
import { createNoticeBoard } from './notice-board.js'
import type { PairingSteps } from './pairing-steps.js'
import { createPairingSteps } from './pairing-steps.js'
import { followState } from './ringing/follow-state.js'
import { browserRingPlace } from './ringing/place.js'
import type { RangVisits } from './ringing/rang.js'
import { createRangVisits } from './ringing/rang.js'
import { browserRingRecords } from './ringing/records.js'
import type { Ringing } from './ringing/ringing.js'
import { createRinging } from './ringing/ringing.js'
import type { Store } from './store.js'
import { tagOf } from './worker/notifications.js'

export interface Engine {
  readonly accounts: Accounts
  readonly asks: AccountAsks
  readonly answers: Answers
  readonly pairing: PairingSteps
  readonly links: LinkVisits
  readonly history: HistoryLog
  readonly notices: NoticeBoard
  readonly ringing: Ringing
  readonly rang: RangVisits
  /** Entries of other services; opened when somebody first looks at them. Rejects when that cannot be loaded now. */
  shelf(): Promise<Shelf>
  /** How a server looks and where its people find help; undefined when it does not say. */
  branding(serverUrl: string): Promise<PublicBranding | undefined>
  /** Leaves all servers, and the rest alone; another engine may follow. */
  close(): void
}

/** Opens the browser's storage. Rejects where it keeps nothing, or cannot keep a key. */
export async function openEngine(store: Store<AppState>): Promise<Engine> {
  const [keystore, database] = await Promise.all([openBrowserKeystore(), openDatabase()])
  const pairings = browserPairingStore()
  const offlineCodes = browserOfflineCodeStore()
  store.patch({ history: await database.history(), keyKind: keystore.kind })
  const history = createHistoryLog(store, database)
  const notices = createNoticeBoard(store)
  const place = browserRingPlace()
  const ringing = createRinging(store, {
    place,
    records: browserRingRecords(),
    device: (deviceId) => accounts.device(deviceId),
    remembered: localStorage,
  })
  const accounts = createAccounts(store, {
    keystore,
    pairings,
    offlineCodes,
    pins: browserPinStore(),
    biometrics: browserBiometrics(),
    database,
    history,
    notices,
    onPush: (deviceId, status) => void ringing.hear(deviceId, status),
    beforeLeaving: (deviceId) => ringing.forget(deviceId),
  })
  const answers = createAnswers(store, accounts, history)
  const unfollow = followState(store, place, ringing)
  return {
    accounts,
    asks: createAccountAsks(accounts),
    history,
    notices,
    ringing,
    rang: createRangVisits(store, {
      device: (deviceId) => accounts.device(deviceId),
      pull: (deviceId) => accounts.pullAll((pairing) => pairing.deviceId === deviceId),
      clear: (deviceId) => place.clear(tagOf(deviceId)),
      async reopen() {
        store.patch({ phase: 'opening' })
        accounts.close()
        await accounts.load()
        store.patch({ phase: 'ready' })
      },
    }),
    shelf: createOnce(async () => (await import('./codes/entries.js')).openShelf()),
    branding: (serverUrl) => fetchBranding(serverUrl).catch(() => undefined),
    answers,
    links: createLinkVisits(store, accounts, answers),
    pairing: createPairingSteps(store, accounts, { keystore, pairings }),
    close() {
      unfollow()
      accounts.close()
    },
  }
}

/** One and the same for everybody who asks; asked again after a failure, it tries again. */
function createOnce<T>(create: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= create().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
}
