// The PIN of a device: set, changed, asked for at an answer; what the server says of it is believed, and what works on it is loaded when it is needed.
import type {
  ChallengeId,
  DeviceFrame,
  PinHeld,
  PinTries,
  ServerFrame,
  ServerKey,
  VerificationProof,
} from '@countersign/protocol'
import { answerByPinDocument, fromBase64Url, idFromBytes, PIN_TRIES_MAX } from '@countersign/protocol'
import type { DeviceClock } from './environment.js'
import { DeviceError, refusedBy } from './error.js'
import type { DeviceKey } from './keystore.js'
import type { Outcome } from './open-request.js'
import type { Pairing } from './pairing-record.js'
import type { KeptPin, PinStore } from './pin-store.js'
import type { Prover } from './prover.js'
import { Question } from './question.js'

type Welcome = Extract<ServerFrame, { type: 'welcome' }>
type Refused = Extract<ServerFrame, { type: 'refusal' }>

/** What a screen shows of it. */
export interface PinStatus {
  /**
   * `here`: this device has the one that counts. `elsewhere`: the server has one that this device does not hold; it was set by somebody
   * else, or this device lost it: pair again. `unknown` before the first welcome of a device that holds none.
   */
  readonly state: 'unknown' | 'none' | 'here' | 'elsewhere'
  /** Wrong ones in a row until this device may only deny; undefined before the first welcome. */
  readonly triesLeft: number | undefined
  /** Some login of the account asks for a PIN or biometrics. */
  readonly isWanted: boolean
}

export interface PinOptions {
  readonly pairing: () => Pairing
  readonly key: DeviceKey
  readonly store: PinStore
  readonly clock: DeviceClock
  /** The key of the checked key set that PINs are sealed to; undefined: this server takes none. */
  readonly sealingKey: () => Promise<ServerKey | undefined>
  /** False: not connected now. */
  readonly send: (frame: DeviceFrame) => boolean
  readonly onChange: (status: PinStatus) => void
  readonly onFault: (error: DeviceError) => void
}

/** Never holds a PIN, a seed or a signature longer than it takes to make a frame; never writes one anywhere. */
export class DevicePin {
  readonly #options: PinOptions
  readonly #asked: Question<void>
  #kept: readonly KeptPin[] = []
  #held: PinHeld | undefined
  /** Of this socket's `hello`: what is signed with it counts on this socket only. */
  #nonce: Uint8Array | undefined
  /** The request that the last PIN was given for, until the server says no. */
  #answered: ChallengeId | undefined
  #told: PinStatus
  /** The store is used by one piece of work at a time, in the order in which the frames came. */
  #work: Promise<void> = Promise.resolve()

  constructor(options: PinOptions) {
    this.#options = options
    this.#asked = new Question(options.clock)
    this.#told = this.status
  }

  get status(): PinStatus {
    const { triesLeft, isWanted = false } = this.#held ?? {}
    return { state: this.#state(), triesLeft, isWanted }
  }

  /**
   * The first PIN of this device. Resolves when the server says that it counts; from then on every approval needs it.
   *
   * @param pin as `pinBytes` makes it, of a PIN that `pinFault` finds nothing wrong with. Overwritten with zeros.
   *
   * Rejects with `server_unreachable`, `server_refused`, `pin_unavailable` (this server takes none), `storage_failed`, `device_revoked`,
   * `stopped`. Then no PIN counts, or, after `server_unreachable`, `status` says at the next welcome which.
   */
  set(pin: Uint8Array): Promise<void> {
    return this.#replace(pin, undefined)
  }

  /**
   * Another PIN in the place of `from`: a new key, which the old one agrees to. Both are overwritten with zeros.
   * Rejects as `set` does, and with `server_refused` and `serverCode` `pin_wrong`, whose `tries` say what is left.
   */
  change(from: Uint8Array, to: Uint8Array): Promise<void> {
    return this.#replace(to, from)
  }

  /** For one answer. Overwrites the PIN with zeros when it has signed, or will not. */
  prover(pin: Uint8Array): Prover {
    return {
      userVerification: 1,
      prove: async (answer) => {
        const proof = await this.#prove(pin, answerByPinDocument.message(answerByPinDocument.encode(answer)))
        this.#answered = idFromBytes<ChallengeId>(answer.challengeId)
        return proof
      },
      end: () => void pin.fill(0),
    }
  }

  /** The person agrees with their PIN to what changes this device, e.g. `device.biometrics.setUp(…)`. Overwrites it with zeros. */
  agreeing(pin: Uint8Array): (message: Uint8Array) => Promise<VerificationProof> {
    return async (message) => {
      try {
        return await this.#prove(pin, message)
      } finally {
        pin.fill(0)
      }
    }
  }

  /** At the start: what is kept is known before any server is reached. */
  load(): Promise<void> {
    return this.#inOrder(async () => {
      this.#kept = await this.#options.store.open(this.#options.pairing().deviceId)
      this.#tell()
    })
  }

  hearHello(nonce: string): void {
    this.#nonce = fromBase64Url(nonce)
  }

  hearWelcome({ pin }: Pick<Welcome, 'pin'>): void {
    if (pin !== undefined) void this.#adopt(pin)
  }

  hear({ pin }: Extract<ServerFrame, { type: 'pin_state' }>): void {
    void this.#adopt(pin).then(() => this.#asked.answer())
  }

  /** An answer of this device counted: its PIN was right, and wrong ones before it count no more. */
  hearOutcome(challengeId: ChallengeId, { byThisDevice }: Outcome): void {
    if (byThisDevice && challengeId === this.#answered) this.#hearTries({ left: PIN_TRIES_MAX })
  }

  hearRefusal({ about, code, tries }: Refused): void {
    if (tries !== undefined) {
      this.#answered = undefined
      this.#hearTries(tries)
    }
    if (about === 'set_pin') this.#asked.fail(refusedBy(code, tries))
  }

  giveUp(error: DeviceError): void {
    this.#asked.fail(error)
  }

  async #replace(pin: Uint8Array, from: Uint8Array | undefined): Promise<void> {
    try {
      const nonce = this.#nonce
      if (nonce === undefined || this.#held === undefined)
        throw new DeviceError('server_unreachable', 'there is no connection to the server')
      const former = from && { pin: from, kept: this.#current() }
      const sealingKey = await this.#sealingKey()
      const { makeSetPin } = await import('./pin-work.js')
      const { key, pairing } = this.#options
      const { kept, frame } = await makeSetPin({ pairing: pairing(), key, nonce, sealingKey, pin, former })
      // Durable first: a PIN that counts and is nowhere would lock its person out.
      await this.#keep([...this.#kept.filter((each) => each.pinId === this.#held?.pinId), kept])
      await this.#asked.ask(() => this.#options.send(frame))
    } finally {
      pin.fill(0)
      from?.fill(0)
    }
  }

  async #prove(pin: Uint8Array, message: Uint8Array): Promise<VerificationProof> {
    const kept = this.#current()
    const sealingKey = await this.#sealingKey()
    const { provePin } = await import('./pin-work.js')
    return provePin({ pairing: this.#options.pairing(), sealingKey, kept, pin, message })
  }

  async #sealingKey(): Promise<ServerKey> {
    const key = await this.#options.sealingKey()
    if (key === undefined) throw new DeviceError('pin_unavailable', 'this server has no key to seal a PIN to')
    return key
  }

  /** The one that counts; before the first welcome the one that is kept. */
  #current(): KeptPin {
    const held = this.#held
    const found = held === undefined ? this.#kept[0] : this.#kept.find((each) => each.pinId === held.pinId)
    if (found === undefined)
      throw new DeviceError('pin_missing', 'this device does not hold the PIN that counts')
    return found
  }

  #state(): PinStatus['state'] {
    if (this.#held === undefined) return this.#kept.length > 0 ? 'here' : 'unknown'
    if (this.#held.pinId === null) return 'none'
    return this.#kept.some((each) => each.pinId === this.#held?.pinId) ? 'here' : 'elsewhere'
  }

  /** [PN7]: any other than the one that counts is forgotten; of two the server has settled which. */
  #adopt(held: PinHeld): Promise<void> {
    return this.#inOrder(async () => {
      this.#held = held
      const left = this.#kept.filter(({ pinId }) => pinId === held.pinId)
      if (left.length !== this.#kept.length) await this.#keep(left)
      this.#tell()
    })
  }

  #hearTries({ left }: Pick<PinTries, 'left'>): void {
    if (this.#held === undefined) return
    this.#held = { ...this.#held, triesLeft: left }
    this.#tell()
  }

  async #keep(pins: readonly KeptPin[]): Promise<void> {
    const { deviceId } = this.#options.pairing()
    try {
      if (pins.length === 0) await this.#options.store.remove(deviceId)
      else await this.#options.store.save(deviceId, pins)
    } catch (cause) {
      throw cause instanceof DeviceError
        ? cause
        : new DeviceError('storage_failed', 'the PIN could not be kept', { cause })
    }
    this.#kept = pins
  }

  #tell(): void {
    const { status } = this
    const { state, triesLeft, isWanted } = this.#told
    if (status.state === state && status.triesLeft === triesLeft && status.isWanted === isWanted) return
    this.#told = status
    this.#options.onChange(status)
  }

  /** Never rejects: the owner of the device is told. */
  #inOrder(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((cause: unknown) => {
      const error =
        cause instanceof DeviceError
          ? cause
          : new DeviceError('storage_failed', 'the PIN could not be read', { cause })
      this.#options.onFault(error)
    })
    return this.#work
  }
}
