// POST /v1/enrolments over a real port: who may, what is answered, and that the link leads one browser to a phone and back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ENROLMENTS_PER_HOUR, enrolmentBegun, parsePairingLink } from '@countersign/protocol'
import { appBody } from '@countersign/protocol/admin'
import { setUpBody, setUpFinished, setUpPairingBegun } from '@countersign/protocol/me'
import { adminOf } from '../support/admin-token.js'
import { ConsoleBrowser } from '../support/console-browser.js'
import { enrolBody } from '../support/enrol-world.js'
import { acceptBody, lookUpBody, newKey } from '../support/raw-device.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
let apiKey: string
let appId: string
before(async () => {
  server = await TestServer.start()
  ;({ apiKey, appId } = await server.addApp())
})
after(() => server.stop())

const enrol = (over: object = {}, key = apiKey) =>
  server.call('POST', '/v1/enrolments', { apiKey: key, body: { ...enrolBody(), ...over } })

test('[EN1] an app may enrol when an admin has said so, and not a moment longer', async () => {
  assertProblem(await enrol({ userId: 'early' }), 403, 'enrolment_not_allowed')
  await letEnrol(true)
  assert.equal((await enrol({ userId: 'early' })).status, 201)
  await letEnrol(false)
  assertProblem(await enrol({ userId: 'late' }), 403, 'enrolment_not_allowed')
  await letEnrol(true)
})

test('[EN3] from the link to the way back: one browser’s cookie, codes, a phone, and the app’s request rings it', async () => {
  await letEnrol(true)
  const answered = await enrol({ userId: 'anna@example.org' })
  assert.equal(answered.status, 201, answered.text)
  const { link, expiresAtMs } = enrolmentBegun.parse(answered.json)
  assert.ok(expiresAtMs > Date.now())
  const [page, secret = ''] = link.split('#')
  assert.equal(page, `${server.url}/set-up/`)

  const browser = new ConsoleBrowser(server)
  const opened = await browser.call('POST', '/set-up/v1/begin', { body: { secret } })
  assert.equal(opened.status, 200, opened.text)
  const { userId, displayName, appName } = setUpBody.parse(opened.json)
  assert.deepEqual([userId, displayName, appName], ['anna@example.org', 'Anna', 'Wiki'])
  assert.equal((await browser.call('POST', '/set-up/v1/backup-codes')).status, 201)
  const pairing = setUpPairingBegun.parse((await browser.call('POST', '/set-up/v1/pairing')).json)
  const confirmation = await answerOfPhone(pairing.link)
  const done = await browser.call('POST', '/set-up/v1/pairing/confirm', { body: { confirmation } })
  assert.equal(setUpBody.parse(done.json).state, 'done')
  const finished = await browser.call('POST', '/set-up/v1/finish')
  assert.deepEqual(setUpFinished.parse(finished.json), { returnTo: enrolBody().returnTo })

  assertProblem(await enrol({ userId: 'anna@example.org' }), 409, 'user_id_taken')
  const asked = await server.call('POST', '/v1/challenges', {
    apiKey,
    body: approvalBody({ userId: 'anna@example.org' }),
  })
  assert.equal(asked.status, 201, asked.text)
})

test('[EN2] on a database in a file, of many calls at once for one ID one account is made, and one link opens', async (t) => {
  const kept = await TestServer.start({ storage: 'sqlite' })
  t.after(() => kept.stop())
  const app = await kept.addApp()
  await kept.ports.storage.transaction(async ({ apps }) => {
    const found = (await apps.byName('Wiki')) ?? assert.fail('no app')
    await apps.save({ ...found, mayEnrol: true })
  })
  const call = () => kept.call('POST', '/v1/enrolments', { apiKey: app.apiKey, body: enrolBody() })
  const all = await Promise.all(Array.from({ length: 20 }, call))
  const opened = await Promise.all(
    all.map((answered) => {
      assert.equal(answered.status, 201, answered.text)
      const secret = enrolmentBegun.parse(answered.json).link.split('#')[1]
      return new ConsoleBrowser(kept).call('POST', '/set-up/v1/begin', { body: { secret } })
    }),
  )
  assert.equal(opened.filter(({ status }) => status === 200).length, 1)
  assert.equal((await kept.ports.storage.read.accounts.page('', 10)).length, 1)
})

test('[EN4] [EN6] the ID of somebody else is taken, and nothing else is told of them', async () => {
  await server.addAccount('bert')
  const refused = await enrol({ userId: 'BERT' })
  const { title, fault } = assertProblem(refused, 409, 'user_id_taken')
  assert.equal(title, 'this user ID is taken, and not by an unfinished enrolment of this app')
  assert.equal(fault, undefined)
})

test('a body at fault is named by its path, and never repeated', async () => {
  for (const [over, path] of [
    [{ userId: 'two words' }, 'userId'],
    [{ displayName: 'a\u202eb' }, 'displayName'],
    [{ language: 'fr' }, 'language'],
    [{ returnTo: 'https://evil.example/' }, 'returnTo'],
    [{ returnTo: 'evil' }, 'returnTo'],
    [{ context: { address: '192.0.2.1' } }, 'context.browser'],
  ] as const) {
    const refused = await enrol(over)
    assert.equal(assertProblem(refused, 422, 'body_invalid').fault?.path, path, refused.text)
    assert.doesNotMatch(refused.text, /evil/)
  }
  assertProblem(await enrol({ role: 'owner' }), 422, 'body_invalid')
  assertProblem(await enrol({}, 'cs_0123456789abcdef_wrong'), 401, 'unauthorized')
})

test('[EN5] beyond the hour’s number an app is told when to come again', async () => {
  const other = await server.addApp('Busy')
  const { storage, random, clock } = server.ports
  await storage.transaction(async ({ apps, enrolmentTries }) => {
    const app = (await apps.byName('Busy')) ?? assert.fail('no app')
    await apps.save({ ...app, mayEnrol: true })
    for (let i = 0; i < ENROLMENTS_PER_HOUR; i++) await enrolmentTries.add(random.id(), app.id, clock.nowMs())
  })
  const refused = await enrol({ userId: 'dora' }, other.apiKey)
  const { retryAfterSeconds = 0 } = assertProblem(refused, 429, 'too_many_requests')
  assert.ok(retryAfterSeconds > 3_500 && retryAfterSeconds <= 3_600)
  assert.equal(refused.headers.get('retry-after'), String(retryAfterSeconds))
})

/** As the console does it. */
async function letEnrol(mayEnrol: boolean): Promise<void> {
  const admin = await adminOf(server)
  const path = `/admin/v1/apps/${appId}`
  const headers = { 'if-match': (await admin('GET', path)).headers.get('etag') ?? '' }
  const edited = await admin('PATCH', path, { headers, body: { mayEnrol } })
  assert.equal(appBody.parse(edited.json).mayEnrol, mayEnrol)
}

/** A phone takes the link; the digits that it shows. */
async function answerOfPhone(link: string): Promise<string> {
  const parsed = parsePairingLink(link) ?? assert.fail('no pairing link')
  const found = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(parsed) })
  const body = acceptBody(parsed, found.json, newKey())
  const accepted = await server.call('POST', '/v1/pairings/accept', { body })
  assert.equal(accepted.status, 201, accepted.text)
  return accepted.json.confirmation
}
