// A person's phone: the device SDK in Node, with the person's choices as its methods.
import type { OpenRequest, Outcome } from '@countersign/client-sdk'
import {
  acceptPairing,
  Device,
  lookUpPairing,
  memoryKeystore,
  memoryPairingStore,
} from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import { accessPasses, type PairingLink } from '@countersign/protocol'
import { WebSocket } from 'ws'

/** What the login page shows: the name beneath the access pass, or six digits. */
export type Shown = { readonly pass: string } | { readonly code: string }

/** Longer than anything on one machine takes. */
const STUCK_MS = 20_000

export class Phone {
  readonly device: Device
  readonly #waiting = new Set<() => void>()
  /** Every request that was shown so far, each once. */
  readonly rung: OpenRequest[] = []

  private constructor(options: Omit<ConstructorParameters<typeof Device>[0], 'onEvent'>) {
    this.device = new Device({
      ...options,
      onEvent: (event) => {
        if (event.type === 'request') this.rung.push(event.request)
        for (const check of [...this.#waiting]) check()
      },
    })
  }

  /** Takes a pairing link; the digits are to be compared where the link was made. Starts at once. */
  static async pair(
    link: PairingLink,
    deviceName = 'A phone',
  ): Promise<{ readonly phone: Phone; readonly digits: string }> {
    const keystore = memoryKeystore()
    const store = memoryPairingStore()
    const found = await lookUpPairing(link, { verify: nodeVerify })
    const options = { deviceName, keystore, store, verify: nodeVerify }
    const { pairing, confirmation } = await acceptPairing(link, found, options)
    const key = await keystore.open(pairing.keyId)
    if (key === undefined) throw new Error('the key is gone')
    const phone = new Phone({
      pairing,
      store,
      key,
      webSocket: WebSocket,
      verify: nodeVerify,
      random: () => 0,
    })
    phone.device.start()
    return { phone, digits: confirmation }
  }

  /** Resolves once requests can come. */
  async online(): Promise<void> {
    await this.#when('online', () => (this.device.connection === 'online' ? true : undefined))
  }

  /** The request that is open, also one that did not ring. */
  async request(): Promise<OpenRequest> {
    if (this.device.requests.length === 0) await this.device.pull()
    return this.#when('a request', () => this.device.requests.at(-1))
  }

  async approve(shown: Shown): Promise<Outcome> {
    const { challengeId } = await this.request()
    if ('code' in shown) return this.device.approve(challengeId, { mode: 'code', code: shown.code })
    return this.device.approve(challengeId, { mode: 'symbol', symbolId: idOf(shown.pass) })
  }

  /** Picks one that the page does not show, or types other digits. */
  async approveWrongly(shown: Shown): Promise<Outcome> {
    const { challengeId, options } = await this.request()
    if ('code' in shown) {
      const code = shown.code === '000000' ? '000001' : '000000'
      return this.device.approve(challengeId, { mode: 'code', code })
    }
    const right = idOf(shown.pass)
    const symbolId = options.find((id) => id !== right)
    if (symbolId === undefined || !options.includes(right)) throw new Error(`${shown.pass} is not offered`)
    return this.device.approve(challengeId, { mode: 'symbol', symbolId })
  }

  async deny(): Promise<Outcome> {
    return this.device.deny((await this.request()).challengeId)
  }

  off(): void {
    this.device.stop()
  }

  #when<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the phone never had ${what}`)), STUCK_MS)
      const check = (): void => {
        const found = find()
        if (found === undefined) return
        clearTimeout(late)
        this.#waiting.delete(check)
        resolve(found)
      }
      this.#waiting.add(check)
      check()
    })
  }
}

function idOf(name: string): number {
  const pass = accessPasses.find(({ name: names }) => names.en === name || names.de === name)
  if (pass === undefined) throw new Error(`${name} is no access pass`)
  return pass.id
}
