// Device signatures: what the vault accepts, and why low-order keys must be refused where a key is registered.
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { isAcceptableKey } from '@countersign/protocol'
import { privateKeyOf, rawPublicKey } from '@countersign/server/vault/ed25519'
import { KeyCache } from '@countersign/server/vault/key-cache'
import { newRootKeys } from '@countersign/server/vault/root-keys'
import { createVault } from '@countersign/server/vault/vault'
import nacl from 'tweetnacl'
import { vectors } from './rfc8032.js'

const vault = createVault(newRootKeys(), { nowMs: () => 0 })

for (const { name, seed, publicKey, message, signature } of vectors) {
  test(`RFC 8032 §7.1 ${name}: the seed gives the key and the signature, and the vault accepts it`, () => {
    const key = privateKeyOf(hex(seed))
    assert.deepEqual(rawPublicKey(key), hex(publicKey))
    assert.deepEqual(new Uint8Array(sign(null, hex(message), key)), hex(signature))
    assert.equal(vault.verify(hex(publicKey), hex(message), hex(signature)), true)
  })
}

test('every bit of key, message and signature matters', () => {
  const { publicKey, message, signature } = fresh()
  const flips = [
    ...bitFlips(publicKey).map((bytes) => [bytes, message, signature] as const),
    ...bitFlips(message).map((bytes) => [publicKey, bytes, signature] as const),
    ...bitFlips(signature).map((bytes) => [publicKey, message, bytes] as const),
  ]
  for (const [key, text, signed] of flips) assert.equal(vault.verify(key, text, signed), false)
  assert.equal(vault.verify(publicKey, message, signature), true)
})

test('keys and signatures of any other length are false, never a throw', () => {
  const { publicKey, message, signature } = fresh()
  for (const length of [0, 1, 31, 33, 63, 64, 65, 4096]) {
    if (length !== 32) assert.equal(vault.verify(new Uint8Array(length), message, signature), false)
    if (length !== 64) assert.equal(vault.verify(publicKey, message, new Uint8Array(length)), false)
  }
})

test('32 bytes that are no point of the curve are false, never a throw', () => {
  const { message, signature } = fresh()
  // y = 2 has no x on the curve.
  assert.equal(vault.verify(Uint8Array.of(2, ...new Uint8Array(31)), message, signature), false)
})

test('a signature with S + L is refused, although tweetnacl accepts it', () => {
  const { publicKey, message, signature } = fresh()
  const second = plusOrder(signature)

  assert.equal(
    nacl.sign.detached.verify(message, second, publicKey),
    true,
    'the same signature, spelled twice',
  )
  assert.equal(vault.verify(publicKey, message, second), false)
})

test('under each of the 14 low-order keys anyone can sign without a secret, so none of them may be registered', () => {
  // Nobody holds a secret for these; R is a low-order point and S is 0. Each fits about every eighth message.
  const forgeriesOf = (key: Uint8Array): string[] =>
    Array.from({ length: 64 }, (_, i) => `approve login ${i}`).filter((text) =>
      lowOrderKeys.some((r) =>
        vault.verify(key, new TextEncoder().encode(text), join(r, new Uint8Array(32))),
      ),
    )

  assert.equal(lowOrderKeys.length, 14)
  for (const key of lowOrderKeys) {
    assert.equal(isAcceptableKey(key), false)
    assert.ok(
      forgeriesOf(key).length > 0,
      'node:crypto accepts a forgery: the check at registration is what stops it',
    )
  }
  assert.deepEqual(forgeriesOf(fresh().publicKey), [])
})

test('under the identity key one signature fits every message', () => {
  const identity = Uint8Array.of(1, ...new Uint8Array(31))
  const signature = join(identity, new Uint8Array(32))
  for (const text of ['approve', 'deny', 'anything at all'])
    assert.equal(vault.verify(identity, new TextEncoder().encode(text), signature), true)
  assert.equal(isAcceptableKey(identity), false)
})

test('the key cache stays within its limit and forgets the key unused for longest', () => {
  const cache = new KeyCache(2)
  const [a, b, c] = [fresh().publicKey, fresh().publicKey, fresh().publicKey]
  const first = cache.get(a)
  cache.get(b)
  assert.equal(cache.get(a), first)
  cache.get(c)

  assert.equal(cache.size, 2)
  assert.equal(cache.get(a), first)
  assert.equal(cache.get(new Uint8Array(5)), undefined)
  assert.equal(cache.size, 2)
})

function fresh() {
  const { privateKey } = generateKeyPairSync('ed25519')
  const message = new TextEncoder().encode('countersign')
  const signature = new Uint8Array(sign(null, message, privateKey))
  return { publicKey: rawPublicKey(privateKey), message, signature }
}

function plusOrder(signature: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  let s = order
  for (const [i, byte] of signature.subarray(32).entries()) s += BigInt(byte) << BigInt(8 * i)
  const spelled = Uint8Array.from({ length: 32 }, (_, i) => Number((s >> BigInt(8 * i)) & 255n))
  return join(signature.subarray(0, 32), spelled)
}

function bitFlips(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) =>
    bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
  )
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Uint8Array.of(...a, ...b)
}

function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'))
}

/** PROTOCOL design section 8; written out here so that the list in the source is checked, not repeated. */
const lowOrderKeys = [
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
].map(hex)
