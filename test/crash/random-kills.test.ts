// The server dies at random points under light load, again and again: what anyone was told before stays true after.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Asked, Device } from './world.js'
import { CrashWorld, rightChoice, shown, wrongChoice } from './world.js'

const PEOPLE = 6
/** Whichever comes first; a slow machine kills less often. */
const KILLS_MAX = 40
const KILLING_MS = 40_000

/** What one login was told, by whom. */
interface Told {
  readonly asked: Asked
  readonly signed: 'approve' | 'deny' | 'wrong' | undefined
  /** The verified receipt that the phone got. */
  readonly receipt: string | undefined
  /** What the app got, once per try. */
  readonly redemptions: readonly (string | undefined)[]
}

test('[ST1] [ST5] [AN3] after many kills every acknowledged decision holds, and no login is without its answer', {
  timeout: 120_000,
}, async (t) => {
  const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`seed ${seed}: CRASH_SEED=${seed} repeats the decisions`)
  const random = seededRandom(seed)
  const world = await CrashWorld.start()
  t.after(() => world.end())
  const phones: Device[] = []
  for (let i = 0; i < PEOPLE; i += 1) phones.push(await world.addPerson(`person${i}`))

  const told: Told[] = []
  const over = { yes: false }
  const lives = phones.map(async (phone, i) => {
    while (!over.yes) {
      const login = await oneLogin(world, phone, `person${i}`, random)
      if (login !== undefined) told.push(login)
    }
  })
  let kills = 0
  for (const endMs = Date.now() + KILLING_MS; kills < KILLS_MAX && Date.now() < endMs; kills += 1) {
    await delay(20 + random() * 600)
    await world.killAndRestart()
  }
  over.yes = true
  await Promise.all(lives)
  t.diagnostic(`${kills} kills, ${told.length} requests, ${told.filter(isLogin).length} logins`)

  assert.ok(
    kills >= 10 && told.length > kills,
    `${kills} kills, ${told.length} requests: too little happened`,
  )
  for (const login of told) await check(world, login)
  const counters = await Promise.all(
    phones.map(async ({ pairing }) => ({
      next: pairing.nextCounter,
      kept: (await world.admin.ports.storage.read.devices.byId(pairing.deviceId))?.counter ?? 0,
    })),
  )
  for (const { next, kept } of counters)
    assert.ok(kept < next, 'the server knows no counter that the phone did not use')
})

async function oneLogin(
  world: CrashWorld,
  phone: Device,
  userId: string,
  random: () => number,
): Promise<Told | undefined> {
  const asked = await world.ask(userId)
  if (asked === undefined) {
    await delay(20)
    return undefined
  }
  if (asked.delivery === 'pull') await phone.pull().catch(() => undefined)
  // A pull that broke off is asked again by a person; here the request is given up, which is a case too.
  const request = await shown(phone, asked.challengeId, 5_000)
  if (request === undefined)
    return { asked, signed: undefined, receipt: undefined, redemptions: [await world.redeem(asked)] }
  const dice = random()
  const signed = dice < 0.8 ? 'approve' : dice < 0.9 ? 'deny' : 'wrong'
  const decision =
    signed === 'deny'
      ? phone.deny(asked.challengeId)
      : phone.approve(
          asked.challengeId,
          signed === 'approve' ? rightChoice(asked) : wrongChoice(asked, request),
        )
  const receipt = await decision.then(
    ({ state }) => state,
    () => undefined,
  )
  const redemptions: (string | undefined)[] = []
  do {
    redemptions.push(await world.redeem(asked))
    if (redemptions.at(-1) === undefined) await delay(20)
  } while (redemptions.at(-1) === undefined && redemptions.length < 200)
  return { asked, signed, receipt, redemptions }
}

const isLogin = ({ redemptions }: Told): boolean => redemptions.includes('redeemed')

async function check(world: CrashWorld, login: Told): Promise<void> {
  const { asked, signed, receipt, redemptions } = login
  const facts = JSON.stringify({ ...login, asked: asked.challengeId })
  const state = await world.stateOf(asked)
  assert.notEqual(state, 'unknown', `an acknowledged request is gone: ${facts}`)
  if (isLogin(login)) {
    assert.equal(signed, 'approve', `a login without an approval: ${facts}`)
    assert.equal(state, 'redeemed', facts)
    assert.notEqual(await world.redeem(asked), 'redeemed', `redeemed twice: ${facts}`)
  }
  if (signed !== 'approve') assert.notEqual(state, 'redeemed', facts)
  if (receipt === 'denied' || receipt === 'mismatched') assert.equal(state, receipt, facts)
  // A reply that got lost is the one way an approval ends redeemed without the app knowing.
  if (receipt === 'approved')
    assert.ok(state === 'redeemed' || redemptions.at(-1) === undefined, `${state}: ${facts}`)
}

/** Mulberry32: small, good enough for dice, the same everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
