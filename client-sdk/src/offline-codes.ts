// The code that a paired device makes when it has no network: asked of the server, proven by a first code, forgotten when it counts no more (rules [OC…]).
import type { DeviceFrame, DeviceId, ServerFrame } from '@countersign/protocol'
import { fromBase64Url } from '@countersign/protocol'
import type { DeviceClock } from './environment.js'
import { DeviceError, refusedBy } from './error.js'
import type { KeptOfflineCode, OfflineCodeStore, OfflineCodeTerms } from './offline-code-store.js'
import type { CodeNow } from './one-time-code.js'
import { codeNow, codeOfStep } from './one-time-code.js'
import { Question } from './question.js'
import type { ServerClock } from './server-clock.js'

type Offered = Extract<ServerFrame, { type: 'offline_code' }>
type Heard = Extract<ServerFrame, { type: 'offline_code_state' }>
type Refused = Extract<ServerFrame, { type: 'refusal' }>

/** What a screen shows of it. */
export interface OfflineCodeStatus {
  /** The device holds one that counted when it last heard of it. */
  readonly isHeld: boolean
  /** Whether the policies let this account use such codes: as of the last welcome; undefined before the first. */
  readonly isAllowed: boolean | undefined
}

export interface OfflineCodesOptions {
  readonly deviceId: DeviceId
  readonly store: OfflineCodeStore
  readonly clock: DeviceClock
  readonly serverClock: ServerClock
  /** False: not connected now. */
  readonly send: (frame: DeviceFrame) => boolean
  readonly onChange: (status: OfflineCodeStatus) => void
  readonly onFault: (error: DeviceError) => void
}

export class OfflineCodes {
  readonly #options: OfflineCodesOptions
  readonly #asked: Question<void>
  readonly #ended: Question<void>
  #kept: KeptOfflineCode | undefined
  #isAllowed: boolean | undefined
  #told: OfflineCodeStatus = { isHeld: false, isAllowed: undefined }
  /** The store is used by one piece of work at a time, in the order in which the frames came. */
  #work: Promise<void> = Promise.resolve()

  constructor(options: OfflineCodesOptions) {
    this.#options = options
    this.#asked = new Question(options.clock)
    this.#ended = new Question(options.clock)
  }

  get status(): OfflineCodeStatus {
    return { isHeld: this.#kept?.terms.isConfirmed === true, isAllowed: this.#isAllowed }
  }

  /**
   * Asks for a code; in place of the one before, if any. Resolves when the server says that it counts.
   *
   * Rejects with `server_unreachable`, `server_refused` (see `serverCode`: `way_not_allowed`, `conflict` when the account has as
   * many as it may), `offline_code_refused`, `storage_failed`, `device_revoked`, `stopped`.
   */
  ask(): Promise<void> {
    return this.#asked.ask(() => this.#options.send({ type: 'ask_offline_code' }))
  }

  /** Ends it, here and on the server. Rejects as `ask` does; then it still counts. */
  end(): Promise<void> {
    return this.#ended.ask(() => this.#options.send({ type: 'end_offline_code' }))
  }

  /** The code to type now, with or without a network. Undefined: there is none. */
  async now(): Promise<CodeNow | undefined> {
    await this.#work
    const kept = this.#kept
    if (kept?.terms.isConfirmed !== true) return undefined
    const { key, terms } = kept
    // [OC2]: right after it was proven the next step's code is shown; the server takes one step ahead.
    return codeNow(key, terms, this.#serverNowMs(terms), terms.provenStep)
  }

  /** At the start: what is kept is shown before any server is reached. */
  load(): Promise<void> {
    return this.#inOrder(async () => {
      this.#kept = await this.#options.store.open(this.#options.deviceId)
      this.#tell()
    })
  }

  /** [OC4]: one that the server does not name is forgotten; one that it names and this device has lost is ended. */
  hearWelcome(counting: string | null, isAllowed: boolean): void {
    this.#isAllowed = isAllowed
    void this.#inOrder(async () => {
      const terms = this.#kept?.terms
      if (terms !== undefined && terms.totpId === counting) await this.#confirm(terms)
      else if (terms !== undefined) await this.#forget()
      // The connection broke while it was asked for: asking again is safe, the server keeps one.
      if (this.#asked.isOpen) this.#options.send({ type: 'ask_offline_code' })
      else if (counting !== null && this.#kept === undefined) this.#options.send({ type: 'end_offline_code' })
      this.#tell()
    })
  }

  /** The pairing was confirmed a moment ago: only now the server says it. */
  hearAllowed(isAllowed: boolean): void {
    this.#isAllowed = isAllowed
    this.#tell()
  }

  hear(frame: Offered | Heard): void {
    if (frame.type === 'offline_code') this.#hearOffered(frame)
    else this.#hearState(frame)
  }

  hearRefusal({ about, code }: Refused): void {
    const error = refusedBy(code)
    void this.#inOrder(async () => {
      if (about === 'ask_offline_code') this.#asked.fail(error)
      if (about === 'end_offline_code') this.#ended.fail(error)
      if (about !== 'confirm_offline_code') return
      await this.#forget()
      this.#tell()
      this.#asked.fail(error)
    })
  }

  /** Stopped, removed or replaced: who waits is told. */
  giveUp(error: DeviceError): void {
    this.#asked.fail(error)
    this.#ended.fail(error)
  }

  /** The server made one: it is kept first, then proven by its first code ([OC2]). */
  #hearOffered(frame: Offered): void {
    // Nobody asked: a person decides what this device can do.
    if (!this.#asked.isOpen) return
    void this.#inOrder(async () => {
      const { totpId, algorithm, digits, periodSeconds } = frame
      const secret = fromBase64Url(frame.secret) ?? new Uint8Array(0)
      const clockAheadMs = this.#clockAheadMs()
      const provenStep = Math.floor((this.#options.clock.nowMs() + clockAheadMs) / (periodSeconds * 1000))
      const form = { algorithm, digits, periodSeconds }
      const terms = { totpId, ...form, isConfirmed: false, provenStep, clockAheadMs }
      this.#kept = await this.#options.store.take(this.#options.deviceId, terms, secret)
      const code = await codeOfStep(this.#kept.key, digits, provenStep)
      this.#options.send({ type: 'confirm_offline_code', totpId, code })
    })
  }

  #hearState({ totpId, state }: Heard): void {
    void this.#inOrder(async () => {
      const terms = this.#kept?.terms
      const isThis = terms !== undefined && terms.totpId === totpId
      if (state === 'active' && isThis) await this.#confirm(terms)
      if (state !== 'active' && (isThis || totpId === null)) await this.#forget()
      this.#tell()
      if (state === 'active') this.#asked.answer()
      else if (state === 'ended') this.#ended.answer()
      else this.#asked.fail(new DeviceError('offline_code_refused', 'the first code did not fit'))
    })
  }

  async #confirm(terms: OfflineCodeTerms): Promise<void> {
    const kept = this.#kept
    if (kept === undefined) return
    const confirmed = { ...terms, isConfirmed: true, clockAheadMs: this.#clockAheadMs() }
    await this.#options.store.update(this.#options.deviceId, confirmed)
    this.#kept = { ...kept, terms: confirmed }
  }

  async #forget(): Promise<void> {
    this.#kept = undefined
    await this.#options.store.remove(this.#options.deviceId)
  }

  #clockAheadMs(): number {
    return Math.round(this.#options.serverClock.aheadMs ?? 0)
  }

  /** What the server said in this run; before that, how far its clock was ahead the last time. */
  #serverNowMs({ clockAheadMs }: OfflineCodeTerms): number {
    return this.#options.clock.nowMs() + (this.#options.serverClock.aheadMs ?? clockAheadMs)
  }

  #tell(): void {
    const { status } = this
    if (status.isHeld === this.#told.isHeld && status.isAllowed === this.#told.isAllowed) return
    this.#told = status
    this.#options.onChange(status)
  }

  /** Never rejects: whoever waits for the server is told, and so is the owner of the device. */
  #inOrder(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((cause: unknown) => {
      const error =
        cause instanceof DeviceError
          ? cause
          : new DeviceError('storage_failed', 'the offline code could not be kept', { cause })
      this.giveUp(error)
      this.#options.onFault(error)
    })
    return this.#work
  }
}
