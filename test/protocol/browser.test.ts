// What a login page's browser signs: the vectors by a second encoder, the networks that two addresses share.
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { browserProofDocument, browserRegistrationDocument, isSameNetwork } from '@countersign/protocol'
import type { Fields } from './by-the-spec.js'
import { messageBySpec } from './by-the-spec.js'
import { ids, serverId } from './vectors-input.js'

interface Vectors {
  readonly key: { readonly publicKey: string }
  readonly appNonce: string
  readonly nonce: string
  readonly documents: readonly {
    readonly name: string
    readonly domain: string
    readonly message: string
    readonly signature: string
  }[]
}

const vectors = JSON.parse(
  readFileSync(new URL('../../protocol/vectors/browsers.json', import.meta.url), 'utf8'),
) as Vectors
const publicKey = Buffer.from(vectors.key.publicKey, 'hex')
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

test('[KB2] [KB3] a second encoder written from SPEC.md makes the same bytes, and the key signed them', () => {
  const domain = 'countersign/v1/browser-nonce'
  const preimage = Buffer.concat([
    Buffer.from([0x1c]),
    Buffer.from(domain),
    Buffer.from(vectors.appNonce, 'hex'),
  ])
  assert.equal(sha256(preimage).toString('hex'), vectors.nonce)
  const proof: Fields = [
    [1, 'u8', 1],
    [2, 'raw', serverId],
    [3, 'raw', ids.appId],
    [4, 'text', 'https://pay.example.org'],
    [5, 'raw', sha256(Buffer.from('browser id')).subarray(0, 16)],
    [6, 'raw', Buffer.from(vectors.nonce, 'hex')],
  ]
  const byHand = [
    messageBySpec('countersign/v1/browser-proof', proof),
    messageBySpec('countersign/v1/browser-registration', [...proof, [7, 'raw', publicKey]]),
  ]
  const [x, y] = [publicKey.subarray(1, 33), publicKey.subarray(33)].map((each) => each.toString('base64url'))
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' })
  for (const [at, { name, message, signature }] of vectors.documents.entries()) {
    assert.equal(byHand[at]?.toString('hex'), message, name)
    const signed = { key, dsaEncoding: 'ieee-p1363' as const }
    assert.ok(verify('sha256', Buffer.from(message, 'hex'), signed, Buffer.from(signature, 'hex')), name)
  }
})

test('[CB8] a proof is never read as a registration, nor the other way round', () => {
  const [proof, registration] = vectors.documents
  const bodyOf = (entry: typeof proof): Uint8Array =>
    new Uint8Array(Buffer.from(entry?.message ?? '', 'hex').subarray(1 + (entry?.domain.length ?? 0)))
  assert.ok(browserProofDocument.parse(bodyOf(proof)).ok)
  assert.ok(browserRegistrationDocument.parse(bodyOf(registration)).ok)
  assert.equal(browserRegistrationDocument.parse(bodyOf(proof)).ok, false)
  assert.equal(browserProofDocument.parse(bodyOf(registration)).ok, false)
})

for (const [one, other, same] of [
  ['198.51.100.7', '198.51.100.7', true],
  ['198.51.100.7', '::ffff:198.51.100.7', true],
  ['198.51.100.7', '198.51.100.8', false],
  // Private ones are of one room when only the last byte differs (RFC 1918 §3); public ones are not.
  ['192.168.1.5', '192.168.1.200', true],
  ['192.168.1.5', '192.168.2.5', false],
  ['10.1.2.3', '10.1.2.4', true],
  ['172.16.0.1', '172.16.0.2', true],
  ['172.32.0.1', '172.32.0.2', false],
  ['127.0.0.1', '127.0.0.2', false],
  ['2001:db8:0:1::7', '2001:0DB8:0:1:ffff::1', true],
  ['2001:db8:0:1::7', '2001:db8:0:1::/64', true],
  ['2001:db8:0:1::7', '2001:db8:0:2::7', false],
  ['2001:db8::1', '2001:db8::', true],
  // What is no address is in no network, not even in its own.
  ['', '', false],
  ['example.org', 'example.org', false],
  ['198.51.100', '198.51.100', false],
  ['198.51.100.07', '198.51.100.07', false],
  ['2001:db8::1::2', '2001:db8::1::2', false],
  ['2001:db8:1', '2001:db8:1', false],
  ['1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8:9', false],
  ['g::1', 'g::1', false],
] as const)
  test(`[KB9] ${one || 'nothing'} and ${other || 'nothing'} are ${same ? 'of one network' : 'not of one network'}`, () => {
    assert.equal(isSameNetwork(one, other), same)
    assert.equal(isSameNetwork(other, one), same)
  })
