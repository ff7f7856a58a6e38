// protocol/vectors against an implementation that shares nothing with ours: what SPEC.md says suffices to compute all of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { confirmationOf, readLink } from './stranger.js'
import type { Values } from './stranger-bytes.js'
import {
  documents,
  hmac,
  message,
  prefix,
  publicKeyOf,
  read,
  sha256,
  signWith,
  unb64u,
  verifies,
  write,
} from './stranger-bytes.js'
import type { Expected } from './stranger-verifier.js'
import {
  checkKeySet,
  faultOfAssertion,
  isAcceptableKey,
  returnCodeHash,
  vectors,
} from './stranger-verifier.js'

const keys = vectors('keys')
const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const nameOf = ({ domain }: Values): string => domain.replace('countersign/v1/', '')

for (const vector of vectors('documents')['documents']) {
  test(`[CB1] [CB6] ${vector.name}: values, body, message, hash and signature are those of the vectors`, () => {
    const name = nameOf(vector)
    const body = write(name, inBytes(documents[name] ?? {}, vector.values))
    assert.equal(body.toString('hex'), vector.body)
    assert.deepEqual(read(name, body), inBytes(documents[name] ?? {}, vector.values))
    const signed = message(name, body)
    assert.equal(signed.toString('hex'), vector.message)
    assert.equal(sha256(signed).toString('hex'), vector.sha256)
    if (vector.hmacKey !== undefined)
      assert.equal(hmac(hex(vector.hmacKey), signed).toString('hex'), vector.hmacSha256)
    if (vector.signer === undefined) return
    assert.equal(signWith(hex(keys[vector.signer].seed), signed).toString('hex'), vector.signature)
    assert.ok(verifies(publicKeyOf(hex(keys[vector.signer].seed)), signed, hex(vector.signature)))
  })
}

test('[CB1] [CB2] [CB3] [CB4] [CB5] [CB7] every malformed body of the vectors is refused', () => {
  for (const { why, domain, body } of vectors('malformed')['bodies'])
    assert.throws(() => read(nameOf({ domain }), hex(body)), Error, why)
})

test('[CB2] a body over 4096 bytes is refused', () => {
  assert.throws(() => read('keyset', Buffer.alloc(4097)))
})

test('[CB8] no message of one document begins like that of another', () => {
  const prefixes = Object.keys(documents).map((name) => prefix(`countersign/v1/${name}`).toString('latin1'))
  for (const one of prefixes) assert.equal(prefixes.filter((other) => other.startsWith(one)).length, 1)
})

test('[CB9] base64url of another spelling is refused', () => {
  for (const text of ['QQ==', 'QR', 'Q', 'Q+', 'Q Q', 'QQ\n']) assert.throws(() => unb64u(text), Error, text)
  assert.deepEqual(unb64u('QQ'), Buffer.of(65))
})

test('[KE1] [KE2] the vectors of refused keys and signatures', () => {
  const { lowOrderPublicKeys, nonCanonicalPublicKeys, signatures } = vectors('ed25519')
  assert.equal(new Set(lowOrderPublicKeys).size, 14)
  for (const key of [...lowOrderPublicKeys, ...nonCanonicalPublicKeys])
    assert.equal(isAcceptableKey(hex(key)), false, key)
  assert.ok(isAcceptableKey(hex(keys['device'].publicKey)))
  for (const { why, publicKey, message: signed, signature, valid } of signatures)
    assert.equal(verifies(hex(publicKey), hex(signed), hex(signature)), valid, why)
})

test('[PA1] [PA5] the pairing of the vectors, from link to confirmation string', () => {
  const pairing = vectors('pairing')
  const link = readLink(pairing['link'])
  assert.equal(link.secret.toString('hex'), pairing['ticketSecret'])
  const { accountId, deviceId, deviceKey } = vectors('documents')['documents'].find(
    ({ name }: Values) => name === 'pairing-transcript',
  ).values
  assert.equal(confirmationOf(link, accountId, deviceId, hex(deviceKey)), pairing['confirmation'])
  for (const other of [
    pairing['link'].replace('https', 'http'),
    pairing['link'].replace('/authenticator/', '/authenticator'),
    `${pairing['link']}A`,
    pairing['link'].replace('id.example.org', 'id.example.org/elsewhere'),
  ])
    assert.throws(() => readLink(other), Error, other)
})

test('[LK2] [LK3] [LK4] [LK6] the link of the vectors, from its parts to the address it comes back to', () => {
  const links = vectors('links')
  const { challengeId, secret, back, returnCode } = links
  const id = Buffer.from(challengeId.replaceAll('-', ''), 'hex').toString('base64url')
  assert.equal(links['link'], `https://id.example.org/authenticator/#approve=${id}.${secret}&back=${back}`)
  assert.equal(Buffer.concat([unb64u(secret), returnCodeHash(returnCode)]).toString('hex'), links['chosen'])
  assert.equal(links['returnAddress'], `${links['origin']}${back}#countersign=${returnCode}`)
  const isPath = (path: string): boolean => path.length <= 256 && /^(\/|(\/[A-Za-z0-9._~-]+)+\/?)$/.test(path)
  assert.ok(links['goodPaths'].every(isPath))
  assert.ok(!links['badPaths'].some(isPath))
})

const { keySet: signedSet, cases, transactions } = vectors('assertions')
const keySet = checkKeySet(signedSet, hex(keys['serverId']))

test('[KS1] the key set of the vectors is good for its server id and for no other', () => {
  assert.equal(keySet['keySetVersion'], 7)
  assert.throws(() => checkKeySet(signedSet, Buffer.alloc(32)))
  const changed = Buffer.from(signedSet.body, 'base64url')
  changed[40] = 1 ^ (changed[40] ?? 0)
  assert.throws(() =>
    checkKeySet({ ...signedSet, body: changed.toString('base64url') }, hex(keys['serverId'])),
  )
})

for (const { why, valid, rule, expected, assertion } of [
  ...cases,
  ...transactions,
] as readonly AssertionCase[]) {
  test(`${rule === undefined ? '[AS1] [AS2] [AS3] [AS4] [AS5] [AS6] [AS7] [TX1]' : `[${rule}]`} assertion: ${why}`, () => {
    const fault = faultOfAssertion(assertion, keySet, expected)
    assert.equal(fault === undefined, valid, fault)
    assert.equal(fault, rule)
  })
}

interface AssertionCase {
  readonly why: string
  readonly valid: boolean
  readonly rule?: string
  readonly expected: Expected
  readonly assertion: string
}

/** The vectors spell bytes as hex; the tables say which values are bytes. */
function inBytes(table: (typeof documents)[string], values: Values): Values {
  const convert = ([name, [, kind]]: [string, (typeof table)[string]]): [string, unknown] => {
    const value = values[name]
    if ('bytes' in kind) return [name, hex(value)]
    if ('record' in kind) return [name, inBytes(kind.record, value)]
    if ('repeated' in kind) return [name, value.map((one: Values) => inBytes(kind.repeated, one))]
    return [name, value]
  }
  return Object.fromEntries(Object.entries(table).map(convert))
}
