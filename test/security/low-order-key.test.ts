// Low-order key (SECURITY.md B3): on Ed25519 there are 14 encodings of points of small order. Under the identity, one fixed signature
// (R = identity, S = 0) fits every message, so whoever pairs such a key has "signed" every challenge for ever, and anyone can
// approve for them; node:crypto alone accepts it. They are refused at pairing, and again by the app that verifies.
import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { verifyAssertion, verifyKeySet } from '@countersign/web-plugin/verify'
import { expectedOf, makeAssertion, newLogin } from '../plugin/assertion-kit.js'
import { acceptBody, lookUpBody, newKey } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'

/** The identity, and the signature that fits every message under it. */
const IDENTITY = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0))
const FITS_ALL = new Uint8Array([...IDENTITY, ...new Uint8Array(32)])

// Sound: our own vectors; a missing list fails in the first test.
const vectors = JSON.parse(
  readFileSync(new URL('../../protocol/vectors/ed25519.json', import.meta.url), 'utf8'),
) as { readonly lowOrderPublicKeys: readonly string[]; readonly nonCanonicalPublicKeys: readonly string[] }
const forbidden = [...vectors.lowOrderPublicKeys, ...vectors.nonCanonicalPublicKeys]

let server: TestServer
before(async () => {
  server = await TestServer.start()
  await server.addAccount()
})
after(() => server.stop())

test('the attack works where nobody looks at the key: node:crypto takes one signature for any message', () => {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), IDENTITY])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  for (const message of ['approve', 'deny', 'anything at all'])
    assert.ok(verify(null, Buffer.from(message), key, FITS_ALL))
})

test('[KE2] none of the forbidden keys is paired, whatever signature comes along, and the ticket stays good', async () => {
  assert.ok(vectors.lowOrderPublicKeys.length >= 14 && vectors.nonCanonicalPublicKeys.length > 0)
  const link = await server.pairingLink()
  const found = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })
  for (const hex of forbidden) {
    const publicKey = new Uint8Array(Buffer.from(hex, 'hex'))
    const body = acceptBody(link, found.json, { ...newKey(), publicKey })
    const forged = { ...body, signature: toBase64Url(FITS_ALL) }
    const reply = await server.call('POST', '/v1/pairings/accept', { body: forged })
    assertProblem(reply, 422, 'key_refused')
  }

  const { devices = [] } = (await server.ports.storage.read.accounts.withDevices('alice')) ?? {}
  assert.deepEqual(devices, [])
  const honest = acceptBody(link, found.json, newKey())
  assert.equal((await server.call('POST', '/v1/pairings/accept', { body: honest })).status, 201)
})

test('[KE2] a server that paired one all the same is not believed by the app', () => {
  const login = newLogin()
  const keys = verifyKeySet(login.server.keySet, login.server.serverId)
  assert.ok(keys.ok)
  const verdict = (twist: Parameters<typeof makeAssertion>[1]): string => {
    const assertion = makeAssertion(login, twist)
    const { keySet } = keys
    const result = verifyAssertion({ assertion, keySet, expected: expectedOf(login), nowMs: login.nowMs })
    return result.ok ? 'good' : result.reason
  }
  assert.equal(verdict({}), 'good')
  for (const hex of forbidden)
    assert.equal(
      verdict({ deviceKey: new Uint8Array(Buffer.from(hex, 'hex')), answerSignature: () => FITS_ALL }),
      'device_key_refused',
    )
})
