// Ids without a time in them.
import assert from 'node:assert/strict'
import test from 'node:test'
import { idFromBytes } from '@countersign/protocol'
import { uuidShaped } from '@countersign/server/core/random-id'
import fc from 'fast-check'

test('sixteen bytes become a UUID version 4, and all other bits stay', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 32 }), (bytes) => {
      const shaped = uuidShaped(bytes)
      assert.match(
        idFromBytes(shaped),
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      )
      shaped.forEach((byte, i) => {
        const kept = i === 6 ? 0x0f : i === 8 ? 0x3f : 0xff
        assert.equal(byte & kept, (bytes[i] ?? 0) & kept)
      })
    }),
  )
})
