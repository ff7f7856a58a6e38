// The promises of SPEC.md §§5–8 over a town, looked at after every step: what no schedule of anybody may break.
import assert from 'node:assert/strict'
import type { ChallengeId, ChallengeStateName } from '@countersign/protocol'
import type { ChallengeRecord } from '@countersign/server/core/records'
import type { Town } from './town.js'

const FINAL: ReadonlySet<ChallengeStateName> = new Set([
  'redeemed',
  'lapsed',
  'denied',
  'reported',
  'mismatched',
  'expired',
  'cancelled',
])

/** Remembers what was seen, and compares. */
export class Promises {
  readonly #town: Town
  readonly #states = new Map<ChallengeId, ChallengeStateName>()
  #counter = 0
  #revision = 0
  #wrongPicks = 0

  constructor(town: Town) {
    this.#town = town
  }

  async hold(): Promise<void> {
    const { attempts, faults } = this.#town
    assert.deepEqual(faults, [], 'the phone had a fault')
    const records = await this.#records()
    const approvedSince = this.#statesFollow(records)
    for (const attempt of attempts) {
      const state = records.get(attempt.asked.challengeId)?.state
      assert.ok(attempt.logins <= 1, 'one approval, two logins')
      if (attempt.missed) assert.equal(attempt.logins, 0, 'a second button was tried')
      if (attempt.logins === 1) assert.equal(state, 'redeemed', 'a login beside another end')
      if (attempt.who === 'attacker' && attempt.logins === 1)
        assert.ok(attempt.blindTaps > 0 && attempt.asked.match.mode === 'symbol', 'an attacker is in')
    }
    this.#optionsAreDisjoint([...records.values()])
    this.#phoneShowsTheTruth(records)
    await this.#countersRise(approvedSince)
  }

  /** Final states absorb ([ST1]); true when something was approved since the last look. */
  #statesFollow(records: ReadonlyMap<ChallengeId, ChallengeRecord>): boolean {
    let approved = false
    for (const [id, { state, answer }] of records) {
      const before = this.#states.get(id)
      if (before !== undefined && FINAL.has(before)) assert.equal(state, before, 'a final state changed')
      if (before === 'approved') assert.notEqual(state, 'pending', 'an approval became a question again')
      if (before !== state && answer !== undefined && state !== 'mismatched') approved = true
      this.#states.set(id, state)
    }
    return approved
  }

  /** [CH5] */
  #optionsAreDisjoint(records: readonly ChallengeRecord[]): void {
    const nowMs = this.#town.world.clock.nowMs()
    const open = records.filter(({ state, expiresAtMs }) => state === 'pending' && nowMs < expiresAtMs)
    const all = open.flatMap(({ options }) => options)
    assert.equal(new Set(all).size, all.length, 'one access pass on two open requests')
    assert.ok(open.length <= 3, 'a fourth open request')
  }

  /** [CH1] [CH2]: what a person reads was asked by somebody, is theirs, and its time is not over. */
  #phoneShowsTheTruth(records: ReadonlyMap<ChallengeId, ChallengeRecord>): void {
    for (const request of this.#town.phone.requests) {
      const record = records.get(request.challengeId)
      assert.ok(record !== undefined, 'the phone shows what nobody asked')
      assert.deepEqual(
        [request.address, request.browser, request.mode, [...request.options].sort()],
        [record.requester.address, record.requester.browser, record.mode, [...record.options].sort()],
        'the phone shows something else than was asked',
      )
    }
  }

  /** Counters never fall ([AN2]), and only an approval clears wrong picks ([LI1]). */
  async #countersRise(approvedSince: boolean): Promise<void> {
    const { phone, world } = this.#town
    const { read } = world.ports.storage
    const device = await read.devices.byId(phone.pairing.deviceId)
    const guard = await read.guards.of(phone.pairing.accountId)
    const counter = device?.counter ?? 0
    assert.ok(counter >= this.#counter, 'a counter fell')
    assert.ok(guard.revision >= this.#revision, 'the sequence of challenges fell')
    if (guard.consecutiveWrong < this.#wrongPicks) assert.ok(approvedSince, 'wrong picks were forgotten')
    this.#counter = counter
    this.#revision = guard.revision
    this.#wrongPicks = guard.consecutiveWrong
  }

  async #records(): Promise<ReadonlyMap<ChallengeId, ChallengeRecord>> {
    const { attempts, world } = this.#town
    const found = new Map<ChallengeId, ChallengeRecord>()
    for (const { asked } of attempts) {
      const record = await world.ports.storage.read.challenges.byId(asked.challengeId)
      if (record !== undefined) found.set(record.id, record)
    }
    return found
  }
}
