// The adapter of WebAuthn: the vectors of SPEC.md hold, and whatever bytes come from outside are answered, never thrown.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createWebAuthn } from '@countersign/server/webauthn/webauthn'

// Sound: made by vectors-biometrics.ts, and compared with it by vectors.test.ts.
const vector = JSON.parse(
  readFileSync(new URL('../../protocol/vectors/biometrics.json', import.meta.url), 'utf8'),
) as {
  readonly rpId: string
  readonly origin: string
  readonly credential: { readonly id: string }
  readonly registration: Readonly<Record<'challenge' | 'clientDataJson' | 'attestationObject', string>>
  readonly answer: Readonly<
    Record<'challenge' | 'clientDataJson' | 'authenticatorData' | 'signature', string>
  >
}
const webAuthn = createWebAuthn()
const at = { rpId: vector.rpId, origins: [vector.origin] }
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const credentialId = hex(vector.credential.id)
const registration = {
  credentialId,
  attestationObject: hex(vector.registration.attestationObject),
  clientDataJson: utf8(vector.registration.clientDataJson),
}
const assertion = {
  credentialId,
  authenticatorData: hex(vector.answer.authenticatorData),
  clientDataJson: utf8(vector.answer.clientDataJson),
  signature: hex(vector.answer.signature),
}

test('[BI1] [BI6] the vectors hold: the registration gives the key that the assertion is by', async () => {
  const made = await webAuthn.readRegistration(registration, hex(vector.registration.challenge), at)
  assert.ok(made.ok)
  const { publicKey, ...facts } = made.value
  assert.deepEqual(facts, { credentialId, signCount: 0, mayBeCopied: false, userVerified: true })
  const read = await webAuthn.readAssertion(assertion, publicKey, hex(vector.answer.challenge), at)
  assert.deepEqual(read, { ok: true, value: { signCount: 7, userVerified: true } })
})

test('each bit of the assertion counts, and no bytes of it make a fault', async () => {
  const made = await webAuthn.readRegistration(registration, hex(vector.registration.challenge), at)
  assert.ok(made.ok)
  const { publicKey } = made.value
  const challenge = hex(vector.answer.challenge)
  for (const part of ['authenticatorData', 'clientDataJson', 'signature'] as const)
    for (let place = 0; place < assertion[part].length; place += 7) {
      const changed = assertion[part].slice()
      changed[place] = (changed[place] ?? 0) ^ 0x10
      const read = await webAuthn.readAssertion({ ...assertion, [part]: changed }, publicKey, challenge, at)
      assert.equal(read.ok, false, `${part} at ${place}`)
    }
  for (const length of [0, 1, 36, 37, 1_000])
    for (const part of ['authenticatorData', 'clientDataJson', 'signature'] as const) {
      const given = { ...assertion, [part]: new Uint8Array(length) }
      assert.equal((await webAuthn.readAssertion(given, publicKey, challenge, at)).ok, false)
    }
})

test('a registration that is cut, changed or none at all is answered', async () => {
  const challenge = hex(vector.registration.challenge)
  const { attestationObject } = registration
  for (let length = 0; length < attestationObject.length; length += 11) {
    const given = { ...registration, attestationObject: attestationObject.subarray(0, length) }
    assert.equal((await webAuthn.readRegistration(given, challenge, at)).ok, false, `${length} bytes`)
  }
  const named = { ...registration, credentialId: new Uint8Array(32) }
  assert.equal((await webAuthn.readRegistration(named, challenge, at)).ok, false, 'another id than it made')
  const asGet = { ...registration, clientDataJson: assertion.clientDataJson }
  assert.equal(
    (await webAuthn.readRegistration(asGet, challenge, at)).ok,
    false,
    'an assertion’s client data',
  )
})
