// Codes that count time, by the vectors of RFC 4226 and RFC 6238, by oathtool, and by what an app reads from the link.
import assert from 'node:assert/strict'
import test from 'node:test'
import {
  groupedSecret,
  isAsStrongAs,
  matchingStep,
  newSecret,
  otpauthLink,
  secretText,
  stepAt,
} from '@countersign/server/core/totp'
import { HOTP, Secret, URI } from 'otpauth'
import { oathtool, toolsHere } from '../support/oathtool.js'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const STEP_MS = 30_000
/** RFC 4226 appendix D, RFC 6238 appendix B: ASCII digits, as many as the hash has bytes. */
const SECRET20 = ascii('12345678901234567890')
const SECRET32 = ascii('12345678901234567890123456789012')
const usual = { algorithm: 'SHA1', digits: 6 } as const

/** https://www.rfc-editor.org/rfc/rfc4226#appendix-D: counter 0 to 9. */
const RFC4226 = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')

/** https://www.rfc-editor.org/rfc/rfc6238#appendix-B (the rows of SHA-1 and SHA-256; SHA-512 is not offered). */
const RFC6238 = [
  { seconds: 59, SHA1: '94287082', SHA256: '46119246' },
  { seconds: 1111111109, SHA1: '07081804', SHA256: '68084774' },
  { seconds: 1111111111, SHA1: '14050471', SHA256: '67062674' },
  { seconds: 1234567890, SHA1: '89005924', SHA256: '91819424' },
  { seconds: 2000000000, SHA1: '69279037', SHA256: '90698825' },
  { seconds: 20000000000, SHA1: '65353130', SHA256: '77737706' },
] as const

test('[TO1] the codes of RFC 4226 appendix D count in their own steps', () => {
  for (const [counter, code] of RFC4226.entries()) {
    if (counter === 0) continue
    assert.equal(matchingStep(SECRET20, usual, code, counter * STEP_MS, 0), counter)
  }
})

test('[TO1] the codes of RFC 6238 appendix B count at their times, by SHA-1 and by SHA-256', () => {
  for (const { seconds, SHA1, SHA256 } of RFC6238) {
    const step = Math.floor(seconds / 30)
    assert.equal(matchingStep(SECRET20, { algorithm: 'SHA1', digits: 8 }, SHA1, seconds * 1000, 0), step)
    assert.equal(matchingStep(SECRET32, { algorithm: 'SHA256', digits: 8 }, SHA256, seconds * 1000, 0), step)
  }
})

test('[TO2] a code counts from one step before its own until one step after, and not a millisecond longer', () => {
  const step = 50_000_000
  const code = codeOf(SECRET20, step)
  const at = (ms: number): number | undefined => matchingStep(SECRET20, usual, code, step * STEP_MS + ms, 0)
  assert.equal(at(-STEP_MS - 1), undefined)
  assert.equal(at(-STEP_MS), step)
  assert.equal(at(0), step)
  assert.equal(at(2 * STEP_MS - 1), step)
  assert.equal(at(2 * STEP_MS), undefined)
})

test('[TO3] a step that was accepted, and every one before it, is never accepted again', () => {
  const step = 50_000_000
  const nowMs = step * STEP_MS
  assert.equal(matchingStep(SECRET20, usual, codeOf(SECRET20, step), nowMs, step), undefined)
  assert.equal(matchingStep(SECRET20, usual, codeOf(SECRET20, step - 1), nowMs, step), undefined)
  assert.equal(matchingStep(SECRET20, usual, codeOf(SECRET20, step + 1), nowMs, step), step + 1)
})

test('[TO3] of two steps of the window with the same code the later one is meant, so that the code is spent with it', () => {
  // Found by trying: the first two neighbours of this secret with the same six digits.
  const step = 910_737
  const code = '911617'
  assert.deepEqual([codeOf(SECRET20, step), codeOf(SECRET20, step + 1)], [code, code])
  assert.equal(matchingStep(SECRET20, usual, code, step * STEP_MS, 0), step + 1)
  assert.equal(matchingStep(SECRET20, usual, code, step * STEP_MS, step + 1), undefined)
})

test('a code of the wrong length, of another hash or of no digits counts nowhere', () => {
  const nowMs = 59_000
  for (const code of ['', '2', '28708', '287082 ', '0287082', '94287082', '２８７０８２', '28708a'])
    assert.equal(matchingStep(SECRET20, usual, code, nowMs, 0), undefined, code)
  assert.equal(matchingStep(SECRET20, { algorithm: 'SHA256', digits: 6 }, '287082', nowMs, 0), undefined)
})

test('in the first step of all time there is no step before', () => {
  assert.equal(matchingStep(SECRET20, usual, '287082', 0, 0), 1)
  assert.equal(matchingStep(SECRET20, usual, '755224', 0, 0), undefined)
})

test('the secret may lie anywhere in a larger buffer', () => {
  const around = new Uint8Array(40)
  around.set(SECRET20, 7)
  assert.equal(matchingStep(around.subarray(7, 27), usual, '287082', 30_000, 0), 1)
  assert.equal(secretText(around.subarray(7, 27)), secretText(SECRET20))
})

test('a secret is as long as its hash', () => {
  const zeros = (length: number): Uint8Array => new Uint8Array(length)
  assert.equal(newSecret('SHA1', zeros).length, 20)
  assert.equal(newSecret('SHA256', zeros).length, 32)
})

test('[TO4] what is weaker than the terms does not count; what is stronger does', () => {
  const terms = { totpDigits: 8, totpAlgorithm: 'SHA256' } as const
  assert.equal(isAsStrongAs({ algorithm: 'SHA256', digits: 8 }, terms), true)
  assert.equal(isAsStrongAs({ algorithm: 'SHA256', digits: 6 }, terms), false)
  assert.equal(isAsStrongAs({ algorithm: 'SHA1', digits: 8 }, terms), false)
  const usualTerms = { totpDigits: 6, totpAlgorithm: 'SHA1' } as const
  assert.equal(isAsStrongAs({ algorithm: 'SHA256', digits: 8 }, usualTerms), true)
})

test('[TO5] the link is a Key URI: issuer twice, everything encoded, defaults left out', () => {
  assert.equal(
    otpauthLink({ serverName: 'ACME & Söhne', userId: 'anna@example.org', secret: SECRET20, ...usual }),
    'otpauth://totp/ACME%20%26%20S%C3%B6hne:anna%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ACME%20%26%20S%C3%B6hne',
  )
  assert.match(
    otpauthLink({ serverName: 'A', userId: 'b', secret: SECRET32, algorithm: 'SHA256', digits: 8 }),
    /^otpauth:\/\/totp\/A:b\?secret=[A-Z2-7]{52}&issuer=A&algorithm=SHA256&digits=8$/,
  )
})

test('[TO5] a name cannot bring a second colon, parameter, path or fragment into the link', () => {
  const link = otpauthLink({
    serverName: 'A:B&secret=AAAA#',
    userId: 'x:y?issuer=Evil&secret=BBBB/../%41',
    secret: SECRET20,
    ...usual,
  })
  const url = new URL(link)
  assert.deepEqual(url.searchParams.getAll('secret'), [secretText(SECRET20)])
  assert.deepEqual(url.searchParams.getAll('issuer'), ['A B&secret=AAAA#'])
  assert.equal(url.hash, '')
  assert.equal(decodeURIComponent(url.pathname).split(':').length, 2)
})

test('[TO5] an app reads from the link what was put into it', () => {
  for (const kind of [usual, { algorithm: 'SHA256', digits: 8 } as const]) {
    const read = URI.parse(
      otpauthLink({ serverName: 'Bücher AG', userId: 'jörg+a@x.de', secret: SECRET32, ...kind }),
    )
    assert.equal(read.issuer, 'Bücher AG')
    assert.equal(read.label, 'jörg+a@x.de')
    assert.equal(read.algorithm, kind.algorithm)
    assert.equal(read.digits, kind.digits)
    assert.deepEqual(read.secret.bytes, SECRET32)
  }
})

test('the secret is shown in groups of four', () => {
  assert.equal(groupedSecret(SECRET20), 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
})

test('[TO1] oathtool, which shares no line with us, makes the codes that count', toolsHere, () => {
  for (const kind of [usual, { algorithm: 'SHA256', digits: 8 } as const])
    for (const seconds of [59, 1_111_111_109, 1_795_305_600, 2_524_607_999]) {
      const secret = kind.algorithm === 'SHA1' ? SECRET20 : SECRET32
      const code = oathtool(groupedSecret(secret), kind, seconds * 1000)
      assert.equal(matchingStep(secret, kind, code, seconds * 1000, 0), stepAt(seconds * 1000))
    }
})

function codeOf(secret: Uint8Array, step: number): string {
  return HOTP.generate({ secret: new Secret({ buffer: Uint8Array.from(secret).buffer }), counter: step })
}
