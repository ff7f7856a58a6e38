// The record as a weapon: to verify the audit the server reads all of it, which takes seconds. Whoever may read, and sends a hundred such
// requests, would leave logins no time between them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verifyAudit } from '@countersign/server/flows/admin/audit'
import { OPERATOR } from '../support/onboarding.js'
import { makeWorld, must, reasonOf } from '../support/test-world.js'

test('of a hundred requests at once six are done, of everybody together; the command line is not held back', async () => {
  const { ports, clock } = await makeWorld()
  const reader = (n: number) =>
    ({ kind: 'token', tokenId: `t${n}`, name: 'siem', permissions: ['audit:read'] }) as const
  const asked = Array.from({ length: 100 }, (_, n) => verifyAudit(ports, reader(n), {}))
  const answers = await Promise.all(asked)
  assert.equal(answers.filter(({ ok }) => ok).length, 6)
  for (const answer of answers.filter(({ ok }) => !ok)) assert.equal(reasonOf(answer), 'rate_limited')
  must(await verifyAudit(ports, OPERATOR, {}))
  clock.advance(61_000)
  must(await verifyAudit(ports, reader(0), {}))
})
