// Both ways of verifying on a device accept the same signatures and refuse the same forgeries.
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import type { Verify } from '@countersign/client-sdk'
import { createVerify } from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import nacl from 'tweetnacl'

const ways: readonly { readonly name: string; readonly make: () => Verify }[] = [
  { name: 'WebCrypto', make: () => createVerify() },
  { name: 'tweetnacl', make: () => createVerify(withoutEd25519) },
  { name: 'node:crypto', make: () => nodeVerify },
]

/** As in browsers that do not know the algorithm. */
const withoutEd25519 = {
  importKey: () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError')),
  verify: () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError')),
}

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

/** https://www.rfc-editor.org/rfc/rfc8032#section-7.1 TEST 1 and TEST 3. */
const vectors = [
  {
    key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
]

/** The group order L, little-endian. */
const L = hex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')

for (const { name, make } of ways) {
  test(`${name}: the vectors of RFC 8032 fit, and no changed one does`, async () => {
    const verify = make()
    for (const { key, message, signature } of vectors) {
      assert.ok(await verify(hex(key), hex(message), hex(signature)))
      assert.ok(!(await verify(hex(key), hex(`${message}00`), hex(signature))))
      for (const place of [0, 31, 32, 63]) {
        const changed = hex(signature)
        changed[place] = (changed[place] ?? 0) ^ 1
        assert.ok(!(await verify(hex(key), hex(message), changed)))
      }
    }
  })

  test(`[KE1] ${name}: the second spelling S + L of a good signature is refused`, async () => {
    const verify = make()
    for (const { key, message, signature } of vectors) {
      const respelled = hex(signature)
      let carry = 0
      for (let i = 0; i < 32; i++) {
        carry += (respelled[32 + i] ?? 0) + (L[i] ?? 0)
        respelled[32 + i] = carry & 0xff
        carry >>= 8
      }
      assert.ok(!(await verify(hex(key), hex(message), respelled)))
    }
  })

  test(`[KE2] ${name}: under a low-order key nothing fits, not even the signature that fits every message`, async () => {
    const identity = hex(`01${'00'.repeat(31)}`)
    const forgery = hex(`01${'00'.repeat(63)}`)
    assert.ok(!(await make()(identity, hex('af82'), forgery)))
  })

  test(`${name}: malformed keys and signatures are refused, never thrown`, async () => {
    const verify = make()
    const { publicKey, secretKey } = nacl.sign.keyPair()
    const message = new Uint8Array(5)
    const good = nacl.sign.detached(message, secretKey)
    assert.ok(await verify(publicKey, message, good))
    for (const length of [0, 31, 33]) assert.ok(!(await verify(new Uint8Array(length), message, good)))
    for (const length of [0, 63, 65]) assert.ok(!(await verify(publicKey, message, new Uint8Array(length))))
    // No point of the curve has this y.
    assert.ok(!(await verify(hex(`02${'00'.repeat(31)}`), message, good)))
  })
}

test('tweetnacl by itself would accept S + L: the check before it is what refuses', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  const message = new Uint8Array([1, 2, 3])
  const respelled = new Uint8Array(sign(null, message, privateKey))
  let carry = 0
  for (let i = 0; i < 32; i++) {
    carry += (respelled[32 + i] ?? 0) + (L[i] ?? 0)
    respelled[32 + i] = carry & 0xff
    carry >>= 8
  }
  assert.ok(nacl.sign.detached.verify(message, respelled, raw))
})
