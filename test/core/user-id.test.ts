// One spelling for what people type in many.
import assert from 'node:assert/strict'
import test from 'node:test'
import { normaliseUserId, sameUserId } from '@countersign/protocol'
import { isDisplayName, isUserId } from '@countersign/server/core/user-id'
import fc from 'fast-check'

test('[AP6] case, outer spaces and the way an accent is typed make no other user ID', () => {
  assert.equal(normaliseUserId('  Alice@Example.ORG '), 'alice@example.org')
  assert.equal(normaliseUserId('ZOE\u0308'), 'zoë')
  assert.ok(sameUserId('Alice ', 'alice'))
  assert.ok(!sameUserId('alice', 'alicf'))
})

test('look-alikes that a directory keeps apart stay apart', () => {
  assert.notEqual(normaliseUserId('ﬁona'), normaliseUserId('fiona'))
})

test('normalising twice is normalising once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const once = normaliseUserId(text)
      assert.equal(normaliseUserId(once), once)
    }),
  )
})

test('a user ID is not empty, has no spaces, no control or bidi characters, and fits 254 bytes', () => {
  assert.equal(isUserId('alice'), true)
  for (const text of ['', 'a b', 'a\tb', 'a\u202eb', 'a\u0000', 'x'.repeat(255)])
    assert.equal(isUserId(text), false)
  assert.equal(isUserId('x'.repeat(254)), true)
})

test('a display name may be empty and have spaces, and no control characters', () => {
  assert.equal(isDisplayName(''), true)
  assert.equal(isDisplayName('Alice Liddell'), true)
  assert.equal(isDisplayName('Alice\nLiddell'), false)
})
