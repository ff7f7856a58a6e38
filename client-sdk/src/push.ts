// Where this device wants to be woken: told to the server under the device's own signature, and what the server says of it (rules [WP…]).
import type { DeviceFrame, PushRefusedReason, PushTerms, ServerFrame } from '@countersign/protocol'
import { fromBase64Url, idToBytes, pushSubscriptionDocument, toBase64Url } from '@countersign/protocol'
import { serverIdOf } from './device-frames.js'
import type { DeviceClock } from './environment.js'
import { DeviceError } from './error.js'
import type { DeviceKey } from './keystore.js'
import type { Pairing } from './pairing-record.js'
import { Question } from './question.js'

type Welcome = Extract<ServerFrame, { type: 'welcome' }>
type Heard = Extract<ServerFrame, { type: 'push_state' }>

/** What a screen shows of it. */
export interface PushStatus {
  /** The server wakes phones at all; as of the last welcome. */
  readonly available: boolean
  /** The `applicationServerKey` to subscribe with, base64url; a subscription made with another one wakes nobody. */
  readonly serverKey?: string
  /** Whether the server holds a subscription of this device; `unknown` before the first welcome. */
  readonly state: 'unknown' | 'on' | 'off'
}

export interface PushOptions {
  readonly pairing: () => Pairing
  readonly key: DeviceKey
  readonly clock: DeviceClock
  /** False: not connected now. */
  readonly send: (frame: DeviceFrame) => boolean
  readonly onChange: (status: PushStatus) => void
  readonly onFault: (error: DeviceError) => void
}

export class Push {
  readonly #options: PushOptions
  readonly #asked: Question<void>
  #status: PushStatus = { available: false, state: 'unknown' }
  /** Of this socket's `hello`: what is signed with it counts on this socket only. */
  #nonce: Uint8Array | undefined
  #wanted: PushTerms | null = null
  /** One question at a time: each has an answer of its own. */
  #work: Promise<void> = Promise.resolve()

  constructor(options: PushOptions) {
    this.#options = options
    this.#asked = new Question(options.clock)
  }

  get status(): PushStatus {
    return this.#status
  }

  /**
   * From now on the server wakes this device there; in place of the subscription before, if any. Resolves when the server has kept it.
   *
   * @param terms `endpoint`, `p256dh` and `auth` of a browser's push subscription (what its `toJSON` gives) and `wake`, 16 random
   * bytes: the push holds them and nothing else. All but the endpoint in base64url.
   *
   * Rejects with `server_unreachable`, `push_refused` (see `pushReason`), `server_refused`, `device_revoked`, `stopped`.
   */
  subscribe(terms: PushTerms): Promise<void> {
    const { endpoint, p256dh, auth, wake } = terms
    return this.#set({ endpoint, p256dh, auth, wake })
  }

  /** From now on the server wakes this device nowhere. Rejects as `subscribe` does; then it still does. */
  unsubscribe(): Promise<void> {
    return this.#set(null)
  }

  hearHello(nonce: string): void {
    this.#nonce = fromBase64Url(nonce)
  }

  hearWelcome({ push }: Welcome): void {
    this.#change(
      push === null
        ? { available: false, state: 'off' }
        : { available: true, serverKey: push.publicKey, state: push.state },
    )
    // The connection broke while it was asked for: asking again is safe, the server keeps one.
    if (this.#asked.isOpen) void this.#say()
  }

  hear({ state, reason }: Heard): void {
    if (state === 'refused') {
      this.#asked.fail(
        new DeviceError('push_refused', 'the server keeps no such subscription', options(reason)),
      )
      return
    }
    this.#change({ ...this.#status, state })
    // Unasked: a subscription has ended, and whoever is asking for one waits for another word than that.
    if ((state === 'on') === (this.#wanted !== null)) this.#asked.answer()
  }

  /** Stopped, removed or replaced: who waits is told. */
  giveUp(error: DeviceError): void {
    this.#asked.fail(error)
  }

  #set(wanted: PushTerms | null): Promise<void> {
    const asked = this.#work.then(() => {
      this.#wanted = wanted
      return this.#asked.ask(() => {
        void this.#say()
        return this.#nonce !== undefined
      })
    })
    this.#work = asked.catch(() => undefined)
    return asked
  }

  /** Never rejects: whoever waits is told. */
  async #say(): Promise<void> {
    const nonce = this.#nonce
    if (nonce === undefined) return
    try {
      const frame = await setPushFrame(this.#options.key, this.#options.pairing(), nonce, this.#wanted)
      // Signed for a socket that is gone: the next welcome says it again.
      if (nonce !== this.#nonce) return
      if (!this.#options.send(frame))
        this.#asked.fail(new DeviceError('server_unreachable', 'there is no connection to the server'))
    } catch (cause) {
      const error = new DeviceError('keys_vanished', 'the device key could not sign', { cause })
      this.#asked.fail(error)
      this.#options.onFault(error)
    }
  }

  #change(status: PushStatus): void {
    const { available, serverKey, state } = this.#status
    if (status.available === available && status.serverKey === serverKey && status.state === state) return
    this.#status = status
    this.#options.onChange(status)
  }
}

/** [WP1]: signed over the nonce of this socket's `hello`. */
async function setPushFrame(
  key: DeviceKey,
  pairing: Pairing,
  nonce: Uint8Array,
  subscription: PushTerms | null,
): Promise<DeviceFrame> {
  const body = pushSubscriptionDocument.encode({
    version: 1,
    serverId: serverIdOf(pairing),
    deviceId: idToBytes(pairing.deviceId),
    nonce,
    endpoint: subscription?.endpoint ?? '',
    p256dh: bytesOf(subscription?.p256dh),
    auth: bytesOf(subscription?.auth),
    wake: bytesOf(subscription?.wake),
  })
  const signature = await key.sign(pushSubscriptionDocument.message(body))
  return { type: 'set_push', subscription, signature: toBase64Url(signature) }
}

function bytesOf(text = ''): Uint8Array {
  return fromBase64Url(text) ?? new Uint8Array(0)
}

function options(pushReason: PushRefusedReason | undefined): { readonly pushReason?: PushRefusedReason } {
  return pushReason === undefined ? {} : { pushReason }
}
