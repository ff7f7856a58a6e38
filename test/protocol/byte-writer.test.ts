// The buffer that documents are written into is used again from one to the next: no document may see another in it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receiptDocument } from '@countersign/protocol'

const receipt = (byte: number, decidedAtMs = byte) =>
  ({
    version: 1,
    serverId: new Uint8Array(32).fill(byte),
    keyId: new Uint8Array(16).fill(byte),
    challengeId: new Uint8Array(16).fill(byte),
    deviceId: new Uint8Array(16).fill(byte),
    state: 1,
    decidedAtMs,
    byThisDevice: 0,
  }) as const

test('a document stays as it was when the next one is written', () => {
  const first = receiptDocument.encode(receipt(1))
  const asItWas = Uint8Array.from(first)
  const second = receiptDocument.encode(receipt(2))

  assert.deepEqual(first, asItWas)
  assert.deepEqual(receiptDocument.parse(first), { ok: true, value: receipt(1) })
  assert.deepEqual(receiptDocument.parse(second), { ok: true, value: receipt(2) })
})

test('a document that was refused in its middle leaves nothing in the next one', () => {
  const before = receiptDocument.encode(receipt(3))

  assert.throws(() => receiptDocument.encode(receipt(9, -1)), RangeError)

  assert.deepEqual(receiptDocument.encode(receipt(3)), before)
})

test('a document written while another is being written shares nothing with it', () => {
  let inner: Uint8Array | undefined
  const outer = receiptDocument.encode({
    ...receipt(4),
    get deviceId() {
      inner = receiptDocument.encode(receipt(5))
      return new Uint8Array(16).fill(4)
    },
  })

  assert.deepEqual(outer, receiptDocument.encode(receipt(4)))
  assert.deepEqual(inner, receiptDocument.encode(receipt(5)))
})
