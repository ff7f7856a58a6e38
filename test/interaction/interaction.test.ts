// Random days of everybody at once: the SDK's own device, the real server, apps that verify, an attacker, a bad network, time.
//
// A schedule is a seed. A seed that ever failed is kept in `seeds.ts` and played first for ever; fresh ones follow, and are named when
// they fail. `INTERACTION_RUNS` sets how many.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import test from 'node:test'
import type { Picked } from '@countersign/client-sdk'
import { sweep } from '@countersign/server/flows/sweep'
import { changeTeller } from '@countersign/server/flows/tell-changes'
import { Promises } from './promises.js'
import { SEEDS } from './seeds.js'
import type { Attempt } from './town.js'
import { Town } from './town.js'

const FRESH_RUNS = Number(process.env['INTERACTION_RUNS'] ?? 60)
const STEPS = 40
const DAY_MS = 86_400_000

test('the promises of a login hold on every day that was ever bad', async () => {
  for (const seed of SEEDS) await day(seed)
})

test('the promises of a login hold on days drawn by chance, and the owner gets in at the end of each', async (t) => {
  const first = randomInt(2 ** 31)
  t.diagnostic(`seeds ${first} to ${first + FRESH_RUNS - 1}`)
  for (let run = 0; run < FRESH_RUNS; run++) await day(first + run)
})

async function day(seed: number): Promise<void> {
  const told: string[] = []
  try {
    const town = await Town.open(seed)
    const promises = new Promises(town)
    for (let step = 0; step < STEPS; step++) {
      told.push(await take(town))
      await town.wires.settle()
      await promises.hold()
    }
    told.push('the end')
    await ownerGetsIn(town)
    await promises.hold()
    town.phone.stop()
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`seed ${seed}: ${because} after: ${told.join(', ')}`, { cause })
  }
}

type Step = readonly [weight: number, name: string, act: (town: Town) => Promise<void>]

const steps: readonly Step[] = [
  [12, 'the owner logs in', (town) => town.begin('owner', one(town, town.apps))],
  [7, 'the attacker logs in', (town) => town.begin('attacker', one(town, town.apps))],
  [14, 'the person answers what they asked', answersOwn],
  [3, 'the person taps blindly', tapsBlindly],
  [6, 'the person denies a stranger', (town) => deniesStranger(town, 'deny')],
  [2, 'the person reports a stranger', (town) => deniesStranger(town, 'report')],
  [2, 'the person changes their mind', changesTheirMind],
  [14, 'the apps look', appsLook],
  [4, 'somebody steals', steals],
  [3, 'somebody plays back', playsBack],
  [3, 'an app gives up', (town) => each(town, (attempt) => town.cancel(attempt))],
  [6, 'the person checks for requests', checks],
  [5, 'the line breaks', async (town) => town.wires.cutAll()],
  [3, 'the network goes', goes],
  [6, 'the network is back', isBack],
  [3, 'frames are late', areLate],
  [6, 'frames arrive', arrives],
  [8, 'seconds pass', (town) => town.pass(1_000 * (1 + town.below(20)))],
  [3, 'minutes pass', (town) => town.pass(60_000 + 1_000 * town.below(60))],
  [1, 'a day passes', (town) => town.passLong(DAY_MS)],
  [4, 'the rounds come by', rounds],
]
const TOTAL = steps.reduce((sum, [weight]) => sum + weight, 0)

async function rounds({ world: { ports } }: Town): Promise<void> {
  await sweep(ports)
  await changeTeller(ports)()
}

async function take(town: Town): Promise<string> {
  let at = town.below(TOTAL)
  for (const [weight, name, act] of steps) {
    at -= weight
    if (at >= 0) continue
    await act(town)
    return name
  }
  throw new Error('weights that do not add up')
}

/** A careful person: the access pass of their own page, its code, its QR code. */
async function answersOwn(town: Town): Promise<void> {
  for (const request of town.phone.requests) {
    const match = town.ownersMatch(request)
    if (match === undefined || match.mode === 'link' || match.mode !== request.mode) continue
    heard(town.phone.approve(request.challengeId, match))
    return
  }
}

/** A tired one: any access pass of anything that asks. */
async function tapsBlindly(town: Town): Promise<void> {
  // What was answered is on its way: a further tap on it is none.
  const underWay = town.phone.answers.map(({ challengeId }) => challengeId)
  const request = one(
    town,
    town.phone.requests.filter(({ challengeId }) => !underWay.includes(challengeId)),
  )
  const symbolId = request && one(town, request.options)
  if (request === undefined || symbolId === undefined) return
  const attempt = town.attemptOf(request.challengeId)
  if (attempt !== undefined) {
    const { match } = attempt.asked
    attempt.blindTaps += 1
    attempt.missed ||= match.mode !== 'symbol' || match.symbolId !== symbolId
  }
  const choice: Picked = { mode: 'symbol', symbolId }
  heard(town.phone.approve(request.challengeId, choice))
}

async function deniesStranger(town: Town, how: 'deny' | 'report'): Promise<void> {
  const stranger = town.phone.requests.find((request) => town.ownersMatch(request) === undefined)
  if (stranger !== undefined) heard(town.phone[how](stranger.challengeId))
}

/** Approves, and takes it back before anybody came for it ([ST4]). */
async function changesTheirMind(town: Town): Promise<void> {
  await answersOwn(town)
  await town.wires.settle()
  const attempt = town.attempts.at(-1)
  if (attempt === undefined) return
  const { challengeId } = attempt.asked
  const before = await town.stateOf(challengeId)
  let isOver = false
  town.phone.deny(challengeId).then(
    () => (isOver = true),
    () => (isOver = true),
  )
  if (before !== 'approved' || !town.canBeHeard) return
  await town.until('an approval is taken back', () => isOver)
  // The phone may know it no more; then it was no answer, and nothing changed. Or its minute is over, and the server notes so now.
  const after = (await town.stateOf(challengeId)) ?? ''
  assert.ok(['denied', 'approved', 'lapsed'].includes(after), `an approval became ${after}`)
}

async function appsLook(town: Town): Promise<void> {
  await each(town, async (attempt) => {
    const again = attempt.logins > 0
    assert.equal((await town.redeem(attempt)) && again, false, 'a result was read twice')
  })
}

async function steals(town: Town): Promise<void> {
  await each(town, async (attempt) => assert.equal(await town.steal(attempt), false, 'a login was stolen'))
}

/** What once went over the wire arrives again: on the phone's own line, from whoever wrote it down. */
async function playsBack(town: Town): Promise<void> {
  const text = one(
    town,
    town.wires.heard.filter((each) => each.includes('"answer"')),
  )
  if (text !== undefined) town.wires.inject(text)
}

async function checks(town: Town): Promise<void> {
  await town.wake()
  heard(town.phone.pull())
}

async function goes(town: Town): Promise<void> {
  town.wires.isDown = true
  town.wires.cutAll()
}

async function isBack(town: Town): Promise<void> {
  town.wires.isDown = false
  await town.wake()
}

async function areLate(town: Town): Promise<void> {
  town.wires.held[town.below(2) === 0 ? 'toServer' : 'toDevice'] = true
}

async function arrives(town: Town): Promise<void> {
  town.wires.held.toServer = false
  town.wires.held.toDevice = false
}

/**
 * Nobody locks the owner out, whatever the day was ([LI2], promise 7): the next day they ask, look at the phone, and are in. But for a
 * person who tapped wrong five times themself ([LI7]).
 */
async function ownerGetsIn(town: Town): Promise<void> {
  await arrives(town)
  await town.passLong(DAY_MS + 60_000)
  await sweep(town.world.ports)
  const device = await town.world.ports.storage.read.devices.byId(town.phone.pairing.deviceId)
  if (device?.state === 'suspended') return
  const before = town.attempts.length
  await town.begin('owner', one(town, town.apps))
  const attempt = town.attempts[before] ?? assert.fail('the owner may not even ask')
  const { challengeId } = attempt.asked
  await town.until('the phone is online', () => town.phone.connection === 'online')
  heard(town.phone.pull())
  const shown = (): boolean => town.phone.requests.some((each) => each.challengeId === challengeId)
  await town.until('the phone shows it', shown)
  await answersOwn(town)
  await town.until('the answer is through', () => !shown() && town.phone.answers.length === 0)
  assert.equal(await town.redeem(attempt), true, 'the owner is locked out')
  const guard = await town.world.ports.storage.read.guards.of(town.phone.pairing.accountId)
  assert.deepEqual([guard.consecutiveWrong, guard.pushTimesMs], [0, []], 'a login left a charge behind')
}

async function each(town: Town, act: (attempt: Attempt) => Promise<void>): Promise<void> {
  const recent = town.attempts.slice(-5)
  for (const attempt of town.below(2) === 0 ? recent : recent.reverse()) await act(attempt)
}

function one<T>(town: Town, list: readonly [T, ...T[]]): T
function one<T>(town: Town, list: readonly T[]): T | undefined
function one<T>(town: Town, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : list[town.below(list.length)]
}

/** What became of it is read from the server; that the phone says no in its own words is no fault. */
function heard(answer: Promise<unknown>): void {
  answer.catch(() => undefined)
}
