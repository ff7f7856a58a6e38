// The canonical bytes: one encoding per value, and a parser that refuses every other spelling.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  challengeDocument,
  concat,
  domainPrefix,
  isSignableText,
  MAX_BODY_BYTES,
  toSignableText,
} from '@countersign/protocol'
import fc from 'fast-check'
import { storedVector } from './make-vectors.js'
import { documents } from './vectors-input.js'
import { fieldsOf } from './vectors-malformed.js'

const malformed = JSON.parse(storedVector('malformed.json')) as {
  bodies: { why: string; domain: string; body: string }[]
}

test('[CB1] [CB2] [CB3] [CB5] every malformed vector is refused by the parser of its document', () => {
  assert.ok(malformed.bodies.length > 200)
  for (const { why, domain, body } of malformed.bodies) {
    const found = documents.find((entry) => entry.document.domain === domain)
    assert.ok(found)
    assert.equal(found.document.parse(Buffer.from(body, 'hex')).ok, false, why)
  }
})

test('[CB1] a parsed body encodes to the same bytes', () => {
  for (const { document, values } of documents) {
    const body = document.encode(values)
    const parsed = document.parse(body)
    assert.ok(parsed.ok)
    assert.deepEqual(document.encode(parsed.value), body)
  }
})

test('[CB1] every single flipped bit is refused or gives other values, and then other bytes', () => {
  for (const { name, document, values } of documents) {
    const body = document.encode(values)
    for (let bit = 0; bit < body.length * 8; bit++) {
      const flipped = body.slice()
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const parsed = document.parse(flipped)
      if (parsed.ok) assert.deepEqual(document.encode(parsed.value), flipped, `${name}, bit ${bit}`)
    }
  }
})

test('[CB2] a body cut at any byte is refused', () => {
  for (const { document, values } of documents) {
    const body = document.encode(values)
    for (let length = 0; length < body.length; length++)
      assert.equal(document.parse(body.subarray(0, length)).ok, false)
  }
})

test('[CB2] a body over 4096 bytes is refused without being read', () => {
  const parsed = challengeDocument.parse(new Uint8Array(MAX_BODY_BYTES + 1))
  assert.ok(!parsed.ok && /4097 bytes/.test(parsed.fault))
})

test('[CB2] random bytes are refused and never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(documents.length - 1), (bytes, i) => {
      assert.equal(documents[i]?.document.parse(bytes).ok, false)
    }),
    { numRuns: 2000 },
  )
})

describe('challenge documents at random', () => {
  const raw = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
  const textOf = (maxBytes: number) =>
    fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => toSignableText(value, maxBytes))
  const time = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  const challenge = fc.record({
    version: fc.constant(1 as const),
    serverId: raw(32),
    keyId: raw(16),
    challengeId: raw(16),
    nonce: raw(32),
    appNonce: raw(32),
    accountId: raw(16),
    deviceId: raw(16),
    appId: raw(16),
    purpose: fc.constantFrom(1 as const, 2 as const, 3 as const),
    mode: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
    options: fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 12 }),
    issuedAtMs: time,
    expiresAtMs: time,
    context: fc.record({
      appName: textOf(64),
      origin: textOf(255),
      userId: textOf(254),
      address: textOf(45),
      browser: textOf(128),
      place: textOf(128),
      browserKnown: fc.constantFrom(0 as const, 1 as const, 2 as const),
      otherOpen: fc.integer({ min: 0, max: 255 }),
    }),
    transaction: fc.array(
      fc.record({ title: textOf(64), amount: textOf(32), payee: textOf(128), note: textOf(255) }),
      { maxLength: 1 },
    ),
    requirements: fc.integer({ min: 0, max: 65_535 }),
    sequence: time,
  })

  test('[CB3] [CB4] [CB6] [CB7] what is encoded is what is parsed', () => {
    fc.assert(
      fc.property(challenge, (values) => {
        const parsed = challengeDocument.parse(challengeDocument.encode(values))
        assert.ok(parsed.ok)
        assert.deepEqual(parsed.value, structuredClone(values))
      }),
    )
  })

  test('[CB1] no two values have equal bytes', () => {
    fc.assert(
      fc.property(challenge, challenge, (a, b) => {
        const same = Buffer.from(challengeDocument.encode(a)).equals(challengeDocument.encode(b))
        if (same) assert.deepEqual(a, b)
      }),
    )
  })
})

test('[CB3] [CB4] values that do not fit their field are a fault of the caller', () => {
  const good = documents.find((entry) => entry.name === 'challenge in mode symbol')
  assert.ok(good)
  const wrong: readonly Readonly<Record<string, unknown>>[] = [
    { sequence: -1 },
    { sequence: 1.5 },
    { sequence: 2 ** 53 },
    { serverId: new Uint8Array(31) },
    { requirements: 65_536 },
    { options: Array.from({ length: 13 }, (_, i) => i) },
    { purpose: 4 },
    { transaction: [{ title: 'x'.repeat(65), amount: '', payee: '', note: '' }] },
  ]
  for (const change of wrong)
    assert.throws(
      () => good.document.encode({ ...good.values, ...change }),
      RangeError,
      JSON.stringify(change),
    )
})

test('[CB3] a u64 above 2^53 − 1 is refused', () => {
  const good = documents.find((entry) => entry.name === 'receipt')
  assert.ok(good)
  const body = good.document.encode(good.values)
  const decidedAt = fieldsOf(body).find((field) => field.tag === 7)
  assert.ok(decidedAt)
  body.set([0, 0x20, 0, 0, 0, 0, 0, 0], decidedAt.start + 3)
  assert.equal(good.document.parse(body).ok, false)
})

test('[CB5] text is made signable without losing what can be kept', () => {
  assert.equal(toSignableText('A\u0308lice\n\u202eevil', 64), 'Älice  evil')
  assert.equal(toSignableText('ä'.repeat(40), 64), 'ä'.repeat(32))
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 80 }), (value, max) => {
      assert.ok(isSignableText(toSignableText(value, max), max))
    }),
  )
})

test('[CB8] a domain is 1 to 63 printable ASCII characters, its length first', () => {
  assert.deepEqual(domainPrefix('ab'), Uint8Array.of(2, 97, 98))
  for (const domain of ['', 'a b', 'ä', 'x'.repeat(64)]) assert.throws(() => domainPrefix(domain), RangeError)
  assert.deepEqual(concat([Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3)]), Uint8Array.of(1, 2, 3))
})

test('[CB8] all documents have different domains, and none is another’s beginning with its length', () => {
  const domains = [...new Set(documents.map((entry) => entry.document.domain))]
  assert.ok(domains.length >= 9)
  for (const a of domains)
    for (const b of domains) {
      if (a !== b)
        assert.equal(
          Buffer.from(domainPrefix(b))
            .subarray(0, a.length + 1)
            .equals(domainPrefix(a)),
          false,
        )
    }
})
