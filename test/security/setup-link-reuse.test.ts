// Attack: whoever gets hold of the link that makes the first owner (a shared terminal, a chat, a browser's history) uses it
// too, before, beside or after the operator, to become the owner in their place or next to them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePairingLink } from '@countersign/protocol'
import { SETUP_BEGUN_MS, SETUP_LINK_MS } from '@countersign/server/core/access'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import type { SetupGiven } from '@countersign/server/flows/access/setup'
import { beginSetup, confirmSetup, makeSetupLink, setupPairing } from '@countersign/server/flows/access/setup'
import type { World } from '../support/test-world.js'
import { acceptanceBy, bytesOf, makeWorld, must, reasonOf } from '../support/test-world.js'

const BROWSER = { address: '192.0.2.1', browser: 'Firefox on Linux' }
const operators = new Uint8Array(32).fill(1)
const attackers = new Uint8Array(32).fill(2)

async function linkOf({ ports }: World): Promise<Uint8Array> {
  const { link } = must(await makeSetupLink(ports, { kind: 'operator' }, {}))
  return bytesOf(link.slice(link.indexOf('#setup=') + '#setup='.length))
}

const given = (secret: Uint8Array, userId = 'olga'): SetupGiven => ({
  secret,
  userId,
  displayName: userId,
  email: undefined,
})

/** The phone of whoever began pairs; the six digits that it shows. */
async function pair(world: World, link: string, userId: string): Promise<string> {
  const { ticketId, ticketSecret } = parsePairingLink(link) ?? assert.fail('no pairing link')
  const offered = await acceptanceBy(world, userId, ticketId, ticketSecret)
  return must(await acceptPairing(world.ports, offered.body)).confirmation
}

const owners = ({ ports }: World): Promise<number> => ports.storage.read.admins.owners()

test('once a browser began, another one with the same link is refused, and learns nothing', async () => {
  const world = await makeWorld()
  const secret = await linkOf(world)
  must(await beginSetup(world.ports, given(secret), operators))
  const second = await beginSetup(world.ports, given(secret, 'mallory'), attackers)
  assert.equal(reasonOf(second), 'conflict')
  assert.equal(reasonOf(await setupPairing(world.ports, attackers)), 'credentials_wrong')
  assert.equal(reasonOf(await confirmSetup(world.ports, attackers, '123456', BROWSER)), 'credentials_wrong')
  // Not even an account of theirs is made.
  assert.equal(await world.ports.storage.read.accounts.byUserId('mallory'), undefined)
})

test('of twenty browsers that begin at the same moment one goes on', async () => {
  const world = await makeWorld()
  const secret = await linkOf(world)
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      beginSetup(world.ports, given(secret, `user${i}`), new Uint8Array(32).fill(i + 10)),
    ),
  )
  assert.equal(results.filter(({ ok }) => ok).length, 1)
})

test('a link that made its owner makes no second one', async () => {
  const world = await makeWorld()
  const secret = await linkOf(world)
  const { link } = must(await beginSetup(world.ports, given(secret), operators))
  const digits = await pair(world, link, 'olga')
  must(await confirmSetup(world.ports, operators, digits, BROWSER))
  assert.equal(reasonOf(await confirmSetup(world.ports, operators, digits, BROWSER)), 'credentials_wrong')
  assert.equal(
    reasonOf(await beginSetup(world.ports, given(secret, 'mallory'), attackers)),
    'credentials_wrong',
  )
  assert.equal(reasonOf(await beginSetup(world.ports, given(secret), operators)), 'credentials_wrong')
  assert.equal(await owners(world), 1)
})

test('twenty confirmations at the same moment make one owner and one session', async () => {
  const world = await makeWorld()
  const secret = await linkOf(world)
  const { link } = must(await beginSetup(world.ports, given(secret), operators))
  const digits = await pair(world, link, 'olga')
  const results = await Promise.all(
    Array.from({ length: 20 }, () => confirmSetup(world.ports, operators, digits, BROWSER)),
  )
  assert.equal(results.filter(({ ok }) => ok).length, 1)
  assert.equal(await owners(world), 1)
})

test('after a day the link is dead; a browser that began and stopped blocks it for a quarter of an hour only', async () => {
  const world = await makeWorld()
  const secret = await linkOf(world)
  must(await beginSetup(world.ports, given(secret, 'mallory'), attackers))
  world.clock.advance(SETUP_BEGUN_MS - 1)
  assert.equal(reasonOf(await beginSetup(world.ports, given(secret), operators)), 'conflict')
  world.clock.advance(1)
  assert.equal(reasonOf(await setupPairing(world.ports, attackers)), 'credentials_wrong')
  const { link } = must(await beginSetup(world.ports, given(secret), operators))
  // Whoever began first has lost it for good.
  assert.equal(reasonOf(await beginSetup(world.ports, given(secret, 'mallory'), attackers)), 'conflict')
  const digits = await pair(world, link, 'olga')
  must(await confirmSetup(world.ports, operators, digits, BROWSER))

  const late = await makeWorld()
  const stale = await linkOf(late)
  late.clock.advance(SETUP_LINK_MS)
  assert.equal(reasonOf(await beginSetup(late.ports, given(stale), operators)), 'credentials_wrong')
})

test('a new link ends the one before it, also where somebody had begun with that', async () => {
  const world = await makeWorld()
  const first = await linkOf(world)
  const begun = must(await beginSetup(world.ports, given(first, 'mallory'), attackers))
  const digits = await pair(world, begun.link, 'mallory')
  const second = await linkOf(world)
  assert.equal(reasonOf(await confirmSetup(world.ports, attackers, digits, BROWSER)), 'credentials_wrong')
  assert.equal(reasonOf(await beginSetup(world.ports, given(first), operators)), 'credentials_wrong')
  must(await beginSetup(world.ports, given(second), operators))
})

test('while there is an owner no link is made', async () => {
  const world = await makeWorld()
  const secret = await linkOf(world)
  const { link } = must(await beginSetup(world.ports, given(secret), operators))
  must(await confirmSetup(world.ports, operators, await pair(world, link, 'olga'), BROWSER))
  assert.equal(reasonOf(await makeSetupLink(world.ports, { kind: 'operator' }, {})), 'conflict')
})

test('neither the secret nor the digits are in the log or the audit', async () => {
  const world = await makeWorld()
  const { link: shown } = must(await makeSetupLink(world.ports, { kind: 'operator' }, {}))
  const text = shown.slice(shown.indexOf('#setup=') + '#setup='.length)
  const { link } = must(await beginSetup(world.ports, given(bytesOf(text)), operators))
  const digits = await pair(world, link, 'olga')
  must(await confirmSetup(world.ports, operators, digits, BROWSER))
  const logged = JSON.stringify(world.log.lines)
  assert.ok(!logged.includes(text))
  assert.ok(!logged.includes(digits))
})
