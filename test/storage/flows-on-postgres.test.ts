// Flows whose rightness hangs on the order of transactions, on PostgreSQL: their suites were written over a memory in which one
// transaction follows another, and hold there too, where some overlap (docs/decisions/0040-postgresql.md).
//
// Any suite with a world or a server in its process runs so: `TEST_STORAGE=postgres node --conditions=source --import tsx --test
// test/flows/pin.test.ts`.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { runTogether } from '../nodes/run-suites.js'
import { QUICK } from '../support/engine.js'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'

const suites = {
  'a login from its request to its end': [
    'flows/login',
    'flows/request-approval',
    'flows/answer-challenge',
    'flows/redeem-challenge',
    'flows/sweep',
    'flows/suspend-race',
  ],
  'codes, PINs, and what locks them; ways in for somebody who has none': [
    'flows/check-code',
    'flows/pin',
    'flows/set-up',
    'flows/recovery',
    'security/one-code-many-logins',
  ],
} as const

const skip = missingPostgres() ?? false
let postgres: TestPostgres | undefined
before(async () => {
  if (skip === false) postgres = await startPostgres(QUICK)
})
after(() => postgres?.[Symbol.asyncDispose]())

describe('on PostgreSQL', { skip, concurrency: true }, () => {
  for (const [title, files] of Object.entries(suites))
    test(title, async (t) => {
      const { code, output } = await runTogether(files, { TEST_STORAGE: postgres?.url() ?? '' })
      assert.equal(code, 0, output)
      t.diagnostic(/^# pass \d+/m.exec(output)?.[0] ?? output)
    })
})
