// Set-ups at a login in a world without edges: a browser that opens the link, makes codes, pairs a phone.
import assert from 'node:assert/strict'
import type { ApprovalAnswered, SetUpNeeded } from '@countersign/protocol'
import { fromBase64Url, parsePairingLink } from '@countersign/protocol'
import type { PolicySettings } from '@countersign/protocol/admin'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { addAccount } from '@countersign/server/flows/accounts'
import { secondFactorFor } from '@countersign/server/flows/second-factor-for'
import { makeSetUpCodes } from '@countersign/server/flows/set-up/backup-codes-first'
import { beginSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { beginSetUpPairing, confirmSetUpPairing } from '@countersign/server/flows/set-up/pair-first-phone'
import { policyBody } from './policies.js'
import { setPolicies } from './policy-world.js'
import { TestDevice } from './test-device.js'
import type { LoginBody, World } from './test-world.js'
import { acceptanceBy, makeWorld, must, requestBody, settled } from './test-world.js'

export const RETURN_TO = 'https://wiki.example/login?next=%2Fhome'
export const BROWSER = { address: '192.0.2.1', browser: 'Firefox on Linux' } as const

/** A world whose policies lead logins to the set-up, with alice in it, who has nothing. */
export async function setUpWorld(says: PolicySettings = {}): Promise<World> {
  const world = await makeWorld()
  await leadToSetUp(world, says)
  await addAccount(world.ports, { userId: 'alice', displayName: 'Alice' })
  return world
}

export function leadToSetUp(world: Pick<World, 'ports'>, says: PolicySettings = {}) {
  return setPolicies(world, [policyBody({ says: { setUp: 'at_login', ...says } })])
}

/** What an app is answered that leads people to the set-up. */
export async function askedAtLogin(
  { ports, app }: World,
  over: Partial<LoginBody> = {},
  at = app,
): Promise<ApprovalAnswered> {
  return must(await secondFactorFor(ports, at, requestBody({ maySetUp: { returnTo: RETURN_TO }, ...over })))
}

export function isLed(answer: ApprovalAnswered): answer is SetUpNeeded {
  return 'decision' in answer && answer.decision === 'setUp'
}

/** The secret of the link that such a login gets. */
export async function offered(world: World, over: Partial<LoginBody> = {}): Promise<Uint8Array> {
  const answer = await askedAtLogin(world, over)
  if (!isLed(answer)) assert.fail(`a set-up expected, answered: ${JSON.stringify(answer)}`)
  return secretIn(answer.link)
}

export function secretIn(link: string): Uint8Array {
  return fromBase64Url(link.slice(link.indexOf('#') + 1)) ?? assert.fail('no secret in the link')
}

/** What the browser's cookie holds once it opened the link. */
export async function begun(world: World, over: Partial<LoginBody> = {}): Promise<Uint8Array> {
  const secret = await offered(world, over)
  const given = { secret, browserSecret: undefined, browser: BROWSER }
  return must(await beginSetUp(world.ports, given)).browserSecret
}

/** The same, with backup codes made. */
export async function withCodes(world: World): Promise<{
  readonly browser: Uint8Array
  readonly codes: readonly string[]
}> {
  const browser = await begun(world)
  return { browser, codes: must(await makeSetUpCodes(world.ports, browser)).codes }
}

/** A phone that took this browser's link and shows the digits. */
export async function answeredBy(
  world: World,
  browser: Uint8Array,
  userId = 'alice',
): Promise<{ readonly confirmation: string; connect(): Promise<TestDevice> }> {
  const { link } = must(await beginSetUpPairing(world.ports, browser))
  const { ticketId, ticketSecret } = parsePairingLink(link) ?? assert.fail('no pairing link')
  const { body, key } = await acceptanceBy(world, userId, ticketId, ticketSecret)
  const { confirmation, deviceId, accountId } = must(await acceptPairing(world.ports, body))
  return {
    confirmation,
    async connect() {
      const device = new TestDevice(world.ports, deviceId, accountId, key)
      await settled()
      device.connect()
      return device
    },
  }
}

/** A whole set-up: codes, a phone, the digits compared. */
export async function setUpWhole(world: World): Promise<{
  readonly browser: Uint8Array
  readonly codes: readonly string[]
  readonly phone: TestDevice
}> {
  const { browser, codes } = await withCodes(world)
  const answer = await answeredBy(world, browser)
  must(await confirmSetUpPairing(world.ports, browser, answer.confirmation))
  return { browser, codes, phone: await answer.connect() }
}

export async function auditOf({ ports }: World, action: string) {
  const found = await ports.storage.read.audit.unsealed(1_000)
  return found.map(({ entry }) => entry).filter((entry) => entry.action === action)
}

export async function accountOf({ ports }: World, userId = 'alice') {
  return (await ports.storage.read.accounts.byUserId(userId)) ?? assert.fail(`no ${userId}`)
}
