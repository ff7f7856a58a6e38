// Everybody in one login: a person with a phone and a browser, an attacker who knows the password, two apps, a network, time.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Device, OpenRequest } from '@countersign/client-sdk'
import { memoryPairingStore, Device as PairedPhone } from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import type { ApprovalRequested, ChallengeId, ChallengeStateName, MatchShown } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import type { App } from '@countersign/server/core/records'
import { cancelChallenge } from '@countersign/server/flows/cancel-challenge'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { verifyAssertion, verifyKeySet } from '@countersign/web-plugin/verify'
import { seededRandom } from '../support/seeded-random.js'
import type { World } from '../support/test-world.js'
import { anotherApp, makeWorld, pairedDevice } from '../support/test-world.js'
import { TimerClock } from '../support/timer-clock.js'
import { Wires } from '../support/wires.js'

/** A phone's clock is an hour wrong, and nothing may depend on it. */
const PHONE_IS_WRONG_BY_MS = 3_600_000
const BROWSERS = {
  owner: { address: '192.0.2.1', browser: 'Firefox on Linux' },
  attacker: { address: '198.51.100.66', browser: 'Chrome on Windows' },
} as const
export type Who = keyof typeof BROWSERS

/** One request, as the session of the app that asked keeps it. */
export interface Attempt {
  readonly who: Who
  readonly app: App
  readonly appNonce: Uint8Array
  readonly asked: ApprovalRequested
  /** Somebody tapped on it without looking. */
  blindTaps: number
  /** A tap was wrong: that was its end ([ST3]). */
  missed: boolean
  logins: number
}

export class Town {
  readonly world: World
  readonly wires: Wires
  readonly phone: Device
  readonly apps: readonly [App, App]
  readonly attempts: Attempt[] = []
  /** Errors that the SDK told of: none is expected, whatever the network does. */
  readonly faults: unknown[] = []
  readonly #phoneClock: TimerClock
  readonly #serverId: string
  readonly #next: () => number
  #wake: () => void = () => undefined

  private constructor(world: World, apps: readonly [App, App], seed: number, pairing: PairingGiven) {
    const { ports, clock } = world
    this.world = world
    this.apps = apps
    this.wires = new Wires(ports)
    this.#serverId = toBase64Url(ports.vault.serverId)
    this.#phoneClock = new TimerClock(clock.nowMs() + PHONE_IS_WRONG_BY_MS)
    const chance = seededRandom(seed)
    this.#next = () => chance.below(2 ** 32)
    this.phone = new PairedPhone({
      pairing: {
        serverUrl: ports.settings.publicUrl,
        serverId: this.#serverId,
        serverName: ports.settings.serverName,
        userId: 'alice',
        deviceName: 'Phone',
        keyId: 'k1',
        keySet: ports.vault.keySet(),
        keySetVersion: ports.vault.keySetVersion(),
        nextCounter: 1,
        forgottenSequence: 0,
        seen: [],
        pairedAtMs: clock.nowMs(),
        accountId: pairing.accountId,
        deviceId: pairing.id,
      },
      store: memoryPairingStore(),
      key: { publicKey: pairing.key.publicKey, sign: async (message) => pairing.key.sign(message) },
      clock: this.#phoneClock,
      verify: nodeVerify,
      webSocket: this.wires.webSocketFrom('203.0.113.20'),
      fetch: async () => Response.json(ports.vault.keySet()),
      random: () => chance.below(1_000_000) / 1_000_000,
      wakeSignal: (onWake) => {
        this.#wake = onWake
        return () => undefined
      },
      onEvent: (event) => {
        if (event.type === 'fault') this.faults.push(event.error)
      },
    })
  }

  static async open(seed: number): Promise<Town> {
    const world = await makeWorld({ seed })
    const apps = [world.app, await anotherApp(world)] as const
    const device = await pairedDevice(world)
    device.disconnect()
    const town = new Town(world, apps, seed, device)
    town.phone.start()
    await town.wires.settle()
    return town
  }

  /** 0 to bound − 1. */
  below(bound: number): number {
    return this.#next() % bound
  }

  async begin(who: Who, app: App): Promise<void> {
    const { ports } = this.world
    const appNonce = Uint8Array.from({ length: 32 }, () => this.below(256))
    const asked = await requestApproval(ports, app, {
      userId: 'alice',
      purpose: 'login',
      appNonce: toBase64Url(appNonce),
      context: BROWSERS[who],
      ...(this.below(2) === 0 ? { mayScan: true } : {}),
    })
    if (asked.ok)
      this.attempts.push({ who, app, appNonce, asked: asked.value, blindTaps: 0, missed: false, logins: 0 })
  }

  /** What the owner's login pages show now. */
  ownersMatch(request: OpenRequest): MatchShown | undefined {
    return this.attempts.find(
      ({ who, asked }) => who === 'owner' && asked.challengeId === request.challengeId,
    )?.asked.match
  }

  attemptOf(challengeId: ChallengeId): Attempt | undefined {
    return this.attempts.find(({ asked }) => asked.challengeId === challengeId)
  }

  /** Whether what the phone says now arrives, and comes back. */
  get canBeHeard(): boolean {
    const { held, isDown } = this.wires
    return this.phone.connection === 'online' && !isDown && !held.toServer && !held.toDevice
  }

  async stateOf(challengeId: ChallengeId): Promise<ChallengeStateName | undefined> {
    return (await this.world.ports.storage.read.challenges.byId(challengeId))?.state
  }

  /** The app asks for the outcome of an attempt, and lets in only by what it has verified itself. */
  async redeem(attempt: Attempt): Promise<boolean> {
    const { ports, clock } = this.world
    const { challengeId } = attempt.asked
    const redeemed = await redeemChallenge(ports, attempt.app, challengeId, attempt.appNonce)
    if (!redeemed.ok) return false
    const keySet = verifyKeySet(ports.vault.keySet(), this.#serverId)
    assert.ok(keySet.ok)
    const verified = verifyAssertion({
      assertion: redeemed.value.assertion,
      keySet: keySet.keySet,
      nowMs: clock.nowMs(),
      expected: {
        serverId: this.#serverId,
        appId: attempt.app.id,
        userId: 'alice',
        challengeId,
        appNonce: toBase64Url(attempt.appNonce),
        purpose: 'login',
        match: attempt.asked.match,
        context: { ...BROWSERS[attempt.who], origin: attempt.app.origins[0] ?? '' },
      },
    })
    assert.deepEqual(
      verified.ok ? '' : verified.reason,
      '',
      'the app believes what the server calls an approval',
    )
    attempt.logins += 1
    return true
  }

  /** Somebody tries what is not theirs: another app, or another session's nonce. */
  async steal(attempt: Attempt): Promise<boolean> {
    const { ports } = this.world
    const elsewhere = this.apps.find(({ id }) => id !== attempt.app.id) ?? attempt.app
    const otherNonce = createHash('sha256').update(attempt.appNonce).digest()
    const { challengeId } = attempt.asked
    const byApp = await redeemChallenge(ports, elsewhere, challengeId, attempt.appNonce)
    const byNonce = await redeemChallenge(ports, attempt.app, challengeId, otherNonce)
    const cancelled = await cancelChallenge(ports, elsewhere, challengeId, attempt.appNonce)
    return byApp.ok || byNonce.ok || cancelled.ok
  }

  async cancel(attempt: Attempt): Promise<void> {
    await cancelChallenge(this.world.ports, attempt.app, attempt.asked.challengeId, attempt.appNonce)
  }

  /** Time passes for everybody, in steps small enough for heartbeats to be answered. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      const step = Math.min(left, STEP_MS)
      this.world.clock.advance(step)
      this.#phoneClock.advance(step)
      await this.wires.settle()
    }
  }

  /** Moves what is on its way until it holds: hashes and signatures come back from their threads when they like. */
  async until(what: string, holds: () => boolean): Promise<void> {
    for (let turn = 0; turn < 500; turn++) {
      if (holds()) return
      await this.wires.settle()
    }
    throw new Error(`this never became true: ${what}`)
  }

  /** Much time, through which nobody looks at the phone. */
  async passLong(ms: number): Promise<void> {
    this.wires.isDown = true
    this.wires.cutAll()
    this.world.clock.advance(ms)
    this.#phoneClock.advance(ms)
    this.wires.isDown = false
    await this.wake()
  }

  /** The phone is looked at. */
  async wake(): Promise<void> {
    this.#wake()
    await this.wires.settle()
    this.#phoneClock.advance(0)
    await this.wires.settle()
  }
}

type PairingGiven = Awaited<ReturnType<typeof pairedDevice>>
const STEP_MS = 10_000
