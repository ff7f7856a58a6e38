// /admin/v1/imports, /invitations and /settings/mail over a real port; and the page of an invitation, by anybody.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  importJob,
  importJobs,
  importLines,
  invitationList,
  invitationSheet,
  invited,
} from '@countersign/protocol/admin'
import { addAccount } from '@countersign/server/flows/accounts'
import { addToken } from '@countersign/server/flows/admin/tokens'
import { assertProblem, TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

let server: TestServer
let token: string
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  const nowMs = server.ports.clock.nowMs()
  const added = await addToken(
    server.ports,
    { kind: 'operator' },
    {
      name: 'onboarding',
      permissions: ['onboarding:read', 'onboarding:write', 'settings:read', 'settings:write'],
      expiresAtMs: nowMs + 3_600_000,
    },
  )
  assert.ok(added.ok)
  token = added.value.secret
})
after(() => server.stop())

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const json = body !== undefined && typeof body !== 'string'
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(json ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : String(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text === '' ? undefined : JSON.parse(text),
  }
}

const csv = { 'content-type': 'text/csv; charset=utf-8' }
const path = '/admin/v1/imports'

test('a list is uploaded, looked at, started, and runs on the server', async () => {
  const uploaded = await call(
    'POST',
    `${path}?name=people.csv`,
    'user_id,email\nalice,a@example.org\nbob,bad\n',
    csv,
  )
  assert.equal(uploaded.status, 201, uploaded.text)
  const job = importJob.parse(uploaded.json)
  assert.deepEqual([job.name, job.counts], ['people.csv', { add: 1, change: 0, same: 0, fault: 1 }])
  assert.deepEqual(
    job.faults.map(({ line, column }) => [line, column]),
    [[3, 2]],
  )
  assert.match(uploaded.headers.get('etag') ?? '', /^"r\d+"$/)

  const refused = await call('POST', `${path}/${job.id}/start`, {})
  assertProblem(refused, 409, 'conflict')
  const started = await call('POST', `${path}/${job.id}/start`, { skipFaulty: true })
  assert.equal(importJob.parse(started.json).state, 'running')
  await until(async () => (await call('GET', `${path}/${job.id}`)).json.state === 'done')
  assert.ok(await server.ports.storage.read.accounts.byLoginName('alice'))

  const listed = importJobs.parse((await call('GET', `${path}?limit=1`)).json)
  assert.equal(listed.items[0]?.id, job.id)
  const lines = importLines.parse((await call('GET', `${path}/${job.id}/lines?plan=fault`)).json)
  assert.deepEqual(
    lines.items.map(({ line, state }) => [line, state]),
    [[3, 'skipped']],
  )
  const first = importLines.parse((await call('GET', `${path}/${job.id}/lines?limit=1`)).json)
  const second = importLines.parse(
    (await call('GET', `${path}/${job.id}/lines?limit=1&cursor=${first.next}`)).json,
  )
  assert.deepEqual(
    [...first.items, ...second.items].map(({ line }) => line),
    [2, 3],
  )
  assert.equal(second.next, null)
})

test('what is no list is refused: another type, nothing, too much', async () => {
  assertProblem(await call('POST', path, { user_id: 'alice' }), 415, 'content_type_unsupported')
  assertProblem(await call('POST', path, '', csv), 422, 'body_invalid')
  assertProblem(await call('POST', path, 'x'.repeat(40_000_001), csv), 413, 'body_too_large')
  assertProblem(await call('GET', `${path}/nobody`), 404, 'not_found')
})

test('without the permission a list is refused before its bytes are looked at', async () => {
  const added = await addToken(
    server.ports,
    { kind: 'operator' },
    {
      name: 'reader',
      permissions: ['onboarding:read'],
      expiresAtMs: server.ports.clock.nowMs() + 3_600_000,
    },
  )
  assert.ok(added.ok)
  const headers = { ...csv, authorization: `Bearer ${added.value.secret}` }
  assertProblem(await call('POST', path, 'user_id\nmallory\n', headers), 403, 'forbidden')
  assertProblem(
    await call('POST', path, 'user_id\nmallory\n', { ...csv, authorization: 'Bearer x' }),
    401,
    'unauthorized',
  )
})

test('a card is printed, and its page pairs nothing without the start code; an unknown link reads the same', async () => {
  const made = invited.parse(
    (await call('POST', '/admin/v1/invitations', { select: { withoutDevice: true }, channel: 'sheet' })).json,
  )
  assert.equal(made.ids.length, 1)
  const sheet = await call('POST', '/admin/v1/invitations/sheet', { ids: made.ids })
  const [card] = invitationSheet.parse(sheet.json).items
  assert.ok(card)
  assert.match(card.qrSvg, /^<svg[\s\S]*<\/svg>\s*$/)
  assert.equal(sheet.headers.get('cache-control'), 'no-store')
  const secret = card.link.slice(card.link.indexOf('#') + 1)
  const unknown = Buffer.alloc(32, 7).toString('base64url')
  const post = (step: string, body: object) => server.call('POST', `/v1/invitations/${step}`, { body })
  const opened = await Promise.all([secret, unknown].map((each) => post('open', { secret: each })))
  assert.deepEqual(opened[0]?.json, opened[1]?.json)
  const wrong = await Promise.all(
    [secret, unknown].map((each) => post('check', { secret: each, startCode: '00000000' })),
  )
  for (const reply of wrong) assertProblem(reply, 403, 'invitation_refused')
  const same = ({ json: { requestId, ...rest } }: (typeof wrong)[number]) => rest
  assert.deepEqual(wrong.map(same)[0], wrong.map(same)[1])
  const checked = await post('check', { secret, startCode: card.startCode })
  assert.equal(checked.status, 201, checked.text)
  assert.equal(checked.json.userId, 'alice')
  const { pairingToken } = checked.json
  assert.deepEqual((await post('pairing', { pairingToken })).json, {
    state: 'open',
    deviceName: null,
    confirmation: null,
  })
  const list = invitationList.parse(
    (await call('GET', '/admin/v1/invitations?state=open&channel=sheet')).json,
  )
  assert.ok(!JSON.stringify(list).includes(card.startCode) && !JSON.stringify(list).includes(secret))
})

test('mail settings are changed by revision, and never tell the password', async () => {
  const body = { url: 'smtps://u:mail-password@mail.example.org', from: 'ACME <id@example.org>' }
  assertProblem(await call('PUT', '/admin/v1/settings/mail', body), 428, 'revision_missing')
  const put = await call('PUT', '/admin/v1/settings/mail', body, { 'if-match': '"r0"' })
  assert.equal(put.status, 200, put.text)
  assertProblem(
    await call('PUT', '/admin/v1/settings/mail', body, { 'if-match': '"r0"' }),
    412,
    'changed_meanwhile',
  )
  const shown = await call('GET', '/admin/v1/settings/mail')
  assert.deepEqual([shown.json.host, shown.json.hasPassword], ['mail.example.org', true])
  assert.ok(!`${put.text}${shown.text}`.includes('mail-password'))
})

test('start codes of mailed invitations come as a file for a spreadsheet, which runs nothing of it and no cache keeps', async () => {
  const given = { userId: 'mailed', displayName: '=1+1', emails: ['mailed@example.org'] }
  const added = await addAccount(server.ports, given)
  assert.ok(added.ok)
  const made = await call('POST', '/admin/v1/invitations', {
    select: { accountIds: [added.value.id] },
    channel: 'mail',
  })
  const { ids } = invited.parse(made.json)
  const sent = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const fileOf = (body: unknown) =>
    fetch(`${server.url}/admin/v1/invitations/start-codes.csv`, {
      method: 'POST',
      headers: sent,
      body: JSON.stringify(body),
    })
  const file = await fileOf({ ids })
  assert.equal(file.status, 200)
  assert.equal(file.headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.equal(file.headers.get('content-disposition'), 'attachment; filename="start-codes.csv"')
  assert.equal(file.headers.get('cache-control'), 'no-store')
  assert.match(await file.text(), /^"user_id","display_name","start_code"\r\n"mailed","'=1\+1","\d{8}"\r\n$/)
  const looks = await server.ports.storage.read.audit.page({ action: 'invitation.code_shown' }, undefined, 10)
  assert.equal(looks.entries.length, 1)
  assert.equal((await fileOf({ ids: 'all' })).status, 422)
})

test('guesses of start codes from one address are slowed down before they reach an invitation', async () => {
  const statuses = new Set<number>()
  for (let i = 0; i < 140; i += 1) {
    const secret = Buffer.alloc(32, i).toString('base64url')
    const reply = await server.call('POST', '/v1/invitations/check', {
      body: { secret, startCode: '12345678' },
    })
    statuses.add(reply.status)
  }
  assert.deepEqual([...statuses].sort(), [403, 429])
})
