// W3C traceparent: what is one, what is none, and that nothing else ever comes out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTraceParent, writeTraceParent } from '@countersign/server/telemetry/trace-parent'

// The example of https://www.w3.org/TR/trace-context/#examples-of-http-traceparent-headers
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

test('the examples of the standard are read, sampled and not', () => {
  const read = { traceId, spanId, isRemote: true }
  assert.deepEqual(parseTraceParent(`00-${traceId}-${spanId}-01`), { ...read, traceFlags: 1 })
  assert.deepEqual(parseTraceParent(`00-${traceId}-${spanId}-00`), { ...read, traceFlags: 0 })
})

test('§3.2.4: of a later version what is known is read, and of its flags the one that is known', () => {
  assert.deepEqual(parseTraceParent(`cc-${traceId}-${spanId}-03-what-the-future-brings`), {
    ...{ traceId, spanId, isRemote: true, traceFlags: 1 },
  })
})

test('anything else is none', () => {
  const wrong = [
    '',
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-1`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `ff-${traceId}-${spanId}-01`,
    ` 00-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01\n`,
    `00_${traceId}_${spanId}_01`,
  ]
  for (const text of wrong) assert.equal(parseTraceParent(text), undefined, JSON.stringify(text))
})

test('only what is recorded is written', () => {
  assert.equal(writeTraceParent({ traceId, spanId, traceFlags: 1 }), `00-${traceId}-${spanId}-01`)
  assert.equal(writeTraceParent({ traceId, spanId, traceFlags: 0 }), '')
  assert.equal(writeTraceParent(undefined), '')
})
