// The record over a real port: audit, overview, webhooks, settings, keys and backups, as the console and programs use them.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import test from 'node:test'
import { auditEntry, auditPage, overview, settingsInForce, webhookBody } from '@countersign/protocol/admin'
import { record } from '@countersign/server/flows/admin/action'
import { adminOf, adminToken } from '../support/admin-token.js'
import { isOnPostgres } from '../support/engine.js'
import type { TestServerOptions } from '../support/test-server.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

async function started(t: TestContext, options: TestServerOptions = {}): Promise<TestServer> {
  const server = await TestServer.start(options)
  t.after(() => server.stop())
  return server
}

function happen({ ports }: TestServer, facts: Readonly<Record<string, string>> = {}): Promise<void> {
  return ports.storage.transaction((stores) =>
    record(ports, stores, { kind: 'operator' }, { action: 'door.opened', facts }),
  )
}

async function sealed({ ports }: TestServer): Promise<void> {
  await until(async () => (await ports.storage.read.audit.unsealedCount()) === 0)
}

/** Reads a stream of events until `enough`, with the token of an admin. */
async function events(
  server: TestServer,
  path: string,
  enough: (events: readonly { readonly name: string; readonly data: unknown }[]) => boolean,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<readonly { readonly name: string; readonly data: unknown }[]> {
  const controller = new AbortController()
  const response = await fetch(server.url + path, {
    headers: { authorization: `Bearer ${await adminToken(server.ports)}`, accept: 'text/event-stream' },
    signal: controller.signal,
  })
  assert.equal(response.status, 200)
  await meanwhile()
  let text = ''
  const decoder = new TextDecoder()
  const seen = () =>
    [...text.matchAll(/event: (.*)\ndata: (.*)\n\n/g)].map(([, name = '', data = '']) => ({
      name,
      data: JSON.parse(data) as unknown,
    }))
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (enough(seen())) break
  }
  controller.abort()
  return seen()
}

test('a stranger reads nothing of the record', async (t) => {
  const server = await started(t)
  for (const path of [
    'audit',
    'audit/stream',
    'audit/export',
    'overview',
    'overview/stream',
    'webhooks',
    'outgoing',
    'settings',
    'keys',
    'backups',
  ])
    assertProblem(await server.call('GET', `/admin/v1/${path}`), 401, 'unauthorized')
})

test('the audit comes in pages, newest first, filtered, with names that people know', async (t) => {
  const server = await started(t)
  const admin = await adminOf(server)
  for (let i = 0; i < 5; i += 1) await happen(server, { number: String(i) })
  await sealed(server)
  const first = await admin('GET', '/admin/v1/audit?action=door.*&limit=3')
  assert.equal(first.status, 200)
  const page = auditPage.parse(first.json)
  assert.deepEqual(
    page.items.map(({ facts }) => facts['number']),
    ['4', '3', '2'],
  )
  const second = await admin('GET', `/admin/v1/audit?action=door.*&limit=3&cursor=${page.next}`)
  assert.deepEqual(
    auditPage.parse(second.json).items.map(({ facts }) => facts['number']),
    ['1', '0'],
  )
  assert.equal(second.json.next, null)
  const [entry] = page.items
  const one = await admin('GET', `/admin/v1/audit/${entry?.id}`)
  assert.deepEqual(one.json, entry)
  assertProblem(await admin('GET', '/admin/v1/audit/019712f0-5c00-7a1e-8d7e-0f2b3c4d5e6f'), 404, 'not_found')
})

test('what happens is told as it happens to whoever follows, and only what is asked for', async (t) => {
  const server = await started(t)
  const told = await events(
    server,
    '/admin/v1/audit/stream?action=door.*',
    (all) => all.length > 0,
    () => happen(server, { which: 'front' }),
  )
  assert.deepEqual(
    told.map(({ name }) => name),
    ['entry'],
  )
  assert.equal(auditEntry.parse(told[0]?.data).action, 'door.opened')
})

test('a stream ends when the token that opened it is revoked', async (t) => {
  const server = await started(t, { overrides: { streams: { heartbeatMs: 100 } } })
  const secret = await adminToken(server.ports)
  const response = await fetch(`${server.url}/admin/v1/audit/stream`, {
    headers: { authorization: `Bearer ${secret}` },
  })
  const [token] = await server.ports.storage.read.tokens.page('', 10)
  await server.ports.storage.transaction(({ tokens }) =>
    tokens.revoke(token?.id ?? '', server.ports.clock.nowMs()),
  )
  // The next heartbeat looks again.
  for await (const chunk of response.body ?? []) assert.ok(chunk.length > 0)
})

test('an export as JSON Lines holds every entry with its hash, and the signed end', async (t) => {
  const server = await started(t)
  await happen(server, { name: 'Zoë "the door"' })
  await sealed(server)
  const authorization = `Bearer ${await adminToken(server.ports)}`
  const response = await fetch(`${server.url}/admin/v1/audit/export`, { headers: { authorization } })
  const text = await response.text()
  assert.match(
    response.headers.get('content-disposition') ?? '',
    /^attachment; filename="audit-[\d-]+\.jsonl"$/,
  )
  const lines = text.trimEnd().split('\n')
  const entries = lines.slice(0, -1).map((line) => JSON.parse(line) as { sequence: number; hash: string })
  assert.deepEqual(
    entries.map(({ sequence }) => sequence),
    entries.map((_, i) => i + 1),
  )
  const { checkpoint } = JSON.parse(lines.at(-1) ?? '') as { checkpoint: { sequence: number; hash: string } }
  assert.equal(checkpoint.hash, entries[checkpoint.sequence - 1]?.hash)
})

test('the audit is verified, and the overview knows that somebody looked', async (t) => {
  const server = await started(t)
  const admin = await adminOf(server)
  await happen(server)
  await sealed(server)
  const verified = await admin('POST', '/admin/v1/audit/verify')
  assert.equal(verified.status, 200)
  assert.equal(verified.json.ok, true)
  const noted = `${verified.json.end.sequence}:${verified.json.end.hash}`
  assert.equal((await admin('POST', `/admin/v1/audit/verify?noted=${noted}`)).json.ok, true)
})

test('the overview counts who is there, and changes are told', async (t) => {
  const server = await started(t)
  const admin = await adminOf(server)
  const shown = await admin('GET', '/admin/v1/overview')
  const before = overview.parse(shown.json)
  assert.equal(before.minutes.length, 60)
  const told = await events(
    server,
    '/admin/v1/overview/stream',
    (all) => all.length > 1,
    () => server.addAccount('bob'),
  )
  const [first, second] = told.map(({ data }) => overview.parse(data))
  assert.equal((second?.accounts.total ?? 0) >= (first?.accounts.total ?? 0), true)
  assert.equal(second?.accounts.total, before.accounts.total + 1)
})

test('webhooks are added, edited by revision, exchanged and removed; a message reaches the receiver signed', async (t) => {
  const received: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  t.after(() => receiver.close())
  // Sound: it listens on a port.
  const { port } = receiver.address() as AddressInfo
  const server = await started(t, { config: { 'webhooks.allowPrivate': true } })
  const admin = await adminOf(server)
  const body = webhookBody.parse({
    url: `http://127.0.0.1:${port}/hook`,
    description: 'SIEM',
    actions: ['door.*'],
    state: 'active',
  })
  const made = await admin('POST', '/admin/v1/webhooks', { body })
  assert.equal(made.status, 201)
  const { id, secret } = made.json
  assert.equal((await admin('GET', '/admin/v1/webhooks')).text.includes(secret), false)

  await happen(server)
  await until(async () => received.length === 1)
  const [message] = received
  const signed = `${message?.headers['webhook-id']}.${message?.headers['webhook-timestamp']}.${message?.body}`
  const key = Buffer.from(String(secret).slice('whsec_'.length), 'base64')
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  assert.equal(message?.headers['webhook-signature'], expected)

  const shown = await admin('GET', `/admin/v1/webhooks/${id}`)
  const tag = shown.headers.get('etag') ?? ''
  assert.equal(tag, '"r1"')
  const edit = { ...body, state: 'paused' }
  assertProblem(await admin('PUT', `/admin/v1/webhooks/${id}`, { body: edit }), 428, 'revision_missing')
  const edited = await admin('PUT', `/admin/v1/webhooks/${id}`, { body: edit, headers: { 'if-match': tag } })
  assert.deepEqual([edited.status, edited.json.state, edited.headers.get('etag')], [200, 'paused', '"r2"'])
  const late = await admin('PUT', `/admin/v1/webhooks/${id}`, { body: edit, headers: { 'if-match': tag } })
  assertProblem(late, 412, 'changed_meanwhile')

  const tested = await admin('POST', `/admin/v1/webhooks/${id}/test`)
  assert.equal(tested.json.delivered, true)
  const exchanged = await admin('POST', `/admin/v1/webhooks/${id}/secret`)
  assert.notEqual(exchanged.json.secret, secret)
  const outgoing = await admin('GET', `/admin/v1/outgoing?state=sent&webhook=${id}`)
  assert.equal(outgoing.json.items.length, 1)
  assert.equal((await admin('DELETE', `/admin/v1/webhooks/${id}`)).status, 204)
  assertProblem(await admin('DELETE', `/admin/v1/webhooks/${id}`), 404, 'not_found')
  assertProblem(await admin('POST', '/admin/v1/outgoing/nothing/retry'), 404, 'not_found')
})

test('a webhook into the own network is refused where the value is wrong', async (t) => {
  const server = await started(t)
  const admin = await adminOf(server)
  const body = { url: 'https://169.254.169.254/', description: '', actions: ['*'], state: 'active' }
  const refused = await admin('POST', '/admin/v1/webhooks', { body })
  assertProblem(refused, 422, 'body_invalid')
  assert.equal(refused.json.fault.path, 'url')
})

test('the configuration is shown without its secrets', async (t) => {
  const server = await started(t)
  const admin = await adminOf(server)
  const shown = settingsInForce.parse((await admin('GET', '/admin/v1/settings')).json)
  const { engine, fabric, nodes } = shown.server
  assert.deepEqual(
    { engine, fabric, nodes },
    { engine: isOnPostgres ? 'postgres' : 'memory', fabric: 'none', nodes: 1 },
  )
  const values = new Map(shown.items.map(({ name, value }) => [name, value]))
  assert.equal(values.get('keys.master'), null)
  assert.equal(values.get('keys.root'), null)
  assert.equal(values.get('name'), 'ACME')
  assert.equal(shown.server.name, 'ACME')
})

test('keys are listed and rotated: the next one is announced, and only one at a time', async (t) => {
  const server = await started(t)
  const admin = await adminOf(server)
  const states = async () =>
    (await admin('GET', '/admin/v1/keys')).json.items.map(({ state }: { state: string }) => state)
  assert.deepEqual(await states(), ['signing'])
  assert.equal((await admin('POST', '/admin/v1/keys/rotate', { body: {} })).status, 200)
  assert.deepEqual(await states(), ['signing', 'announced'])
  assertProblem(await admin('POST', '/admin/v1/keys/rotate', { body: {} }), 409, 'conflict')
})

test('a backup is refused where nothing is kept, and where no folder is named', async (t) => {
  const server = await started(t)
  const admin = await adminOf(server)
  assert.deepEqual((await admin('GET', '/admin/v1/backups')).json, {
    configured: false,
    items: [],
    next: null,
  })
  assertProblem(await admin('POST', '/admin/v1/backups', { body: {} }), 409, 'conflict')
})
