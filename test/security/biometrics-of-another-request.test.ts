// Biometrics of another request: whoever watches or relays what a phone sends tries an assertion again: that of another challenge, of
// another answer to the same challenge, or the same one twice; or lets the person touch their sensor for something else, at another
// origin or for another name. The credential signs the hash of the very answer, the browser writes the origin and the hash of the name
// beside it, and the answer's counter counts once: each of these fits nothing but itself.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { ChallengeId, MatchShown } from '@countersign/protocol'
import { userVerification } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import {
  answerChallenge as answerBytes,
  approveWithBiometrics,
  type BiometricPhone,
  biometricPhone,
  proofOf,
} from '../support/biometric-phone.js'
import { policyBody } from '../support/policies.js'
import { setPolicies } from '../support/policy-world.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import type { AnswerFrame } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { asked, from, makeWorld, reasonOf } from '../support/test-world.js'

let world: World
let phone: BiometricPhone
beforeEach(async () => {
  world = await makeWorld()
  await setPolicies(world, [policyBody({ says: { userVerification: 'biometrics' } })])
  phone = await biometricPhone(world)
})

const answer = async (frame: AnswerFrame, of = phone) => answerChallenge(world.ports, of.device.id, frame)
const stateOf = async (id: ChallengeId) => (await world.ports.storage.read.challenges.byId(id))?.state

async function refusedWith(frame: AnswerFrame, id: ChallengeId): Promise<string> {
  const reason = reasonOf(await answer(frame))
  assert.equal(await stateOf(id), 'pending', 'what is refused changes nothing')
  return reason
}

/** `K1` signs a true answer to this request; the proof is what the attacker has. */
const withProof = (id: ChallengeId, match: MatchShown, proof: AnswerFrame['proof']) =>
  phone.device.approve(id, match, { said: userVerification.webauthn, prove: () => proof ?? assert.fail() })

test('[BI6] an assertion of another challenge fits no other', async () => {
  const first = await asked(world)
  const second = await asked(world, from('198.51.100.9'))
  const { proof } = await approveWithBiometrics(phone, first.challengeId, first.match)
  const moved = await withProof(second.challengeId, second.match, proof)
  assert.equal(await refusedWith(moved, second.challengeId), 'signature_wrong')
})

test('[BI6] an assertion of an earlier answer to the same challenge fits no later one', async () => {
  const { challengeId, match } = await asked(world)
  const { proof } = await approveWithBiometrics(phone, challengeId, match)
  assert.equal(await refusedWith(await withProof(challengeId, match, proof), challengeId), 'signature_wrong')
})

test('the whole frame again is answered by what became of it, and lets nobody in twice', async () => {
  const { challengeId, match } = await asked(world)
  const frame = await approveWithBiometrics(phone, challengeId, match)
  assert.ok((await answer(frame)).ok)
  assert.ok((await answer(frame)).ok)
  const kept = await world.ports.storage.read.devices.byId(phone.device.id)
  assert.equal(kept?.counter, frame.counter)
})

test('[BI7] another origin, another name, a frame of another page: a true touch of the sensor for somebody else’s page', async () => {
  const { challengeId, match } = await asked(world)
  for (const how of [
    { origin: 'https://evil.example' },
    { origin: 'https://id.example.evil.example' },
    { origin: 'http://id.example' },
    { rpId: 'evil.example' },
    { rpId: 'example' },
    { crossOrigin: true },
  ]) {
    const frame = await approveWithBiometrics(phone, challengeId, match, how)
    assert.equal(await refusedWith(frame, challengeId), 'signature_wrong', JSON.stringify(how))
  }
})

test('[BI7] presence alone is not the person: without the flag UV nobody was verified', async () => {
  const { challengeId, match } = await asked(world)
  const frame = await approveWithBiometrics(phone, challengeId, match, { userVerified: false })
  assert.equal(await refusedWith(frame, challengeId), 'verification_required')
})

test('[BI7] a credential of the attacker’s own, under the id of the phone’s or under its own, is not the phone’s', async () => {
  const { challengeId, match } = await asked(world)
  const own = new SoftAuthenticator()
  const asOwn = await approveWithBiometrics({ ...phone, authenticator: own }, challengeId, match)
  assert.equal(await refusedWith(asOwn, challengeId), 'verification_required')
  const asTheirs = await phone.device.approve(challengeId, match, {
    said: userVerification.webauthn,
    prove: (body) => {
      const asserted = own.get(answerBytes(body))
      return proofOf({ ...asserted, credentialId: phone.authenticator.credentialId })
    },
  })
  assert.equal(await refusedWith(asTheirs, challengeId), 'signature_wrong')
})

test('[BI7] the credential of another account’s phone approves nothing here', async () => {
  const other = await biometricPhone(world, 'mallory')
  const { challengeId, match } = await asked(world)
  const frame = await approveWithBiometrics(
    { ...phone, authenticator: other.authenticator },
    challengeId,
    match,
  )
  assert.equal(await refusedWith(frame, challengeId), 'verification_required')
})

test('what the answer says of its person and what is shown for it must be one: no word without proof, no proof without word', async () => {
  const { challengeId, match } = await asked(world)
  const true_ = await approveWithBiometrics(phone, challengeId, match)
  const { proof, ...bare } = true_
  assert.ok(proof)
  assert.equal(await refusedWith(bare, challengeId), 'verification_required')
  const unsaid = { ...(await phone.device.approve(challengeId, match)), proof }
  assert.equal(await refusedWith(unsaid, challengeId), 'verification_required')
  const asPin = await phone.device.approve(challengeId, match, {
    said: userVerification.pin,
    prove: () => proof,
  })
  assert.equal(await refusedWith(asPin, challengeId), 'verification_required')
})

test('where a policy wants biometrics a PIN does not do, whatever it is', async () => {
  const { challengeId, match } = await asked(world)
  const byPin = await phone.device.approve(challengeId, match, {
    said: userVerification.pin,
    prove: () => ({ kind: 'pin', sealed: 'AAAA' }),
  })
  assert.equal(await refusedWith(byPin, challengeId), 'verification_required')
})
