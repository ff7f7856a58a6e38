// What the outside hears of a refusal.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Refusal } from '@countersign/server/core/refusal'
import { outwardCode } from '@countersign/server/core/refusal'

test('[AP2] a challenge of another app sounds like one that does not exist', () => {
  assert.equal(
    outwardCode({ reason: 'challenge_of_other_app' }),
    outwardCode({ reason: 'challenge_unknown' }),
  )
})

test('[PA3] whatever is wrong with a ticket, one code is heard', () => {
  const causes = ['unknown', 'proof', 'expired', 'spent'] as const
  const codes = causes.map((because) => outwardCode({ reason: 'ticket_invalid', because }))
  assert.deepEqual(new Set(codes), new Set(['ticket_invalid']))
})

test('a wrong nonce, a wrong key and a wrong watch token sound the same', () => {
  const refusals: readonly Refusal[] = [
    { reason: 'nonce_wrong' },
    { reason: 'app_key_wrong' },
    { reason: 'watch_token_wrong' },
  ]
  assert.deepEqual(new Set(refusals.map(outwardCode)), new Set(['unauthorized']))
})
