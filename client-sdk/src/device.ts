// One pairing at work: what it shows, how it is answered, what it tells. Socket, checks, key set and queue have files of their own.
import type { ChallengeId, DecisionName, DeviceFrame, DeviceStateName } from '@countersign/protocol'
import { chosenBytes } from '@countersign/protocol'
import { AnswerQueue } from './answer-queue.js'
import { answerable, approvable, decided, requireConfirmed, requireUsable } from './answerable.js'
import type { Biometrics } from './biometrics.js'
import type { ConnectionDetail, DocumentFrame, Hello } from './connection.js'
import { Connection } from './connection.js'
import type { AnswerFrame, Decided } from './device-frames.js'
import { answerFrame, answerHello, serverIdOf } from './device-frames.js'
import type { DeviceOptions } from './device-options.js'
import { placeOf } from './device-place.js'
import type { DeviceClock, WakeSignal } from './environment.js'
import { DeviceError } from './error.js'
import type { ConnectionState } from './events.js'
import type { DeviceKey } from './keystore.js'
import { LinkApprovals, type LinkOutcome } from './link-approvals.js'
import { Listener } from './listener.js'
import type { OfflineCodes } from './offline-codes.js'
import type { OpenRequest, Outcome, PendingAnswer } from './open-request.js'
import { PairingKeeper } from './pairing-keeper.js'
import type { Pairing } from './pairing-record.js'
import type { DevicePin } from './pin.js'
import type { Prover } from './prover.js'
import { PullRequests } from './pull-requests.js'
import type { Push } from './push.js'
import type { QuietHoursTalk } from './quiet-hours.js'
import type { Entry } from './request-book.js'
import { RequestBook } from './request-book.js'
import { offers, type Picked } from './requests.js'
import { ServerClock } from './server-clock.js'
import { fetchKeySet } from './server-http.js'
import { ServerKeys } from './server-keys.js'
import { SideTalk } from './side-talk.js'
import { SignedMessages } from './signed-messages.js'
import type { Verifying } from './verifying.js'
import { proverFor } from './verifying.js'

/**
 * One paired device. Connects and stays connected, shows only what its own server signed, signs what the person decides.
 *
 * @example
 * import { openDevice } from '@countersign/client-sdk'
 * import { fileKeystore, filePairingStore } from '@countersign/client-sdk/node'
 * import { WebSocket } from 'ws'
 *
 * const store = filePairingStore('./countersign')
 * const keystore = fileKeystore('./countersign')
 * const [pairing] = await store.all()
 * if (pairing === undefined) throw new Error('pair first: see acceptPairing')
 *
 * const device = await openDevice({
 *   pairing, store, keystore, webSocket: WebSocket,
 *   onEvent(event) {
 *     if (event.type === 'request') console.log(`${event.request.appName} asks`, event.request.options)
 *   },
 * })
 * device.start()
 */
export class Device {
  readonly #key: DeviceKey
  readonly #clock: DeviceClock
  readonly #wakeSignal: WakeSignal
  readonly #owner: Listener
  readonly #keeper: PairingKeeper
  readonly #serverKeys: ServerKeys
  readonly #book: RequestBook
  readonly #messages: SignedMessages
  readonly #answers: AnswerQueue
  readonly #pulls: PullRequests
  readonly #links: LinkApprovals
  readonly #side: SideTalk
  readonly #connection: Connection
  #deviceState: DeviceStateName | undefined
  #serverNextCounter = 0
  #endWakeSignal: (() => void) | undefined

  constructor(options: DeviceOptions) {
    const { pairing, store, key } = options
    const { http, webSocket, clock, crypto, random, verify, wakeSignal, ...stores } = placeOf(options)
    this.#key = key
    this.#clock = clock
    this.#wakeSignal = wakeSignal
    this.#owner = new Listener(options.onEvent)
    const serverClock = new ServerClock(clock)
    this.#keeper = new PairingKeeper(pairing, store, (saved) =>
      this.#owner.emit({ type: 'pairing', pairing: saved }),
    )
    this.#serverKeys = new ServerKeys({
      serverId: serverIdOf(pairing),
      stored: pairing.keySet,
      storedVersion: pairing.keySetVersion,
      fetchKeySet: () => fetchKeySet(pairing.serverUrl, http),
      verify,
      crypto,
      clock,
      onNewer: (signed, version) => this.#keeper.rememberKeySet(signed, version),
      onFault: (error) => this.#owner.fault(error),
    })
    this.#book = new RequestBook({
      clock,
      serverClock,
      hasAnswer: (challengeId) => this.#answers.has(challengeId),
      emit: (event) => this.#owner.emit(event),
    })
    this.#messages = new SignedMessages({
      keeper: this.#keeper,
      serverKeys: this.#serverKeys,
      serverClock,
      crypto,
      book: this.#book,
      isListening: () => this.connection !== 'stopped' && this.connection !== 'revoked',
      askTime: () => this.#connection.send({ type: 'ping' }),
      onShown: (challengeId) => this.#connection.send({ type: 'received', challengeId }),
      onRefused: (reason, challengeId) => this.#owner.emit({ type: 'refused', reason, challengeId }),
      onFault: (error) => this.#owner.fault(error),
    })
    this.#answers = new AnswerQueue({
      clock,
      serverClock,
      random,
      seal: (decided) => this.#seal(decided),
      send: (frame) => this.connection === 'online' && this.#connection.send(frame),
      onProgress: (answer) => this.#owner.emit({ type: 'answer', answer }),
      onGivenUp: (challengeId) => this.#book.expire(challengeId),
    })
    this.#links = new LinkApprovals(crypto)
    this.#pulls = new PullRequests(clock, () => this.#connection.send({ type: 'pull' }))
    const send = (frame: DeviceFrame): boolean => this.connection === 'online' && this.#connection.send(frame)
    this.#side = new SideTalk({
      pairing: () => this.pairing,
      key,
      ...stores,
      sealingKey: () => this.#serverKeys.sealingKey(),
      biometrics: options.biometrics,
      clock,
      serverClock,
      send,
      emit: (event) => this.#owner.emit(event),
      onFault: (error) => this.#owner.fault(error),
    })
    this.#connection = new Connection({
      serverUrl: pairing.serverUrl,
      webSocket,
      clock,
      random,
      authenticate: (hello) => this.#authenticate(hello),
      onWelcome: (welcome) => {
        this.#serverNextCounter = welcome.nextCounter
        this.#side.hearWelcome(welcome)
        this.#messages.ownAddress = welcome.address ?? ''
        void this.#serverKeys.hearVersion(welcome.keySetVersion)
      },
      onServerTime: (nowMs) => this.#messages.hearServerTime(nowMs),
      onMayHaveOfflineCode: (isAllowed) => this.offlineCode.hearAllowed(isAllowed),
      onPin: (pin) => this.pin.hearWelcome({ pin }),
      onDeviceState: (state) => this.#hearDeviceState(state),
      onState: (connection, detail) => this.#enter(connection, detail),
      onRefused: (reason) => this.#owner.emit({ type: 'refused', reason }),
      onDocument: (frame) => this.#hear(frame),
      onFault: (error) => this.#owner.fault(error),
    })
  }

  /** The code for times without a network. */
  get offlineCode(): OfflineCodes {
    return this.#side.offlineCode
  }

  /** The hours in which nothing rings, of the whole account. */
  get quietHours(): QuietHoursTalk {
    return this.#side.quietHours
  }

  /** What this phone's own hardware says of its person. */
  get biometrics(): Biometrics {
    return this.#side.biometrics
  }

  /** The PIN of this device. */
  get pin(): DevicePin {
    return this.#side.pin
  }

  /** Where the server wakes this device. */
  get push(): Push {
    return this.#side.push
  }

  /** The pairing with what changed since: counters, newest key set. */
  get pairing(): Pairing {
    return this.#keeper.current
  }

  get connection(): ConnectionState {
    return this.#connection.state
  }

  /** What the server said last: `suspended` means that it takes no approvals of this device. */
  get deviceState(): DeviceStateName | undefined {
    return this.#deviceState
  }

  /** Verified, not expired, not decided; oldest first. Nothing else may be shown. */
  get requests(): readonly OpenRequest[] {
    return this.#book.open
  }

  /** Answers on their way. */
  get answers(): readonly PendingAnswer[] {
    return this.#answers.pending
  }

  /** Connects, and stays connected until `stop()`. Does nothing when started, `replaced` or `revoked`. */
  start(): void {
    if (this.connection !== 'stopped' || this.#endWakeSignal !== undefined) return
    this.#endWakeSignal = this.#wakeSignal(() => this.wake())
    void this.offlineCode.load()
    void this.pin.load()
    void this.#rereadThen(() => this.#connection.start())
  }

  /** Closes the socket. Answers on their way reject with `stopped`: the server may still have got them. */
  stop(): void {
    this.#endWakeSignal?.()
    this.#endWakeSignal = undefined
    this.#connection.stop()
    this.#giveUp(new DeviceError('stopped', 'the device was stopped'))
  }

  /** Call when the person looks at the app: ends a back-off, finds a dead socket sooner. Pages do it by themselves. */
  wake(): void {
    this.#connection.wake()
  }

  /** When `replaced`: connects again here, which replaces the other one. */
  takeOver(): void {
    if (this.connection === 'replaced') void this.#rereadThen(() => this.#connection.takeOver())
  }

  /**
   * Approves with what the person picked or typed. A wrong pick is final, so only a choice the request offers is sent.
   *
   * Resolves with the server's verified word, which may be another than approved: `mismatched`, or what another device
   * decided first. While the server cannot be reached the answer waits (see `answers`) and is sent again until its receipt
   * comes.
   *
   * @param challengeId of one of `requests`.
   * @param by what proves that the person was there: for a request whose `verification` asks, and on a device with a PIN or biometrics.
   * @param choice `{ mode: 'symbol', symbolId }` with one of `options`, or `{ mode: 'code', code }` with six digits.
   *
   * Rejects with DeviceError. Nothing was sent: `request_unknown`, `request_expired`, `choice_invalid`, `verification_needed`, `pin_missing`, `replaced`,
   * `storage_failed`, `keys_vanished`, `answer_not_delivered` (expired before it could be). The server said no:
   * `answer_refused` (see `serverCode`), `device_revoked`. Not known: `outcome_unknown` (no receipt within a minute of the
   * expiry), `stopped`.
   *
   * @example
   * const { state } = await device.approve(request.challengeId, { mode: 'symbol', symbolId: 17 })
   * console.log(state === 'approved' ? 'You are in' : `No login: ${state}`)
   */
  async approve(challengeId: ChallengeId, choice: Picked, by?: Verifying): Promise<Outcome> {
    const entry = approvable(this.#answerable(challengeId))
    if (!offers(entry.request, choice))
      throw new DeviceError('choice_invalid', `a ${entry.request.mode} that the request offers expected`)
    return this.#answer(entry, 'approve', chosenBytes(choice), proverFor(entry.request, this, by))
  }

  /** Approves a request of mode `link` by the secret of its link. Rejects as `approve` does. */
  async approveLink(challengeId: ChallengeId, secret: string, by?: Verifying): Promise<LinkOutcome> {
    const entry = approvable(this.#answerable(challengeId))
    const prover = proverFor(entry.request, this, by)
    return this.#links.approve(entry.request, secret, (chosen) =>
      this.#answer(entry, 'approve', chosen, prover),
    )
  }

  /** Denies. Also takes an approval back, as long as it was not redeemed. Rejects as `approve` does. */
  async deny(challengeId: ChallengeId): Promise<Outcome> {
    return this.#answer(this.#answerable(challengeId), 'deny', new Uint8Array(0))
  }

  /** "This wasn't me": denies, and the server quiets the one who asked. Rejects as `approve` does. */
  async report(challengeId: ChallengeId): Promise<Outcome> {
    return this.#answer(this.#answerable(challengeId), 'report', new Uint8Array(0))
  }

  /**
   * Asks for everything open, requests that did not ring included. Resolves with the number of requests now shown.
   * Rejects with `server_unreachable` after 20 s, or `replaced`, `device_revoked`, `stopped`, `server_refused`.
   */
  async pull(): Promise<number> {
    requireConfirmed(this.connection)
    this.wake()
    await this.#pulls.ask()
    return this.requests.length
  }

  /** Asks what the person was told; it comes as events, now and as long as this connection lives. False: not `online`. */
  askNotices(): boolean {
    return this.#side.notices.ask()
  }

  /**
   * "This wasn't me" about something that was told: the account is stopped until its help desk has looked. Resolves when it is.
   * Rejects with `server_unreachable` or `server_refused`: then nothing is known to be stopped; also `stopped`, `device_revoked`.
   */
  async disown(noticeId: string): Promise<void> {
    requireUsable(this.connection)
    await this.#side.notices.disown(noticeId)
  }

  async #rereadThen(go: () => void): Promise<void> {
    try {
      await this.#keeper.reread()
    } catch (error) {
      this.#owner.fault(error)
    }
    // Stopped while the store was read.
    if (this.#endWakeSignal !== undefined) go()
  }

  #answerable(challengeId: ChallengeId): Entry {
    requireUsable(this.connection)
    return answerable(this.#book, challengeId)
  }

  #answer(entry: Entry, decision: DecisionName, chosen: Uint8Array, prover?: Prover): Promise<Outcome> {
    return this.#answers.add(decided(entry, decision, chosen, this.#clock.nowMs(), prover))
  }

  async #seal(decided: Decided): Promise<AnswerFrame> {
    const counter = await this.#keeper.spendCounter(this.#serverNextCounter)
    return answerFrame(this.#key, this.pairing, decided, counter)
  }

  async #authenticate(hello: Hello): Promise<DeviceFrame | undefined> {
    try {
      const frame = await answerHello(this.#key, this.pairing, hello)
      if (frame !== 'server_other') {
        this.#side.hearHello(hello)
        return frame
      }
      this.#owner.emit({ type: 'refused', reason: 'server_other' })
    } catch (error) {
      this.#owner.fault(error)
    }
    return undefined
  }

  async #hear(frame: DocumentFrame): Promise<void> {
    switch (frame.type) {
      case 'challenge':
        return this.#messages.showChallenge(frame)
      case 'receipt': {
        const outcome = await this.#messages.readReceipt(frame)
        if (outcome === undefined) return
        this.#book.settle(frame.challengeId, outcome)
        this.pin.hearOutcome(frame.challengeId, outcome)
        this.#answers.settle(frame.challengeId, outcome)
        return
      }
      case 'pulled':
        this.#pulls.answered()
        return
      case 'refusal':
        if (frame.challengeId !== undefined) this.#answers.refuse(frame.challengeId, frame.code, frame.tries)
        this.#side.hearRefusal(frame)
        return
      default:
        this.#side.hear(frame)
    }
  }

  #hearDeviceState(state: DeviceStateName): void {
    if (state === this.#deviceState) return
    this.#deviceState = state
    this.#owner.emit({ type: 'device_state', deviceState: state })
  }

  #enter(connection: ConnectionState, detail: ConnectionDetail): void {
    this.#owner.emit({ type: 'connection', connection, ...detail })
    if (connection === 'revoked') this.#giveUp(new DeviceError('device_revoked', 'this device was removed'))
    if (connection === 'replaced') this.#pulls.rejectAll(new DeviceError('replaced', 'connected elsewhere'))
    if (connection !== 'online') return
    this.#answers.connected()
    this.#pulls.connected()
  }

  #giveUp(error: DeviceError): void {
    this.#book.clear()
    this.#answers.rejectAll(error)
    this.#pulls.rejectAll(error)
    this.#side.giveUp(error)
  }
}
