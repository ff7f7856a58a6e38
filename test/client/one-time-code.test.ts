// Codes of a moment against the vectors of their standards, and against a program that is not ours.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeNow, codeOfStep, importCodeKey } from '@countersign/client-sdk'
import { TOTP_SECRET_BYTES } from '@countersign/protocol'
import { secretText } from '@countersign/server/core/totp'
import { oathtool, toolsHere } from '../support/oathtool.js'
import { seededRandom } from '../support/seeded-random.js'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

test('[OC5] the ten codes of RFC 4226 appendix D', async () => {
  const key = await importCodeKey(ascii('12345678901234567890'), 'SHA1')
  const codes = await Promise.all(Array.from({ length: 10 }, (_, step) => codeOfStep(key, 6, step)))
  assert.deepEqual(codes, [
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ])
})

test('[OC5] the eighteen codes of RFC 6238 appendix B, for each hash', async () => {
  const secrets = {
    SHA1: '12345678901234567890',
    SHA256: '12345678901234567890123456789012',
    SHA512: '1234567890123456789012345678901234567890123456789012345678901234',
  } as const
  const vectors: readonly (readonly [number, string, string, string])[] = [
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ]
  for (const [column, algorithm] of (['SHA1', 'SHA256', 'SHA512'] as const).entries()) {
    const key = await importCodeKey(ascii(secrets[algorithm]), algorithm)
    for (const [seconds, ...codes] of vectors) {
      const { code } = await codeNow(key, { algorithm, digits: 8, periodSeconds: 30 }, seconds * 1000)
      assert.equal(code, codes[column], `${algorithm} at ${seconds} s`)
    }
  }
})

test('[OC5] oathtool makes the same codes from the same secrets', toolsHere, async () => {
  const random = seededRandom(20)
  for (let i = 0; i < 24; i++) {
    const algorithm = i % 2 === 0 ? 'SHA1' : 'SHA256'
    const digits = i % 3 === 0 ? 8 : 6
    const secret = random.bytes(TOTP_SECRET_BYTES[algorithm])
    const atMs = random.below(4_000_000_000) * 1000
    const theirs = oathtool(secretText(secret), { algorithm, digits }, atMs)
    const key = await importCodeKey(secret, algorithm)
    const { code } = await codeNow(key, { algorithm, digits, periodSeconds: 30 }, atMs)
    assert.equal(code, theirs, `${algorithm} with ${digits} digits at ${atMs}`)
  }
})

test('[OC5] a code says how long it is the one to type, to the millisecond', async () => {
  const key = await importCodeKey(ascii('12345678901234567890'), 'SHA1')
  const form = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const
  const last = await codeNow(key, form, 59_999)
  const next = await codeNow(key, form, 60_000)
  assert.deepEqual([last.step, last.remainingMs], [1, 1])
  assert.deepEqual([next.step, next.remainingMs], [2, 30_000])
  assert.notEqual(last.code, next.code)
})

test('[OC5] the key cannot be read out of WebCrypto, and the bytes that were given are gone', async () => {
  const secret = ascii('12345678901234567890')
  const { handle } = await importCodeKey(secret, 'SHA1')
  assert.deepEqual(
    [...secret],
    Array.from({ length: 20 }, () => 0),
  )
  assert.equal(handle.extractable, false)
  assert.deepEqual(handle.usages, ['sign'])
  for (const format of ['raw', 'jwk'] as const)
    await assert.rejects(crypto.subtle.exportKey(format, handle), /not extractable/)
})
