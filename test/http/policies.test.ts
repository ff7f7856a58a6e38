// /admin/v1/policies over a real port: read, replaced with If-Match, previewed, explained.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PolicyBody } from '@countersign/protocol/admin'
import { policyExplained, policyPreview, policySetBody } from '@countersign/protocol/admin'
import { adminOf } from '../support/admin-token.js'
import { policyBody } from '../support/policies.js'
import { assertProblem, TestServer } from '../support/test-server.js'

const PATH = '/admin/v1/policies'
let server: TestServer
let admin: Awaited<ReturnType<typeof adminOf>>
before(async () => {
  server = await TestServer.start()
  admin = await adminOf(server)
  for (const userId of ['alice', 'bob']) await server.addAccount(userId)
  await server.pairDevice('alice')
  await server.addApp('Wiki')
})
after(() => server.stop())

async function put(policies: readonly unknown[]) {
  const etag = (await admin('GET', PATH)).headers.get('etag') ?? ''
  return admin('PUT', PATH, { body: { policies }, headers: { 'if-match': etag } })
}

test('a list is read with its tag, replaced, and read again with the next one', async () => {
  const first = await admin('GET', PATH)
  const { revision, policies, defaults } = policySetBody.parse(first.json)
  assert.deepEqual([policies, defaults.requirement], [[], 'required'])
  assert.equal(first.headers.get('etag'), `"r${revision}"`)
  const { id: _, ...given } = policyBody({ says: { profile: 'strict' } })
  const saved = await put([given])
  assert.equal(saved.status, 200, saved.text)
  assert.equal(saved.headers.get('etag'), `"r${revision + 1}"`)
  assert.deepEqual((await admin('GET', PATH)).json, policySetBody.parse(saved.json))
})

test('a fault is named by its path and the value is not repeated', async () => {
  const when = (over: object) => [policyBody({ says: { match: 'code' }, when: over })]
  const rows: readonly (readonly [policies: readonly unknown[], path: string])[] = [
    [when({ networks: ['10.99.88.77/8'] }), 'policies.0.when.networks.0'],
    [
      when({ times: [{ days: ['mon'], from: '08:00', to: '17:00', timeZone: 'Mars/Olympus' }] }),
      'policies.0.when.times.0.timeZone',
    ],
    [
      when({ times: [{ days: [], from: '08:00', to: '17:00', timeZone: 'UTC' }] }),
      'policies.0.when.times.0.days',
    ],
    [
      when({ times: [{ days: ['mon'], from: '24:00', to: '17:00', timeZone: 'UTC' }] }),
      'policies.0.when.times.0.from',
    ],
    [when({ groupIds: ['019aa5c0-11f2-7e0a-8b1d-5c2e9f7a6b30'] }), 'policies.0.when.groupIds.0'],
    [when({ appIds: ['019aa5c0-11f2-7e0a-8b1d-5c2e9f7a6b30'] }), 'policies.0.when.appIds.0'],
    [[policyBody({ says: { symbolsShown: 5 } })], 'policies.0.then.symbolsShown'],
    [[policyBody({ says: { challengeTtlSeconds: 601 } })], 'policies.0.then.challengeTtlSeconds'],
    [[policyBody({ says: { otherWays: ['totp', 'totp'] } })], 'policies.0.then.otherWays.1'],
    [[policyBody({ says: { profile: 'strict', otherWays: ['backup'] } })], 'policies.0.then.otherWays.0'],
    [[policyBody({ says: { setUpGraceDays: 91 } })], 'policies.0.then.setUpGraceDays'],
    [[policyBody({})], 'policies.0.then'],
    [[{ ...policyBody({ says: { match: 'code' } }), name: '' }], 'policies.0.name'],
    [Array.from({ length: 101 }, (_, n) => policyBody({ id: n, says: { match: 'code' } })), 'policies'],
  ]
  for (const [policies, path] of rows) {
    const refused = await put(policies)
    const { fault } = assertProblem(refused, 422, 'body_invalid')
    assert.equal(fault?.path, path)
    assert.doesNotMatch(refused.text, /10\.99|Olympus/)
  }
})

test('a preview says who would be locked out, by what, and changes nothing', async () => {
  await put([policyBody({ id: 1, says: { requirement: 'optional' } })])
  const policies = [
    policyBody({
      id: 2,
      name: 'Outside',
      says: { requirement: 'off' },
      when: { networks: ['192.0.2.0/24'] },
    }),
    policyBody({ id: 3, name: 'Everybody', says: { requirement: 'required' } }),
  ]
  const reply = await admin('POST', `${PATH}/preview`, { body: { policies } })
  assert.equal(reply.status, 200, reply.text)
  const { items, ...counts } = policyPreview.parse(reply.json)
  assert.deepEqual(counts, {
    withoutDevice: 1,
    lockedOutBefore: 0,
    lockedOutAfter: 1,
    newlyLockedOut: 1,
    freed: 0,
  })
  const [bob] = items
  assert.deepEqual([bob?.userId, bob?.newly, bob?.example.policy?.name], ['bob', true, 'Everybody'])
  assert.deepEqual(
    policySetBody.parse((await admin('GET', PATH)).json).policies.map(({ name }) => name),
    ['policy 1'],
  )
})

test('a preview names people with phones, too, where biometrics or passkeys are asked for', async () => {
  await put([])
  const preview = async (says: PolicyBody['then']) => {
    const policies = [policyBody({ id: 4, name: 'Stricter', says })]
    const reply = await admin('POST', `${PATH}/preview`, { body: { policies } })
    return policyPreview.parse(reply.json)
  }
  const without = await preview({ userVerification: 'any', ring: 'never', newBrowserMatch: 'qr' })
  assert.equal(without.newlyLockedOut, 0)
  for (const says of [{ userVerification: 'biometrics' }, { passkeys: 'required' }] as const) {
    const { items, newlyLockedOut } = await preview(says)
    const newly = items.filter((item) => item.newly)
    assert.equal(newlyLockedOut, newly.length)
    assert.ok(newly.some(({ userId, example }) => userId === 'alice' && example.policy?.name === 'Stricter'))
  }
})

test('a login is explained by name or id, with an address and a time, or without', async () => {
  await put([
    policyBody({
      id: 1,
      name: 'Night',
      says: { match: 'code' },
      when: { times: [{ days: ['mon'], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' }] },
    }),
  ])
  const explain = async (query: string) => {
    const reply = await admin('GET', `${PATH}/explain?${query}`)
    assert.equal(reply.status, 200, reply.text)
    return policyExplained.parse(reply.json)
  }
  const night = await explain(
    `account=ALICE&app=Wiki&address=192.0.2.1&atMs=${Date.parse('2026-11-24T04:59:59Z')}`,
  )
  assert.equal(night.settings.match, 'code')
  assert.deepEqual(night.decidedBy.match, {
    by: 'policy',
    policyId: policyBody({ id: 1 }).id,
    policyName: 'Night',
  })
  assert.deepEqual(night.outcome, {
    withWaiver: 'challenge',
    withSetUp: 'challenge',
    laterUntilMs: null,
    withoutWaiver: 'challenge',
    waivedBecause: null,
    devicesAtHand: 1,
    passkeyAtHand: false,
    codesAtHand: [],
  })
  const { accountId, appId } = night.facts
  const day = await explain(`account=${accountId}&app=${appId}&atMs=${Date.parse('2026-11-24T05:00:00Z')}`)
  assert.deepEqual(
    [day.facts.userId, day.settings.match, day.considered[0]?.because],
    ['alice', 'symbol', 'other_time'],
  )
  assert.equal((await explain('account=nobody&app=Wiki')).facts.accountState, 'unknown')
  assert.equal((await explain('account=bob&app=Wiki')).outcome.withoutWaiver, 'locked_out')
})

test('an explanation of nobody, of no app, or of no time is refused by what is wrong', async () => {
  assertProblem(await admin('GET', `${PATH}/explain?app=Wiki`), 422, 'body_invalid')
  assertProblem(
    await admin('GET', `${PATH}/explain?account=alice&app=Wiki&atMs=tomorrow`),
    422,
    'body_invalid',
  )
  assertProblem(
    await admin('GET', `${PATH}/explain?account=alice&app=Wiki&atMs=999999999999999`),
    422,
    'body_invalid',
  )
  assertProblem(await admin('GET', `${PATH}/explain?account=alice`), 404, 'not_found')
})
