// Suites that were written for one server, on three nodes: each call goes to the next node, each socket too, and one database and one
// Redis are all that they have in common. What somebody began at one is so gone on with at another, at every step of every flow.
//
// Any suite with a TestServer runs so: `TEST_NODES_FABRIC=redis://127.0.0.1 node --conditions=source --import tsx --test test/http/*.test.ts`.
// Where one then fails, it counts what one process does: its sockets of strangers, its pages of a challenge, its statements.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { enginesMissing } from '../support/engines.js'
import type { TestRedis } from '../support/redis.js'
import { startRedis } from '../support/redis.js'
import { runSuites } from './run-suites.js'

const suites = [
  {
    title: 'logins, sign-ins, sessions, and what people do at /me',
    files: ['http/challenges', 'socket/login', 'http/sign-in', 'http/me'],
    storage: 'memory',
  },
  {
    title: 'codes, set-ups, enrolments',
    files: ['http/codes', 'http/set-up', 'http/enrolments'],
    storage: 'memory',
  },
  {
    title: 'attacks that use the time between two steps, with PostgreSQL between the nodes',
    files: [
      'security/answer-race',
      'security/pin-tries-at-once',
      'security/one-code-many-logins',
      'security/enrolment-by-two-at-once',
      'security/result-read-twice',
      'security/idempotency-key-replay',
      'security/revoked-device',
    ],
    storage: 'postgres',
  },
] as const

const skip = enginesMissing
let redis: TestRedis | undefined
before(async () => {
  if (skip === false) redis = await startRedis()
})
after(() => redis?.[Symbol.asyncDispose]())

for (const { title, files, storage } of suites)
  test(`on three nodes: ${title}`, { skip }, async (t) => {
    const { code, output } = await runSuites(files, {
      TEST_NODES_FABRIC: redis?.url ?? '',
      TEST_STORAGE: storage,
    })
    assert.equal(code, 0, output)
    t.diagnostic(/^# pass \d+/m.exec(output)?.[0] ?? output)
  })
