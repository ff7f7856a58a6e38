// The plugin's verifier against the public vectors: what a stranger's verifier must accept or refuse, ours does too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Expected } from '@countersign/web-plugin/verify'
import { verifyAssertion, verifyKeySet } from '@countersign/web-plugin/verify'
import { storedVector } from '../protocol/make-vectors.js'

interface Case {
  readonly why: string
  readonly valid: boolean
  readonly expected: Expected & { readonly nowMs: number }
  readonly assertion: string
}

const { keySet: signed, cases } = JSON.parse(storedVector('assertions.json')) as {
  readonly keySet: Parameters<typeof verifyKeySet>[0]
  readonly cases: readonly Case[]
}

for (const { why, valid, expected, assertion } of cases) {
  test(`[LK5] [AS6] assertion of the vectors: ${why}`, () => {
    const set = verifyKeySet(signed, cases[0]?.expected.serverId ?? '')
    assert.ok(set.ok)
    const { keySet } = set
    assert.equal(verifyAssertion({ assertion, keySet, expected, nowMs: expected.nowMs }).ok, valid)
  })
}
