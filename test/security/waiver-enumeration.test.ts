// Enumeration by waivers: an app that may waive learns more than a challenge tells, so an outsider who gets at its questions could
// sort user IDs into those that exist and those that do not. Whoever nobody has is treated as an account without groups and phones:
// the two answers differ in what is random and in nothing else, and cost the same calls. What a policy tells apart on purpose, whether
// there is a phone (`optional`) or a group, it does tell the app; the app asks only after a password ([WV1], [WV5]).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { countedStorage } from '../support/counted-storage.js'
import { newStorage } from '../support/engine.js'
import { policyBody } from '../support/policies.js'
import { setPolicies } from '../support/policy-world.js'
import { approvalBody, TestServer } from '../support/test-server.js'

const storage = countedStorage(await newStorage())
let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start({ overrides: { ports: { storage } } })
  apiKey = (await server.addApp()).apiKey
  await server.addAccount('exists')
})
after(() => server.stop())

const lists = {
  'nothing is required': [policyBody({ says: { requirement: 'off' } })],
  'optional for everybody': [policyBody({ says: { requirement: 'optional' } })],
  'required of a group, and nothing of others': [
    policyBody({ id: 1, says: { requirement: 'required' }, when: { networks: ['10.0.0.0/8'] } }),
    policyBody({ id: 2, says: { requirement: 'off' } }),
  ],
  'nothing is required in the office': [
    policyBody({ says: { requirement: 'off' }, when: { networks: ['203.0.113.0/24'] } }),
  ],
  'required of everybody': [],
}
for (const [title, policies] of Object.entries(lists))
  test(`[WV5] ${title}: an ID that nobody has is answered as an account without a phone`, async () => {
    await setPolicies(server, policies)
    const answers = []
    for (const userId of ['exists', 'nobody']) {
      // The first request after a change of the policies reads them.
      await server.ports.policies.current(storage.read.policies)
      storage.calls()
      const body = approvalBody({ userId, mayWaive: true })
      const { status, json, headers } = await server.call('POST', '/v1/challenges', { apiKey, body })
      const calls = ofALogin(storage.calls())
      answers.push({ status, calls, shape: shapeOf(json), type: headers.get('content-type') })
    }
    assert.deepEqual(answers[1], answers[0])
  })

test('[WV5] groups are looked for at the same cost, whether anybody has the ID or not', async () => {
  const groupId = server.ports.random.id()
  await server.ports.storage.transaction(({ groups }) =>
    groups.add({
      ...{ id: groupId, name: 'Staff', description: '', externalId: undefined, revision: 1 },
      ...{ createdAtMs: 0, changedAtMs: 0 },
    }),
  )
  await setPolicies(server, [
    policyBody({ id: 1, says: { requirement: 'required' }, when: { groupIds: [groupId] } }),
    policyBody({ id: 2, says: { requirement: 'off' } }),
  ])
  const paths = []
  for (const userId of ['exists', 'nobody']) {
    await server.ports.policies.current(storage.read.policies)
    storage.calls()
    await server.call('POST', '/v1/challenges', { apiKey, body: approvalBody({ userId, mayWaive: true }) })
    paths.push(ofALogin(storage.calls()))
  }
  assert.ok(paths[0]?.includes('policies.groupsOf'))
  assert.deepEqual(paths[1], paths[0])
})

test('[WV5] the account that a waiver names for nobody is the same each time, and tells nothing', async () => {
  await setPolicies(server, [policyBody({ says: { requirement: 'off' } })])
  const subjectOf = async (userId: string): Promise<string> => {
    const body = approvalBody({ userId, mayWaive: true })
    const { json } = await server.call('POST', '/v1/challenges', { apiKey, body })
    return claimsOf(json)['sub'] as string // sound: the shape was compared above
  }
  const [first, again, other] = [
    await subjectOf('nobody'),
    await subjectOf('NOBODY'),
    await subjectOf('someone'),
  ]
  assert.equal(again, first)
  assert.notEqual(other, first)
  // Version 4 for everyone: a version 7 would hold the time an account was made.
  for (const id of [first, other, await subjectOf('exists')]) assert.match(id, /^.{14}4/)
})

/** The server's rounds ask other stores meanwhile, and for challenges that are over. */
function ofALogin(calls: readonly string[]): readonly string[] {
  return calls.filter(
    (call) =>
      (/^(?:apps|accounts|policies|guards|challenges)\./.test(call) && !/\.(?:overdue|purge)/.test(call)) ||
      call === 'audit.append',
  )
}

/** Names, types and lengths; of the user's own ID nothing. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') {
    const parts = value.split('.')
    if (parts.length === 3) return shapeOf(JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString()))
    return value.length === 36 || value.length === 43 ? value.length : 'text'
  }
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === 'because' ? member : shapeOf(member)]),
  )
}

function claimsOf({ statement }: { readonly statement: string }): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(statement.split('.')[1] ?? '', 'base64url').toString())
}
