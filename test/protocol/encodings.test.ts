// Base64url, ids, constant-time compare, keys and links: the small encodings, strict in both directions.
import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { test } from 'node:test'
import type { AppId, TicketId } from '@countersign/protocol'
import {
  chosenBytes,
  confirmationString,
  equalBytes,
  formatPairingLink,
  fromBase64Url,
  idFromBytes,
  idToBytes,
  isAcceptableKey,
  isCanonicalSignature,
  isCode,
  isId,
  parsePairingLink,
  toBase64Url,
} from '@countersign/protocol'
import fc from 'fast-check'
import { storedVector } from './make-vectors.js'
import { keys } from './vectors-input.js'

test('[CB9] base64url agrees with Node and reads back what it wrote', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = toBase64Url(bytes)
      assert.equal(text, Buffer.from(bytes).toString('base64url'))
      assert.deepEqual(fromBase64Url(text), bytes)
    }),
  )
})

test('[CB9] padding, foreign characters, impossible lengths and loose bits are refused', () => {
  for (const text of ['_w==', '_w=', '/w', '+A', 'a', 'abcde', '_x', 'AB C', 'Zg\n', 'Zh', 'é', '_w\0'])
    assert.equal(fromBase64Url(text), undefined, text)
})

test('[CB9] any text that is accepted is the text that would be written', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), (text) => {
      const bytes = fromBase64Url(text)
      if (bytes) assert.equal(toBase64Url(bytes), text)
    }),
  )
})

test('[CB7] ids are lower-case UUID text and 16 bytes', () => {
  const id = '0190a6e0-3b5c-7d11-8f00-00c0ffee0001' as AppId
  assert.equal(idFromBytes<AppId>(idToBytes(id)), id)
  for (const text of [id.toUpperCase(), `{${id}}`, id.replaceAll('-', ''), `${id} `, '']) {
    assert.equal(isId(text), false)
    assert.throws(() => idToBytes(text as AppId), RangeError)
  }
  assert.throws(() => idFromBytes<AppId>(new Uint8Array(15)), RangeError)
})

test('byte strings are equal only when length and content are', () => {
  assert.ok(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2)))
  assert.ok(!equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3)))
  assert.ok(!equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0)))
  assert.ok(!equalBytes(new Uint8Array(0), Uint8Array.of(0)))
})

/** The 14 encodings, written out here a second time (PROTOCOL design, section 8; eprint 2020/1244 table 5). */
const lowOrder = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
]

test('[KE2] low-order and non-canonical keys are refused; node:crypto alone would accept any message under the identity key', () => {
  for (const key of lowOrder) assert.equal(isAcceptableKey(Buffer.from(key, 'hex')), false, key)
  // y = 2^255 − 18, a second spelling of y = 1.
  assert.equal(isAcceptableKey(Buffer.from(`ee${'ff'.repeat(30)}7f`, 'hex')), false)
  assert.equal(isAcceptableKey(Buffer.from(`f0${'ff'.repeat(30)}7f`, 'hex')), false)
  assert.equal(isAcceptableKey(new Uint8Array(31)), false)
  assert.ok(isAcceptableKey(keys.device.publicKey))
  const identity = createPublicKey({
    key: Buffer.from(`302a300506032b6570032100${lowOrder[0]}`, 'hex'),
    format: 'der',
    type: 'spki',
  })
  const forged = Buffer.from(`${lowOrder[0]}${'00'.repeat(32)}`, 'hex')
  assert.ok(
    verify(null, Buffer.from('any message at all'), identity, forged),
    'this is why registration must refuse the key',
  )
})

test('[KE1] a signature whose S is not below the group order is refused', () => {
  const order = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn
  const signature = keys.device.sign(Buffer.from('m'))
  assert.ok(isCanonicalSignature(signature))
  const s = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`)
  const shifted = Buffer.from((s + order).toString(16).padStart(64, '0'), 'hex').reverse()
  assert.equal(isCanonicalSignature(Buffer.concat([signature.subarray(0, 32), shifted])), false)
  assert.equal(isCanonicalSignature(signature.subarray(1)), false)
  for (const [value, expected] of [
    [order - 1n, true],
    [order, false],
  ] as const) {
    const bytes = Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse()
    assert.equal(isCanonicalSignature(Buffer.concat([new Uint8Array(32), bytes])), expected)
  }
})

test('[PA1] a pairing link reads back, and any other form is refused', () => {
  const pairing = JSON.parse(storedVector('pairing.json')) as { link: string }
  const link = parsePairingLink(`  ${pairing.link}\n`)
  assert.ok(link)
  assert.equal(formatPairingLink(link), pairing.link)
  for (const host of [
    'http://localhost',
    'http://localhost:8080',
    'http://127.0.0.1:1',
    'http://[::1]:8080',
  ]) {
    assert.ok(parsePairingLink(pairing.link.replace('https://id.example.org', host)), host)
  }
  for (const wrong of [
    pairing.link.replace('https:', 'http:'),
    pairing.link.replace('https:', 'javascript:'),
    pairing.link.replace('https://', 'https://user@'),
    pairing.link.replace('https://id.example.org', 'http://localhost.evil.example'),
    pairing.link.replace('https://id.example.org', 'http://127.0.0.1@evil.example'),
    pairing.link.replace('/authenticator/', '/other/'),
    pairing.link.replace('#pair=', '?pair='),
    pairing.link.slice(0, -1),
    `${pairing.link}A`,
    pairing.link.replace('.', ','),
    '',
    'otpauth://totp/x?secret=AAAA',
  ])
    assert.equal(parsePairingLink(wrong), undefined, wrong)
})

test('[PA5] the confirmation string is six digits of the transcript hash', () => {
  assert.equal(confirmationString(Buffer.from('00000007ffffffff', 'hex')), '000007')
  assert.equal(confirmationString(Buffer.from('ffffffff00000000', 'hex')), '967295')
  assert.equal(idFromBytes<TicketId>(new Uint8Array(16)), '00000000-0000-0000-0000-000000000000')
})

test('what a person chose is the symbol’s id or the digits, never a position', () => {
  assert.deepEqual(chosenBytes({ mode: 'symbol', symbolId: 258 }), Uint8Array.of(1, 2))
  assert.deepEqual(
    chosenBytes({ mode: 'code', code: '004200' }),
    Buffer.from('004200').subarray(0).length === 6 ? new Uint8Array(Buffer.from('004200')) : undefined,
  )
  assert.deepEqual(chosenBytes(undefined), new Uint8Array(0))
  assert.throws(() => chosenBytes({ mode: 'symbol', symbolId: 70_000 }), RangeError)
  for (const code of ['12345', '1234567', '12345a', '１２３４５６', ' 12345']) {
    assert.equal(isCode(code), false)
    assert.throws(() => chosenBytes({ mode: 'code', code }), RangeError)
  }
})
