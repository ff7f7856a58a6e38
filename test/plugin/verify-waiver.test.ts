// The plugin's check of a waiver: every case of the vectors, and what is no waiver at all.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { ExpectedWaiver, VerifiedKeySet } from '@countersign/web-plugin/verify'
import { verifyKeySet, verifyWaiver } from '@countersign/web-plugin/verify'

interface Vectors {
  readonly keySet: Parameters<typeof verifyKeySet>[0]
  readonly cases: readonly {
    readonly why: string
    readonly valid: boolean
    readonly rule?: string
    readonly expected: ExpectedWaiver & { readonly nowMs: number }
    readonly statement: string
  }[]
}

// Sound: the vectors are ours, and every reader of them fails loudly on another shape.
const vectors = JSON.parse(
  readFileSync(new URL('../../protocol/vectors/waivers.json', import.meta.url), 'utf8'),
) as Vectors
const good = vectors.cases.find(({ valid }) => valid) ?? assert.fail('no good waiver')
const keySet = keySetOf()

for (const { why, valid, rule, expected, statement } of vectors.cases)
  test(`${rule === undefined ? '[WV2] [WV3]' : `[${rule}]`} ${why}: ${valid ? 'accepted' : 'refused'}`, () => {
    const result = verifyWaiver({ statement, keySet, expected, nowMs: expected.nowMs })
    assert.equal(result.ok, valid, result.ok ? 'accepted' : result.reason)
  })

test('[WV3] the clock may be wrong by a minute, and not by a millisecond more', () => {
  const { statement, expected } = good
  const iatMs = Math.floor(expected.nowMs / 1000) * 1000
  const at = (nowMs: number): string => {
    const result = verifyWaiver({ statement, keySet, expected, nowMs })
    return result.ok ? 'ok' : result.reason
  }
  assert.deepEqual([iatMs - 60_001, iatMs - 60_000, iatMs + 120_000, iatMs + 120_001].map(at), [
    'not_yet_valid',
    'ok',
    'ok',
    'expired',
  ])
})

test('[WV3] a user ID in another spelling is the same, and the account counts when the app keeps it', () => {
  const { statement, expected } = good
  const check = (over: Partial<ExpectedWaiver>): boolean =>
    verifyWaiver({ statement, keySet, expected: { ...expected, ...over }, nowMs: expected.nowMs }).ok
  assert.equal(check({ userId: ' ALICE@example.org ' }), true)
  assert.equal(check({ accountId: undefined }), true)
  assert.equal(check({ accountId: '019aa5c0-11f2-7e0a-8b1d-5c2e9f7a6b30' }), false)
})

test('what is no waiver is refused and never throws', () => {
  const [header = '', claims = '', signature = ''] = good.statement.split('.')
  const texts = [
    '',
    '.',
    '..',
    '...',
    'a.b.c',
    `${header}.${claims}`,
    `${header}.${claims}.`,
    `${good.statement}.x`,
  ]
  const broken = [`${header}.${claims}.${signature}=`, `${claims}.${header}.${signature}`, 'x'.repeat(5_000)]
  for (const statement of [...texts, ...broken]) {
    const { expected } = good
    assert.equal(verifyWaiver({ statement, keySet, expected, nowMs: expected.nowMs }).ok, false)
  }
})

function keySetOf(): VerifiedKeySet {
  const checked = verifyKeySet(vectors.keySet, good.expected.serverId)
  return checked.ok ? checked.keySet : assert.fail(checked.reason)
}
