// The plugin's verifier of codes, and the reading of typed codes, against the public vectors: as a stranger's must be, so are ours.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCode } from '@countersign/protocol'
import type { ExpectedCode } from '@countersign/web-plugin/verify'
import { verifyCodeAssertion, verifyKeySet } from '@countersign/web-plugin/verify'
import { storedVector } from '../protocol/make-vectors.js'

interface Vectors {
  readonly typed: readonly {
    readonly typed: string
    readonly way: string | null
    readonly code: string | null
  }[]
  readonly keySet: Parameters<typeof verifyKeySet>[0]
  readonly cases: readonly {
    readonly why: string
    readonly valid: boolean
    readonly expected: ExpectedCode & { readonly nowMs: number }
    readonly assertion: string
  }[]
}

// Sound: what the file holds is what `codeVectors` made, as another test sees.
const { typed, keySet: signed, cases } = JSON.parse(storedVector('codes.json')) as Vectors

test('[CD1] each typed text of the vectors is read as they say', () => {
  for (const { typed: text, way, code } of typed)
    assert.deepEqual(readCode(text), way === null ? undefined : { way, code }, JSON.stringify(text))
})

for (const { why, valid, expected, assertion } of cases)
  test(`[CD14] assertion of a code of the vectors: ${why}`, () => {
    const set = verifyKeySet(signed, cases[0]?.expected.serverId ?? '')
    assert.ok(set.ok)
    const { keySet } = set
    assert.equal(verifyCodeAssertion({ assertion, keySet, expected, nowMs: expected.nowMs }).ok, valid)
  })
