// Webhooks from the entry to the receiver: signed, tried again, dead in the end, and never in the way of others.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import test from 'node:test'
import type { WebhookBody, WebhookMade } from '@countersign/protocol/admin'
import type { Actor } from '@countersign/server/core/permissions'
import type { Ports } from '@countersign/server/core/ports'
import type { HookAnswer, HookCall } from '@countersign/server/core/ports-webhooks'
import { pauseAfter } from '@countersign/server/core/webhook'
import { record } from '@countersign/server/flows/admin/action'
import { dropOutgoing, listOutgoing, retryOutgoing } from '@countersign/server/flows/admin/outgoing'
import {
  addWebhook,
  editWebhook,
  exchangeWebhookSecret,
  listWebhooks,
  removeWebhook,
  testWebhook,
} from '@countersign/server/flows/admin/webhooks'
import { OutgoingRound } from '@countersign/server/flows/deliver-outgoing'
import { deliverWebhook } from '@countersign/server/flows/deliver-webhook'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import type { World } from '../support/test-world.js'
import { makeWorld, must, reasonOf, settled } from '../support/test-world.js'

const operator: Actor = { kind: 'operator' }

const body = (over: Partial<WebhookBody> = {}): WebhookBody => ({
  url: 'https://siem.example/hook',
  description: '',
  actions: ['door.*'],
  state: 'active',
  ...over,
})

interface Receiver {
  readonly world: World
  readonly ports: Ports
  readonly calls: HookCall[]
  answer: (call: HookCall) => HookAnswer | Promise<HookAnswer>
  /** Seals what waits and makes the attempts that are due. */
  round(): Promise<void>
}

async function receiver(): Promise<Receiver> {
  const world = await makeWorld()
  const calls: HookCall[] = []
  const ports: Ports = {
    ...world.ports,
    hooks: {
      whyNot: (url) => (url.startsWith('https:') ? undefined : 'an https address'),
      async post(call) {
        calls.push(call)
        return self.answer(call)
      },
    },
  }
  const outgoing = new OutgoingRound(ports, { webhook: deliverWebhook })
  const self: Receiver = {
    world,
    ports,
    calls,
    answer: () => ({ kind: 'answered', status: 200 }),
    async round() {
      await sealAudit(ports)
      await outgoing.tick()
      await outgoing.settled()
    },
  }
  return self
}

function happen({ ports }: Receiver, action: 'door.opened' | 'window.opened' = 'door.opened'): Promise<void> {
  return ports.storage.transaction((stores) =>
    record(ports, stores, operator, { action, facts: { floor: 2 } }),
  )
}

const add = async ({ ports }: Receiver, over: Partial<WebhookBody> = {}): Promise<WebhookMade> =>
  must(await addWebhook(ports, operator, body(over)))

test('an entry that a webhook wants is sent once it is sealed, once', async () => {
  const to = await receiver()
  await add(to)
  await happen(to)
  await happen(to, 'window.opened')
  await to.round()
  await to.round()
  assert.equal(to.calls.length, 1)
  const message: unknown = JSON.parse(new TextDecoder().decode(to.calls[0]?.body))
  const [entry] = await to.ports.storage.read.audit
    .sealed(0, 99, 99)
    .then((all) => all.filter(({ entry }) => entry.action === 'door.opened'))
  assert.deepEqual(message, {
    type: 'door.opened',
    timestamp: '2026-01-01T00:00:00.000Z',
    data: {
      id: entry?.id,
      atMs: to.world.clock.nowMs(),
      action: 'door.opened',
      actor: 'operator',
      accountId: null,
      appId: null,
      facts: { floor: 2 },
      sequence: entry?.link.sequence,
      hash: Buffer.from(entry?.link.hash ?? []).toString('base64url'),
    },
  })
})

test('a message is signed as Standard Webhooks says, with the secret that was shown once', async () => {
  const to = await receiver()
  const { secret } = await add(to)
  await happen(to)
  await to.round()
  const [call] = to.calls
  const id = call?.headers['webhook-id'] ?? ''
  const timestamp = call?.headers['webhook-timestamp'] ?? ''
  assert.equal(timestamp, String(Math.floor(to.world.clock.nowMs() / 1_000)))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  assert.equal(key.length, 32)
  const expected = createHmac('sha256', key)
    .update(`${id}.${timestamp}.`)
    .update(call?.body ?? '')
    .digest('base64')
  assert.equal(call?.headers['webhook-signature'], `v1,${expected}`)
})

test('after an exchange both secrets sign for a day, then only the new one', async () => {
  const to = await receiver()
  const made = await add(to)
  const renewed = must(await exchangeWebhookSecret(to.ports, operator, { id: made.id }))
  assert.notEqual(renewed.secret, made.secret)
  await happen(to)
  await to.round()
  to.world.clock.advance(86_400_000)
  await happen(to)
  await to.round()
  assert.deepEqual(
    to.calls.map(({ headers }) => headers['webhook-signature']?.split(' ').length),
    [2, 1],
  )
})

test('a failed attempt comes again after each pause, with the same id and a fresh time, until it arrives', async () => {
  const to = await receiver()
  await add(to)
  to.answer = () => ({ kind: 'answered', status: 503 })
  await happen(to)
  await to.round()
  await to.round()
  assert.equal(to.calls.length, 1, 'nothing before the pause is over')
  to.world.clock.advance(pauseAfter(1, 99) ?? 0)
  to.answer = () => ({ kind: 'answered', status: 204 })
  await to.round()
  assert.equal(to.calls.length, 2)
  assert.equal(to.calls[0]?.headers['webhook-id'], to.calls[1]?.headers['webhook-id'])
  assert.notEqual(to.calls[0]?.headers['webhook-timestamp'], to.calls[1]?.headers['webhook-timestamp'])
  const [item] = must(await listOutgoing(to.ports, operator, { limit: 10 }))
  assert.equal(item?.state, 'sent')
  const kept = await to.ports.storage.read.outgoing.byId(item?.id ?? '')
  assert.equal(kept?.sealedContent, undefined, 'what was sent is forgotten')
})

test('after ten attempts it is dead, keeps the reason, and is tried again by hand', async () => {
  const to = await receiver()
  await add(to)
  to.answer = () => ({ kind: 'failed', error: 'no connection: ECONNREFUSED' })
  await happen(to)
  for (let i = 0; i < 12; i += 1) {
    await to.round()
    to.world.clock.advance(9 * 3_600_000)
  }
  assert.equal(to.calls.length, 10)
  const [dead] = must(await listOutgoing(to.ports, operator, { state: 'dead', limit: 10 }))
  assert.deepEqual([dead?.attempts, dead?.lastError], [10, 'no connection: ECONNREFUSED'])

  to.answer = () => ({ kind: 'answered', status: 200 })
  must(await retryOutgoing(to.ports, operator, { id: dead?.id ?? '' }))
  await to.round()
  assert.equal(to.calls.length, 11)
  assert.equal(to.calls[10]?.headers['webhook-id'], to.calls[0]?.headers['webhook-id'])
  assert.equal(reasonOf(await retryOutgoing(to.ports, operator, { id: dead?.id ?? '' })), 'conflict')
})

test('a redirect is a failure, and is not followed', async () => {
  const to = await receiver()
  await add(to)
  to.answer = () => ({ kind: 'answered', status: 302 })
  await happen(to)
  await to.round()
  const [item] = must(await listOutgoing(to.ports, operator, { limit: 1 }))
  assert.match(item?.lastError ?? '', /redirects are not followed/)
  assert.equal(to.calls.length, 1)
})

test('a receiver that answers 410 is paused, and the audit says so', async () => {
  const to = await receiver()
  const { id } = await add(to)
  to.answer = () => ({ kind: 'answered', status: 410 })
  await happen(to)
  await to.round()
  await happen(to)
  await to.round()
  assert.equal(to.calls.length, 1)
  const [webhook] = must(await listWebhooks(to.ports, operator, undefined))
  assert.equal(webhook?.state, 'paused')
  const { entries } = await to.ports.storage.read.audit.page({ action: 'webhook.paused' }, undefined, 10)
  assert.deepEqual(entries[0]?.entry.facts, { webhookId: id, because: 'it answered 410' })
})

test('a webhook that never answers holds up no other', async () => {
  const to = await receiver()
  await add(to, { url: 'https://slow.example/' })
  await add(to, { url: 'https://quick.example/' })
  let finish: (answer: HookAnswer) => void = () => undefined
  const stuck = new Promise<HookAnswer>((resolve) => {
    finish = resolve
  })
  to.answer = ({ url }) => (url.includes('slow') ? stuck : { kind: 'answered', status: 200 })
  await happen(to)
  await sealAudit(to.ports)
  const outgoing = new OutgoingRound(to.ports, { webhook: deliverWebhook })
  await outgoing.tick()
  for (let turns = 0; turns < 50; turns += 1) await settled()
  await happen(to)
  await sealAudit(to.ports)
  await outgoing.tick()
  for (let turns = 0; turns < 50; turns += 1) await settled()
  assert.equal(to.calls.filter(({ url }) => url.includes('quick')).length, 2)
  assert.equal(to.calls.filter(({ url }) => url.includes('slow')).length, 1)
  finish({ kind: 'answered', status: 200 })
  await outgoing.settled()
})

test('two processes that deliver at once send a message once', async () => {
  const to = await receiver()
  await add(to)
  await happen(to)
  await sealAudit(to.ports)
  const rounds = [1, 2, 3].map(() => new OutgoingRound(to.ports, { webhook: deliverWebhook }))
  await Promise.all(rounds.map((round) => round.tick()))
  await Promise.all(rounds.map((round) => round.settled()))
  assert.equal(to.calls.length, 1)
})

test('a process that dies while it delivers leaves the message to be sent again', async () => {
  const to = await receiver()
  await add(to)
  await happen(to)
  await sealAudit(to.ports)
  const [item] = await to.ports.storage.read.outgoing.page({ limit: 1 })
  const until = to.world.clock.nowMs() + 60_000
  await to.ports.storage.transaction(({ outgoing }) => outgoing.claim(item?.id ?? '', 0, until))
  await to.round()
  assert.equal(to.calls.length, 0)
  to.world.clock.advance(60_000)
  await to.round()
  assert.equal(to.calls.length, 1)
})

test('a removed webhook takes along what waits for it; its dead letters can be dropped', async () => {
  const to = await receiver()
  const { id } = await add(to)
  to.answer = () => ({ kind: 'failed', error: 'no connection' })
  await happen(to)
  await to.round()
  must(await removeWebhook(to.ports, operator, { id }))
  assert.deepEqual(must(await listOutgoing(to.ports, operator, { limit: 10 })), [])
  assert.equal(reasonOf(await removeWebhook(to.ports, operator, { id })), 'not_found')
  assert.equal(reasonOf(await dropOutgoing(to.ports, operator, { id: 'nothing' })), 'not_found')
})

test('of two admins who edit a webhook at once, the second is told', async () => {
  const to = await receiver()
  const { id, revision } = await add(to)
  must(await editWebhook(to.ports, operator, { id, body: body({ description: 'first' }), revision }))
  const second = await editWebhook(to.ports, operator, {
    id,
    body: body({ description: 'second' }),
    revision,
  })
  assert.equal(reasonOf(second), 'changed_meanwhile')
})

test('an address that a message may not go to is refused when it is given', async () => {
  const to = await receiver()
  const refused = await addWebhook(to.ports, operator, body({ url: 'http://siem.example/' }))
  assert.deepEqual(refused.ok ? undefined : refused.refusal, {
    reason: 'value_invalid',
    path: 'url',
    expected: 'an https address',
  })
})

test('there are at most twenty webhooks', async () => {
  const to = await receiver()
  for (let i = 0; i < 20; i += 1) await add(to)
  assert.equal(reasonOf(await addWebhook(to.ports, operator, body())), 'conflict')
})

test('a webhook is tried while the admin waits', async () => {
  const to = await receiver()
  const { id } = await add(to)
  to.answer = () => ({ kind: 'answered', status: 500 })
  assert.deepEqual(must(await testWebhook(to.ports, operator, { id })), {
    delivered: false,
    status: 500,
    error: 'answered 500',
    tookMs: 0,
  })
})

test('the secret stands neither in lists, nor in the audit, nor in the log, nor readable in the database', async () => {
  const to = await receiver()
  const { id, secret } = await add(to, { url: 'https://siem.example/path-that-is-a-secret' })
  must(await exchangeWebhookSecret(to.ports, operator, { id }))
  const said = JSON.stringify([must(await listWebhooks(to.ports, operator, undefined)), to.world.log.lines])
  const { entries } = await to.ports.storage.read.audit.page({}, undefined, 100)
  const recorded = JSON.stringify(entries)
  const bare = secret.slice('whsec_'.length)
  assert.ok(!said.includes(bare) && !recorded.includes(bare))
  assert.ok(!recorded.includes('path-that-is-a-secret'))
  const kept = await to.ports.storage.read.webhooks.byId(id)
  assert.ok(
    !Buffer.from(kept?.sealedSecret ?? [])
      .toString('latin1')
      .includes(bare),
  )
})
