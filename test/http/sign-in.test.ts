// Signing in at the console over a real port: a browser with its cookies, a phone that types the code, and what ends a session.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Role } from '@countersign/protocol/admin'
import { roles, sessionBody, sessionList, signInStarted } from '@countersign/protocol/admin'
import { permissionsOf } from '@countersign/server/core/permissions'
import { putAdmin, removeAdmin } from '@countersign/server/flows/admin/admins'
import { adminWithPhone, ConsoleBrowser, typeCode } from '../support/console-browser.js'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
before(async () => {
  server = await TestServer.start()
})
after(() => server.stop())

const operator = { kind: 'operator' } as const

for (const role of roles)
  test(`an account in the role ${role} signs in with six digits and is told what it may do`, async () => {
    const phone = await adminWithPhone(server, `in-${role}`, role)
    const browser = new ConsoleBrowser(server)
    const session = sessionBody.parse(await browser.signIn(`in-${role}`, phone))
    assert.equal(session.role, role)
    assert.deepEqual(session.permissions, permissionsOf[role as Role])
    assert.equal(session.accountId, phone.accountId)
    assert.equal(session.server.name, 'ACME')
    assert.deepEqual((await browser.session()).json, session)
  })

test('the answer to a start has its shape, and the page can wait with it', async () => {
  await adminWithPhone(server, 'waits', 'auditor')
  const browser = new ConsoleBrowser(server)
  const started = signInStarted.parse((await browser.start('waits')).json)
  assert.equal(started.delivery, 'push')
  const watched = await server.call('GET', '/v1/watch', {
    headers: { authorization: `Watch ${started.watchToken}`, origin: server.url },
  })
  assert.equal(watched.json.state, 'pending')
  const elsewhere = await server.call('GET', '/v1/watch', {
    headers: { authorization: `Watch ${started.watchToken}`, origin: 'https://elsewhere.example' },
  })
  assertProblem(elsewhere, 403, 'origin_forbidden')
})

test('before the phone answered nothing is finished, and after it only once', async () => {
  const phone = await adminWithPhone(server, 'once', 'admin')
  const browser = new ConsoleBrowser(server)
  const started = (await browser.start('once')).json
  assertProblem(await browser.finish(), 409, 'challenge_not_approved')
  await typeCode(server, phone, started)
  const cookies = new Map(browser.cookies)
  assert.equal((await browser.finish()).status, 200)
  browser.cookies.clear()
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  assertProblem(await browser.finish(), 401, 'unauthorized')
})

test('cookies are of the strict kind, and none is readable by a script', async () => {
  const phone = await adminWithPhone(server, 'cookies', 'admin')
  const browser = new ConsoleBrowser(server)
  const started = await browser.start('cookies')
  await typeCode(server, phone, started.json)
  const finished = await browser.finish()
  const lines = [...started.headers.getSetCookie(), ...finished.headers.getSetCookie()]
  assert.equal(lines.length, 4)
  for (const line of lines)
    assert.match(line, /^countersign[a-z-]*-local=[\w.-]*; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
})

test('over https the cookies are __Host- cookies with Secure', async () => {
  const own = await TestServer.start({ config: { publicUrl: 'https://id.example.org' } })
  try {
    const port = own.log.find(({ event }) => event === 'server_started')?.fields['port']
    const response = await fetch(`http://localhost:${port}/admin/v1/session/start`, {
      method: 'POST',
      headers: {
        origin: 'https://id.example.org',
        'countersign-request': '1',
        'content-type': 'application/json',
      },
      body: '{"userId":"nobody"}',
    })
    assert.equal(response.status, 201)
    const [line = ''] = response.headers.getSetCookie()
    assert.match(
      line,
      /^__Host-countersign-sign-in=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/,
    )
  } finally {
    await own.stop()
  }
})

test('signing out ends the session, and the cookie with it', async () => {
  const phone = await adminWithPhone(server, 'leaves', 'admin')
  const browser = new ConsoleBrowser(server)
  await browser.signIn('leaves', phone)
  const held = new Map(browser.cookies)
  assert.equal((await browser.call('POST', '/admin/v1/session/end')).status, 204)
  assert.equal(browser.cookies.has('countersign-local'), false)
  for (const [name, value] of held) browser.cookies.set(name, value)
  assertProblem(await browser.session(), 401, 'unauthorized')
})

test('one’s own sessions are listed, and another browser’s can be ended from here', async () => {
  const phone = await adminWithPhone(server, 'twice', 'help_desk')
  const desk = new ConsoleBrowser(server)
  const laptop = new ConsoleBrowser(server, 'admin', 'Chrome/140 Windows')
  const at = await desk.signIn('twice', phone)
  await laptop.signIn('twice', phone)
  const { items } = sessionList.parse((await desk.call('GET', '/admin/v1/sessions')).json)
  assert.deepEqual(
    items.map(({ browser, current }) => [browser, current]),
    [
      ['Firefox on Linux', true],
      ['Chrome on Windows', false],
    ],
  )
  const other = items.find(({ current }) => !current)?.id ?? ''
  assert.equal((await desk.call('DELETE', `/admin/v1/sessions/${other}`)).status, 204)
  assertProblem(await laptop.session(), 401, 'unauthorized')
  assertProblem(await desk.call('DELETE', `/admin/v1/sessions/${other}`), 404, 'not_found')

  const stranger = await adminWithPhone(server, 'stranger', 'help_desk')
  const strangers = new ConsoleBrowser(server)
  await strangers.signIn('stranger', stranger)
  assertProblem(await strangers.call('DELETE', `/admin/v1/sessions/${at.id}`), 404, 'not_found')
  assert.equal((await desk.session()).status, 200)
})

test('an owner sees who is at the console and signs them out; a help desk does not', async () => {
  const owner = await adminWithPhone(server, 'boss', 'owner')
  const helper = await adminWithPhone(server, 'helper', 'help_desk')
  const [boss, desk] = [new ConsoleBrowser(server), new ConsoleBrowser(server)]
  await boss.signIn('boss', owner)
  const { id } = await desk.signIn('helper', helper)
  assertProblem(await desk.call('GET', '/admin/v1/admins/sessions'), 403, 'forbidden')
  const all = sessionList.parse((await boss.call('GET', '/admin/v1/admins/sessions?limit=200')).json)
  assert.ok(all.items.some((session) => session.id === id && session.userId === 'helper'))
  assert.equal((await boss.call('DELETE', `/admin/v1/admins/sessions/${id}`)).status, 204)
  assertProblem(await desk.session(), 401, 'unauthorized')
})

test('a role that is taken away is gone at the next request, and one that is changed counts at once', async () => {
  const phone = await adminWithPhone(server, 'falls', 'owner')
  const browser = new ConsoleBrowser(server)
  await browser.signIn('falls', phone)
  assert.equal((await browser.call('GET', '/admin/v1/tokens')).status, 200)
  await giveRole(phone.accountId, 'help_desk')
  assertProblem(await browser.call('GET', '/admin/v1/tokens'), 403, 'forbidden')
  assert.equal((await browser.session()).json.role, 'help_desk')
  const removed = await removeAdmin(server.ports, operator, { accountId: phone.accountId })
  assert.equal(removed.ok, true)
  assertProblem(await browser.session(), 401, 'unauthorized')
})

test('a person without a role signs in at /me only, and that session opens nothing at the console', async () => {
  const phone = await adminWithPhone(server, 'person')
  const me = new ConsoleBrowser(server, 'person')
  const session = sessionBody.parse(await me.signIn('person', phone))
  assert.deepEqual([session.role, session.permissions], [null, []])
  const secret = me.cookies.get('countersign-me-local') ?? ''
  const console = new ConsoleBrowser(server)
  console.cookies.set('countersign-local', secret)
  assertProblem(await console.session(), 401, 'unauthorized')
})

async function giveRole(accountId: AccountId, role: Role): Promise<void> {
  const put = await putAdmin(server.ports, operator, { accountId, role })
  assert.equal(put.ok, true)
}
