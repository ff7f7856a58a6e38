// Suites that were written for one server, on three nodes: each call goes to the next node, each socket too, and one database and one
// Redis are all that they have in common. What somebody began at one is so gone on with at another, at every step of every flow.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { TestRedis } from '../support/redis.js'
import { redisMissing, startRedis } from '../support/redis.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Left out: what is bounded a process (sockets of strangers, pages of a challenge), and what looks into one process while it stops. */
const suites = {
  'logins: asked, rung, watched, answered, redeemed, cancelled': ['http/challenges', 'socket/login'],
  'sign-ins at the console and at /me, sessions, and what people do there': ['http/sign-in', 'http/me'],
  'codes of apps, printed ones, spoken ones, those of the phone': [
    'http/codes',
    'http/totps',
    'http/backup-and-bypass-codes',
    'socket/offline-code',
  ],
  'set-ups, enrolments, recoveries': ['http/set-up', 'http/enrolments', 'http/recovery', 'http/setup'],
  'what admins do: accounts, groups, apps, tokens, policies': [
    'http/admin-accounts',
    'http/admin-groups-apps',
    'http/admin-tokens',
    'http/policies',
  ],
} as const

const skip = redisMissing()
let redis: TestRedis | undefined
before(async () => {
  if (skip === false) redis = await startRedis()
})
after(() => redis?.[Symbol.asyncDispose]())

for (const [title, files] of Object.entries(suites))
  test(`on three nodes: ${title}`, { skip }, async (t) => {
    const { code, output } = await run(files, redis?.url ?? '')
    assert.equal(code, 0, output)
    t.diagnostic(/^# pass \d+/m.exec(output)?.[0] ?? output)
  })

function run(
  files: readonly string[],
  fabricUrl: string,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const paths = files.map((file) => `test/${file}.test.ts`)
  // Node's runner tells its children so that they are some: these are a run of their own.
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--import', 'tsx', '--test', '--test-reporter=tap', ...paths],
    {
      cwd: ROOT,
      env: { ...environment, TEST_NODES_FABRIC: fabricUrl },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
