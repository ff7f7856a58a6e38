// Being woken by notifications: switched on and off for all accounts of this phone at once, mended when it ended, and taken along when an account goes.
import type { Device, PushStatus } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import type { DeviceId } from '@countersign/protocol'
import type { AppState } from '../app-state.js'
import type { Store } from '../store.js'
import type { Language } from '../text/language.js'
import { handOver, subscribeBrowser } from './hand-over.js'
import type { RingPlace, RingSupport } from './place.js'
import type { RingRecords } from './records.js'
import type { AccountRinging, RingingState } from './state.js'

/** Why it could not be switched on. Words for each are in text/. */
export type RingFault = 'blocked' | 'not_answered' | 'offline' | 'refused' | 'browser'

export interface Ringing {
  /** Only within a tap: asks the person, then tells every server that can. Undefined: it rings. */
  turnOn(): Promise<RingFault | undefined>
  turnOff(): Promise<void>
  /** A server said how it is. */
  hear(deviceId: DeviceId, status: PushStatus): Promise<void>
  /** The account leaves this phone: its server is told, if it can be reached now. */
  forget(deviceId: DeviceId): Promise<void>
  /** The person may have changed it in the browser's settings meanwhile. */
  look(): void
  /** The person has read that it was mended. */
  noted(): void
  /** It was offered right after pairing: the home screen waits until the app is opened again. */
  offered(): void
  /** "Not now": the home screen asks no more; the settings still do. */
  notNow(): void
  /** For the notifications of the worker. */
  speak(language: Language): void
  /** Shows one notification, made by this phone itself. */
  tryOut(title: string, body: string): Promise<boolean>
}

export interface RingingParts {
  readonly place: RingPlace
  readonly records: RingRecords
  readonly device: (deviceId: DeviceId) => Device | undefined
  readonly remembered: Pick<Storage, 'getItem' | 'setItem'>
}

const NOT_NOW_KEY = 'countersign.ringNotNow'
/** An account that is removed is not kept waiting for a server that does not answer. */
const FAREWELL_MS = 1_000

export function createRinging(store: Store<AppState>, parts: RingingParts): Ringing {
  const { place, records } = parts
  /** Mended once a start: a subscription that ends again at once is not worth the battery. */
  const mended = new Set<DeviceId>()
  /** One after the other: the browser has one subscription for all accounts. */
  let work: Promise<unknown> = Promise.resolve()

  const patch = (change: Partial<RingingState>): void =>
    store.patch({ ringing: { ...store.get().ringing, ...change } })
  const set = (deviceId: DeviceId, account: AccountRinging): void =>
    patch({ accounts: { ...store.get().ringing.accounts, [deviceId]: account } })
  const inTurn = <T>(next: () => Promise<T>): Promise<T> => {
    const done = work.then(next)
    work = done.catch(() => undefined)
    return done
  }
  const recordOf = async (deviceId: DeviceId) =>
    (await records.all()).find((record) => record.deviceId === deviceId)

  /** Rejects with DeviceError or DOMException. */
  async function subscribe(device: Device, anew: boolean): Promise<void> {
    const { serverKey } = device.push.status
    if (serverKey === undefined) throw new DeviceError('server_unreachable', 'its key is not known yet')
    const manager = await place.pushManager()
    if (anew) await (await manager.getSubscription())?.unsubscribe()
    const subscription = await subscribeBrowser(manager, serverKey)
    await handOver(device, subscription, records)
    set(device.pairing.deviceId, 'on')
    await tellOthers(subscription)
  }

  /** Servers of other accounts that still hold the subscription before this one. */
  async function tellOthers(subscription: PushSubscription): Promise<void> {
    for (const { deviceId, endpoint } of await records.all()) {
      const device = parts.device(deviceId)
      if (device === undefined || endpoint === subscription.endpoint) continue
      // One that cannot be told now is found out at its next welcome: its record names another endpoint.
      await handOver(device, subscription, records).catch(faultOf)
    }
  }

  async function mend(device: Device, anew: boolean): Promise<void> {
    const { deviceId } = device.pairing
    if (mended.has(deviceId) || place.support() !== 'granted') return set(deviceId, 'ended')
    mended.add(deviceId)
    try {
      await subscribe(device, anew)
      patch({ mended: true })
    } catch (error) {
      faultOf(error)
      set(deviceId, 'ended')
    }
  }

  async function settle(deviceId: DeviceId, status: PushStatus): Promise<void> {
    const device = parts.device(deviceId)
    if (device === undefined || status.state === 'unknown') return
    // Not a phone of the account yet; heard again when it is.
    if (device.connection === 'waiting_confirmation') return
    const record = await recordOf(deviceId)
    const isOurs = device.pairing.serverUrl === place.origin
    if (!status.available || !isOurs || isUnable(place.support())) return set(deviceId, 'unavailable')
    // A phone that may only deny is not woken; its server takes it up again when it is resumed.
    if (device.deviceState === 'suspended') return set(deviceId, record === undefined ? 'off' : 'on')
    if (record === undefined) {
      // Nothing here knows what would be rung: the browser's storage was cleared, the server's was not.
      if (status.state === 'on') await device.push.unsubscribe().catch(faultOf)
      const others = Object.values(store.get().ringing.accounts).includes('on')
      // Whoever lets one account ring has said it of this phone: a second one rings too.
      if (others && place.support() === 'granted')
        return subscribe(device, false).catch(() => set(deviceId, 'off'))
      return set(deviceId, 'off')
    }
    if (status.state === 'off') return mend(device, true)
    const endpoint = await endpointNow()
    if (place.support() === 'granted' && endpoint === record.endpoint) return set(deviceId, 'on')
    // The browser has another one, or none: the server would ring nobody.
    await mend(device, false)
  }

  async function stopAll(): Promise<void> {
    const known = await records.all()
    for (const { deviceId } of known) {
      await parts.device(deviceId)?.push.unsubscribe().catch(faultOf)
      await records.remove(deviceId)
      if (store.get().ringing.accounts[deviceId] !== undefined) set(deviceId, 'off')
    }
    await endSubscription()
  }

  /** Where the browser would be woken; undefined where it would not. */
  async function endpointNow(): Promise<string | undefined> {
    try {
      return (await (await place.pushManager()).getSubscription())?.endpoint
    } catch (error) {
      faultOf(error)
      return undefined
    }
  }

  /** The push service then answers 410, so that a server that could not be told hears it too. */
  async function endSubscription(): Promise<void> {
    try {
      await (await (await place.pushManager()).getSubscription())?.unsubscribe()
    } catch (error) {
      // No worker or no push service: then nothing rings either.
      faultOf(error)
    }
  }

  patch({ support: place.support(), notNow: wasSaid(parts.remembered) })

  return {
    async turnOn() {
      const support = await place.ask()
      patch({ support })
      if (support === 'blocked') return 'blocked'
      if (support !== 'granted') return 'not_answered'
      // Browsers that weigh it trust an app more that may notify.
      void place.persist()
      return inTurn(async () => {
        let fault: RingFault | undefined
        for (const [deviceId, account] of Object.entries(store.get().ringing.accounts)) {
          // Sound: only `set` writes there.
          const device = parts.device(deviceId as DeviceId)
          if (device === undefined || account === 'unavailable') continue
          try {
            await subscribe(device, account === 'ended')
          } catch (error) {
            fault = faultOf(error)
          }
        }
        return fault
      })
    },
    turnOff: () => inTurn(stopAll),
    hear: (deviceId, status) => inTurn(() => settle(deviceId, status)),
    forget: (deviceId) =>
      inTurn(async () => {
        if ((await recordOf(deviceId)) === undefined) return
        const told = parts.device(deviceId)?.push.unsubscribe().catch(faultOf)
        await Promise.race([told, new Promise((resolve) => setTimeout(resolve, FAREWELL_MS))])
        await records.remove(deviceId)
        const { [deviceId]: _gone, ...accounts } = store.get().ringing.accounts
        patch({ accounts })
        if ((await records.all()).length === 0) await endSubscription()
      }),
    look: () => patch({ support: place.support() }),
    noted: () => patch({ mended: false }),
    offered: () => patch({ offered: true }),
    notNow() {
      patch({ notNow: true })
      try {
        parts.remembered.setItem(NOT_NOW_KEY, 'yes')
      } catch {
        // Storage is off: it is asked again after the next start.
      }
    },
    // The worker then speaks the browser's language: no fault to show.
    speak: (language) => void records.saveLanguage(language).catch(() => undefined),
    tryOut: (title, body) =>
      place.notify(title, { body, tag: 'try', icon: '/authenticator/icon-192.png' }).then(
        () => true,
        () => false,
      ),
  }
}

function isUnable(support: RingSupport): boolean {
  return support === 'no_push' || support === 'install_first'
}

/** Throws what is a bug. */
function faultOf(error: unknown): RingFault {
  if (error instanceof DOMException) return error.name === 'NotAllowedError' ? 'blocked' : 'browser'
  if (!(error instanceof DeviceError)) throw error
  if (error.code === 'push_refused') return 'refused'
  return error.code === 'crypto_unavailable' ? 'browser' : 'offline'
}

function wasSaid(remembered: Pick<Storage, 'getItem'>): boolean {
  try {
    return remembered.getItem(NOT_NOW_KEY) !== null
  } catch {
    return false
  }
}
