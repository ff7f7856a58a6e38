// Addresses and CIDR ranges: which texts are one, and what a range holds.
import assert from 'node:assert/strict'
import test from 'node:test'
import { addressText, holds, parseAddress, parseNetwork } from '@countersign/server/core/network'
import fc from 'fast-check'

const inside: readonly (readonly [range: string, address: string])[] = [
  ['0.0.0.0/0', '203.0.113.9'],
  ['10.0.0.0/8', '10.255.0.1'],
  ['192.0.2.128/25', '192.0.2.255'],
  ['192.0.2.7/32', '192.0.2.7'],
  ['192.0.2.7', '192.0.2.7'],
  ['10.0.0.0/8', '::ffff:10.1.2.3'],
  ['10.0.0.0/8', '::FFFF:0A01:0203'],
  ['::ffff:10.0.0.0/104', '10.1.2.3'],
  ['::ffff:0:0/96', '203.0.113.9'],
  ['::/0', '2001:db8::1'],
  ['2001:db8::/32', '2001:0DB8:ffff::'],
  ['2001:db8:0:8000::/49', '2001:db8:0:ffff::1'],
  ['2001:db8::1', '2001:db8:0:0:0:0:0:1'],
  ['fe80::/10', 'febf::1'],
  ['::1/128', '::1'],
  ['64:ff9b::/96', '64:ff9b::192.0.2.33'],
]
for (const [range, address] of inside)
  test(`${range} holds ${address}`, () => assert.equal(isIn(range, address), true))

const outside: readonly (readonly [range: string, address: string])[] = [
  ['10.0.0.0/8', '11.0.0.0'],
  ['192.0.2.128/25', '192.0.2.127'],
  ['192.0.2.7/32', '192.0.2.6'],
  // IPv4 is no part of IPv6, however wide the range: who trusts all of one has not trusted the other.
  ['::/0', '192.0.2.1'],
  ['::/0', '::ffff:192.0.2.1'],
  ['0.0.0.0/0', '2001:db8::1'],
  ['0.0.0.0/0', '::192.0.2.1'],
  ['2001:db8::/32', '2001:db9::'],
  ['2001:db8:0:8000::/49', '2001:db8:0:7fff::1'],
  ['fe80::/10', 'fec0::1'],
]
for (const [range, address] of outside)
  test(`${range} does not hold ${address}`, () => assert.equal(isIn(range, address), false))

const noAddress = [
  '',
  ' ',
  '192.0.2',
  '192.0.2.1.',
  '192.0.2.256',
  '192.0.2.01',
  '0xc0.0.2.1',
  '3221225985',
  '192.0.2.1 ',
  '192.0.2.1:443',
  '192.0.2.-1',
  '1e1.0.0.1',
  '192.0.2.1/32',
  'localhost',
  ':',
  ':::',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  '12345::',
  'g::',
  '1:2:3:4:5:6:7:8::',
  '::1:2:3:4:5:6:7:8',
  'fe80::1%eth0',
  '[::1]',
  '::1.2.3',
  '::1.2.3.256',
  '1.2.3.4::',
  '::ffff:1.2.3.4.5',
  '１９２.0.2.1',
]
for (const text of noAddress)
  test(`"${text}" is no address`, () => assert.equal(parseAddress(text), undefined))

const noNetwork = [
  '10.0.0.1/8',
  '192.0.2.0/33',
  '192.0.2.0/-1',
  '192.0.2.0/',
  '192.0.2.0/024',
  '192.0.2.0/24/8',
  '192.0.2.0/2 4',
  '/24',
  '2001:db8::1/32',
  '2001:db8::/129',
  '::ffff:10.0.0.0/95',
  '::ffff:10.0.0.1/104',
  '192.0.2.0/255.255.255.0',
  '192.0.2.0/1e1',
]
for (const text of noNetwork) test(`"${text}" is no range`, () => assert.equal(parseNetwork(text), undefined))

test('an address is written as RFC 5952 §4 says', () => {
  const written = [
    '2001:DB8:0:0:1:0:0:1',
    '2001:db8:0:1:1:1:1:1',
    '0:0:0:0:0:0:0:0',
    '1:0:0:0:0:0:0:0',
    '::ffff:192.0.2.1',
  ]
  assert.deepEqual(
    written.map((text) => addressText(addressOf(text))),
    ['2001:db8::1:0:0:1', '2001:db8:0:1:1:1:1:1', '::', '1::', '192.0.2.1'],
  )
})

test('every address is read back from its own text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const address = addressOf(text)
      assert.deepEqual(parseAddress(addressText(address)), address)
    }),
  )
})

test('a range holds just the addresses that share its leading bits', () => {
  const bytes = fc.oneof(byteList(4), byteList(16))
  fc.assert(
    fc.property(bytes, bytes, fc.nat(128), (base, other, bits) => {
      const prefix = Math.min(bits, base.length * 8)
      const masked = fromBits(
        toBits(base)
          .slice(0, prefix)
          .padEnd(base.length * 8, '0'),
      )
      const network = { family: familyOf(base), bytes: masked, prefix }
      const expected =
        base.length === other.length && toBits(other).slice(0, prefix) === toBits(masked).slice(0, prefix)
      assert.equal(holds(network, { family: familyOf(other), bytes: other }), expected)
      // The address itself always lies in its range, and the text of a range is read as that range.
      assert.equal(holds(network, { family: familyOf(base), bytes: base }), true)
    }),
  )
})

function isIn(range: string, address: string): boolean {
  const network = parseNetwork(range)
  assert.ok(network !== undefined, range)
  return holds(network, addressOf(address))
}

function addressOf(text: string) {
  const address = parseAddress(text)
  assert.ok(address !== undefined, text)
  return address
}

const byteList = (length: number) => fc.array(fc.nat(255), { minLength: length, maxLength: length })
const familyOf = (bytes: readonly number[]): 4 | 6 => (bytes.length === 4 ? 4 : 6)
const toBits = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
const fromBits = (bits: string): readonly number[] =>
  (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
