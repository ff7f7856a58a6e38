// The accounts on this phone and their connections: opens each pairing's device, and turns its events into state.
import type {
  BiometricSigner,
  Device,
  DeviceEvent,
  Keystore,
  OfflineCodeStore,
  Pairing,
  PairingStore,
  PinStore,
  PushStatus,
} from '@countersign/client-sdk'
import { DeviceError, openDevice } from '@countersign/client-sdk'
import type { DeviceId } from '@countersign/protocol'
import type { Account, AccountCondition, AppState, Held } from './app-state.js'
import type { Database } from './database.js'
import type { HistoryLog } from './history-log.js'
import type { NoticeBoard } from './notice-board.js'
import { sheetsOf } from './sheets.js'
import type { Store } from './store.js'

export interface AccountParts {
  readonly keystore: Keystore
  readonly pairings: PairingStore
  readonly offlineCodes: OfflineCodeStore
  readonly pins: PinStore
  readonly biometrics: BiometricSigner
  readonly database: Database
  readonly history: HistoryLog
  readonly notices: NoticeBoard
  /** A server said how it wakes this phone. */
  readonly onPush: (deviceId: DeviceId, status: PushStatus) => void
  /** An account is about to leave this phone. */
  readonly beforeLeaving: (deviceId: DeviceId) => Promise<void>
}

export interface Accounts {
  /** Opens every stored pairing. A pairing without its key is shown, not hidden. */
  load(): Promise<void>
  /** Takes in a pairing made just now. */
  adopt(pairing: Pairing, confirmation: string): Promise<void>
  remove(deviceId: DeviceId): Promise<void>
  device(deviceId: DeviceId): Device | undefined
  /**
   * Asks every server, or those of some pairings, for everything open. Resolves to how many requests wait, or undefined when none
   * answered.
   */
  pullAll(isMeant?: (pairing: Pairing) => boolean): Promise<number | undefined>
  /** Leaves all servers; `load` comes back. */
  close(): void
}

export function createAccounts(store: Store<AppState>, parts: AccountParts): Accounts {
  const devices = new Map<DeviceId, Device>()

  async function open(pairing: Pairing, confirmation: string | undefined): Promise<void> {
    const offlineCode = { isHeld: false, isAllowed: undefined }
    const biometrics = { isSetUp: undefined }
    const pin = { state: 'unknown', triesLeft: undefined, isWanted: false } as const
    show({ pairing, condition: 'connecting', confirmation, offlineCode, biometrics, pin })
    try {
      const onEvent = (event: DeviceEvent): void => take(pairing.deviceId, event)
      const { pairings: store, keystore, offlineCodes, pins, biometrics: signer } = parts
      const kept = { store, keystore, offlineCodes, pins }
      const device = await openDevice({ pairing, ...kept, biometrics: signer, onEvent })
      devices.set(pairing.deviceId, device)
      device.start()
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error
      change(pairing.deviceId, { condition: error.code === 'keys_vanished' ? 'keys_vanished' : 'stopped' })
    }
  }

  function take(deviceId: DeviceId, event: DeviceEvent): void {
    const device = devices.get(deviceId)
    switch (event.type) {
      case 'request':
        parts.history.note({ deviceId, request: event.request }, 'pending', false)
        refreshOpen()
        // Browsers refuse, loudly, before the first tap of a visit.
        if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([60, 60, 60])
        return
      case 'withdrawn':
        withdraw({ deviceId, request: event.request }, event)
        return
      case 'outcome':
        correct(deviceId, event)
        return
      case 'pairing':
        change(deviceId, { pairing: event.pairing })
        return
      case 'connection':
      case 'device_state':
        if (device) change(deviceId, { condition: conditionOf(device) })
        if (device?.connection === 'online') confirmed(deviceId)
        if (event.type === 'connection') device?.askNotices()
        refreshOpen()
        return
      case 'offline_code':
        change(deviceId, { offlineCode: event.status })
        return
      case 'biometrics':
        change(deviceId, { biometrics: event.status })
        return
      case 'pin':
        change(deviceId, { pin: event.status })
        return
      case 'push':
        parts.onPush(deviceId, event.status)
        return
      case 'notices':
        parts.notices.take(deviceId, event.notices)
        return
      case 'answer':
      case 'refused':
      case 'fault':
        // `answer` is shown from the promise of the answer; a refused message is never shown; a fault ends in a connection state.
        return
    }
  }

  /** A request left: it becomes the outcome on the screen, unless this phone is answering it or its screen still has others. */
  function withdraw(held: Held, { outcome }: Extract<DeviceEvent, { type: 'withdrawn' }>): void {
    const { answering, ended, link, open: before } = store.get()
    parts.history.note(held, outcome.state, outcome.byThisDevice)
    const mine = answering?.held.some((one) => isSame(one, held)) ?? false
    const sheet = sheetsOf(before, link)[0]
    refreshOpen()
    // The person is on the way to another request: what its page withdrew for that is no news.
    if (mine || link?.step === 'looking' || !sheet?.held.some((one) => isSame(one, held))) return
    if (sheet.held.length > 1) store.patch({ oneWithdrawn: true })
    else if (!ended) store.patch({ ended: { held, result: outcome, answered: undefined, alsoDenied: 0 } })
  }

  /** Later truth about what the outcome screen shows: approved becomes redeemed, or denied after all. */
  function correct(deviceId: DeviceId, event: Extract<DeviceEvent, { type: 'outcome' }>): void {
    const { ended, history } = store.get()
    if (ended?.held.deviceId === deviceId && ended.held.request.challengeId === event.challengeId) {
      store.patch({ ended: { ...ended, result: event.outcome } })
      parts.history.note(ended.held, event.outcome.state, event.outcome.byThisDevice)
      return
    }
    const entry = history.find((known) => known.id === `${deviceId}/${event.challengeId}`)
    if (entry) parts.history.correct(entry, event.outcome.state)
  }

  function confirmed(deviceId: DeviceId): void {
    const { accounts, pairing } = store.get()
    const account = accounts.find((one) => one.pairing.deviceId === deviceId)
    if (!account?.confirmation) return
    change(deviceId, { confirmation: undefined })
    void parts.database.forgetConfirmation(deviceId)
    // Its welcome came before it could be woken.
    const device = devices.get(deviceId)
    if (device) parts.onPush(deviceId, device.push.status)
    if (pairing.step === 'confirming' && pairing.pairing.deviceId === deviceId)
      store.patch({ pairing: { step: 'done', pairing: account.pairing } })
  }

  function refreshOpen(): void {
    const { answering, accounts } = store.get()
    const open: Held[] = []
    for (const { pairing } of accounts)
      for (const request of devices.get(pairing.deviceId)?.requests ?? [])
        if (request.remainingMs() > 0) open.push({ deviceId: pairing.deviceId, request })
    store.patch({ open: open.filter((held) => !answering?.held.some((one) => isSame(one, held))) })
  }

  function show(account: Account): void {
    const others = store.get().accounts.filter((one) => one.pairing.deviceId !== account.pairing.deviceId)
    store.patch({ accounts: [...others, account] })
  }

  function change(deviceId: DeviceId, news: Partial<Account>): void {
    const accounts = store
      .get()
      .accounts.map((one) => (one.pairing.deviceId === deviceId ? { ...one, ...news } : one))
    store.patch({ accounts })
    if (news.condition !== 'revoked' || !waitsFor(store.get(), deviceId)) return
    // Withdrawn before it was ever confirmed: nothing was paired, so nothing stays.
    store.patch({ pairing: { step: 'failed', fault: 'withdrawn', link: undefined } })
    void remove(deviceId)
  }

  async function remove(deviceId: DeviceId): Promise<void> {
    const account = store.get().accounts.find((one) => one.pairing.deviceId === deviceId)
    await parts.beforeLeaving(deviceId)
    devices.get(deviceId)?.stop()
    devices.delete(deviceId)
    if (account) await parts.keystore.remove(account.pairing.keyId)
    await parts.offlineCodes.remove(deviceId)
    await parts.pins.remove(deviceId)
    await parts.pairings.remove(deviceId)
    await parts.database.forgetConfirmation(deviceId)
    store.patch({ accounts: store.get().accounts.filter((one) => one.pairing.deviceId !== deviceId) })
    refreshOpen()
  }

  return {
    async load() {
      const [pairings, confirmations] = await Promise.all([
        parts.pairings.all(),
        parts.database.confirmations(),
      ])
      for (const pairing of pairings) await open(pairing, confirmations.get(pairing.deviceId))
    },
    async adopt(pairing, confirmation) {
      await parts.database.saveConfirmation(pairing.deviceId, confirmation)
      await open(pairing, confirmation)
      for (const old of store.get().accounts)
        if (isReplacedBy(old, pairing)) await remove(old.pairing.deviceId)
    },
    remove,
    device: (deviceId) => devices.get(deviceId),
    async pullAll(isMeant = () => true) {
      const asked = [...devices.values()].filter(({ pairing }) => isMeant(pairing))
      const pulls = asked.map((device) => Promise.race([device.pull(), tooLong()]))
      const answers = await Promise.allSettled(pulls)
      refreshOpen()
      const counts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
      return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0)
    },
    close() {
      for (const device of devices.values()) device.stop()
      devices.clear()
      store.patch({ accounts: [], open: [] })
    },
  }
}

/** A server that is reachable answers a pull in well under a second; the connection goes on trying by itself. */
const PULL_PATIENCE_MS = 6_000

function tooLong(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('pull: no server answered in time')), PULL_PATIENCE_MS)
  })
}

export const isSame = (a: Held, b: Held): boolean =>
  a.deviceId === b.deviceId && a.request.challengeId === b.request.challengeId

/** Pairing again after the key vanished or the device was removed: the dead entry of the same account goes. */
function isReplacedBy({ pairing: old, condition }: Account, next: Pairing): boolean {
  const dead = condition === 'keys_vanished' || condition === 'revoked'
  return dead && old.serverId === next.serverId && old.accountId === next.accountId
}

function conditionOf(device: Device): AccountCondition {
  return device.connection === 'online' && device.deviceState === 'suspended'
    ? 'suspended'
    : device.connection
}

function waitsFor({ pairing }: AppState, deviceId: DeviceId): boolean {
  return pairing.step === 'confirming' && pairing.pairing.deviceId === deviceId
}
