// Attack: whoever prints a QR code, or posts a "key" to paste, chooses every byte of it: names that look like another service's by
// characters that cannot be seen, a name that pushes the list off the screen, a secret of a megabyte, codes that change each second,
// names that carry markup. Held off: names are cut and cleaned, everything else is within limits or refused, and nothing throws.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOtpLink } from '@countersign/authenticator/codes/read-link'
import fc from 'fast-check'

const link = (label: string, parameters = 'secret=JBSWY3DPEHPK3PXP'): string =>
  `otpauth://totp/${encodeURIComponent(label)}?${parameters}`

test('a name shows nothing that cannot be seen, and turns no text around', () => {
  for (const hidden of [
    '\u202e',
    '\u2066',
    '\u200b',
    '\u200f',
    '\ufeff',
    '\u0000',
    '\u0085',
    '\u2028',
    '\n',
  ]) {
    const read = readOtpLink(link(`Bank${hidden}Bank:anna${hidden}`))
    assert.ok(typeof read === 'object')
    assert.equal(`${read.issuer}|${read.account}`, 'Bank Bank|anna', JSON.stringify(hidden))
  }
})

test('a name is a line, not a page', () => {
  const read = readOtpLink(link(`${'x'.repeat(900)}:${'👩'.repeat(100)}`))
  assert.ok(typeof read === 'object')
  assert.deepEqual([[...read.issuer].length, [...read.account].length], [64, 64])
  // No half of a character at the cut.
  assert.doesNotThrow(() => encodeURIComponent(read.account))
})

test('markup in a name is text like any other', () => {
  const read = readOtpLink(link('<img src=x onerror=alert(1)>:anna'))
  assert.ok(typeof read === 'object')
  assert.equal(read.issuer, '<img src=x onerror=alert(1)>')
})

test('a text without end, and a secret without end, are refused before anything is computed', () => {
  assert.equal(readOtpLink(link('A:b', `secret=${'A'.repeat(1_000_000)}`)), 'not_one')
  assert.equal(readOtpLink(link('A:b', `secret=${'A'.repeat(2_000)}`)), 'unusable')
  assert.equal(readOtpLink('otpauth://totp/'.repeat(10_000)), 'not_one')
})

test('whatever the text, it is read within the limits or refused; it never throws', () => {
  const parts = fc.constantFrom(
    'otpauth://totp/',
    'otpauth://hotp/',
    '?',
    '&',
    '=',
    'secret=',
    'JBSWY3DPEHPK3PXP',
    '%',
    '%3A',
    ':',
    'issuer=',
    'digits=',
    'period=',
    'algorithm=SHA1',
    '1e9',
    '-6',
    '__proto__=x',
    '\u202e',
  )
  const texts = fc.oneof(
    fc.string(),
    fc.array(parts, { maxLength: 14 }).map((list) => list.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const read = readOtpLink(text)
      if (typeof read === 'string') return
      const { digits, periodSeconds } = read.form
      assert.ok(digits >= 6 && digits <= 8 && periodSeconds >= 10 && periodSeconds <= 300)
      assert.ok(read.secret.length >= 5 && read.secret.length <= 128)
    }),
    { numRuns: 2_000 },
  )
})
