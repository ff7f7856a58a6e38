// Links of services as they really are, and what is refused, each with its reason.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOtpLink } from '@countersign/authenticator/codes/read-link'
import { otpauthLink } from '@countersign/server/core/totp'

const hello = new Uint8Array([0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x21, 0xde, 0xad, 0xbe, 0xef])

test('the example of the Key URI format is read, with the defaults of the format', () => {
  const link = 'otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXP&issuer=Example'
  assert.deepEqual(readOtpLink(link), {
    issuer: 'Example',
    account: 'alice@google.com',
    form: { algorithm: 'SHA1', digits: 6, periodSeconds: 30 },
    secret: hello,
  })
})

test('every part counts, in whatever spelling services use', () => {
  for (const link of [
    'otpauth://totp/ACME%20Co:john.doe@email.com?secret=JBSWY3DPEHPK3PXP&issuer=ACME%20Co&algorithm=SHA256&digits=8&period=60',
    '  OTPAUTH://TOTP/ACME%20Co%3Ajohn.doe%40email.com?ALGORITHM=sha-256&digits=8&period=60&secret=jbsw%20y3dp%20ehpk%203pxp&issuer=ACME%20Co ',
  ])
    assert.deepEqual(readOtpLink(link), {
      issuer: 'ACME Co',
      account: 'john.doe@email.com',
      form: { algorithm: 'SHA256', digits: 8, periodSeconds: 60 },
      secret: hello,
    })
})

test('our own server’s links are read as they were made', () => {
  const secret = Uint8Array.from({ length: 32 }, (_, i) => i * 7)
  for (const [algorithm, digits] of [
    ['SHA1', 6],
    ['SHA256', 8],
  ] as const) {
    const link = otpauthLink({ serverName: 'ÄCME & Söhne', userId: 'ann a@x', secret, algorithm, digits })
    assert.deepEqual(readOtpLink(link), {
      issuer: 'ÄCME & Söhne',
      account: 'ann a@x',
      form: { algorithm, digits, periodSeconds: 30 },
      secret,
    })
  }
})

test('the bare key that stands beside the picture is taken, without names', () => {
  const read = readOtpLink('jbsw y3dp-ehpk 3pxp')
  assert.ok(typeof read === 'object')
  assert.deepEqual([read.issuer, read.account, read.secret], ['', '', hello])
})

test('what cannot be kept is refused, each with its reason', () => {
  const secret = 'secret=JBSWY3DPEHPK3PXP'
  const refused: readonly (readonly [string, string])[] = [
    ['', 'not_one'],
    ['https://example.com/?secret=JBSWY3DPEHPK3PXP', 'not_one'],
    ['hello there', 'not_one'],
    ['otpauth://hotp/A:b?secret=JBSWY3DPEHPK3PXP&counter=1', 'hotp'],
    ['otpauth-migration://offline?data=CjEKCkhlbGxv', 'migration'],
    [`otpauth://totp/A:b?${secret}&algorithm=MD5`, 'unusable'],
    [`otpauth://totp/A:b?${secret}&digits=4`, 'unusable'],
    [`otpauth://totp/A:b?${secret}&digits=10`, 'unusable'],
    [`otpauth://totp/A:b?${secret}&period=1`, 'unusable'],
    [`otpauth://totp/A:b?${secret}&period=86400`, 'unusable'],
    ['otpauth://totp/A:b?issuer=A', 'unusable'],
    ['otpauth://totp/A:b?secret=', 'unusable'],
    ['otpauth://totp/A:b?secret=18', 'unusable'],
    ['otpauth://totp/A:b?secret=MY', 'unusable'],
    ['otpauth://totp/%E0%A4%A?secret=JBSWY3DPEHPK3PXP', 'unusable'],
    ['otpauth://steam/A:b?secret=JBSWY3DPEHPK3PXP', 'unusable'],
  ]
  for (const [link, because] of refused) assert.equal(readOtpLink(link), because, link)
})
