// A copied credential: somebody has got the private key of a phone's WebAuthn credential out of its hardware, together with the key
// of the phone, and approves beside its owner. Nothing in a signature tells the two apart, but many authenticators count what they sign:
// as soon as one of the two is behind, it is refused, and the log says that a copy is suspected (WebAuthn §6.1.1).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { setBiometrics } from '@countersign/server/flows/verification/set-biometrics'
import { approveWithBiometrics, biometricPhone, removal, SOCKET_NONCE } from '../support/biometric-phone.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import { asked, makeWorld, reasonOf } from '../support/test-world.js'

test('[BI8] a count that does not rise is refused and suspected; the one that is ahead goes on', async () => {
  const world = await makeWorld()
  const phone = await biometricPhone(world, 'alice', new SoftAuthenticator({ countsFrom: 10 }))
  const answered = async (): Promise<string> => {
    const { challengeId, match } = await asked(world)
    const frame = await approveWithBiometrics(phone, challengeId, match)
    const result = await answerChallenge(world.ports, phone.device.id, frame)
    return result.ok ? 'taken' : result.refusal.reason
  }
  assert.equal(await answered(), 'taken')
  for (const behind of [11, 10, 3, undefined]) {
    phone.authenticator.nextCount = behind
    assert.equal(await answered(), 'counter_replayed', `it says ${behind ?? 0}`)
  }
  const suspected = world.log.lines.filter(({ event }) => event === 'credential_clone_suspected')
  assert.equal(suspected.length, 4)
  phone.authenticator.nextCount = 12
  assert.equal(await answered(), 'taken')
})

test('[BI8] one that is behind cannot take the credential away either', async () => {
  const world = await makeWorld()
  const { device, authenticator } = await biometricPhone(
    world,
    'alice',
    new SoftAuthenticator({ countsFrom: 10 }),
  )
  authenticator.nextCount = 10
  const frame = removal(world, device, authenticator)
  assert.equal(reasonOf(await setBiometrics(world.ports, device.id, SOCKET_NONCE, frame)), 'counter_replayed')
})

test('[BI8] an authenticator that counts nothing always says 0, and is no copy', async () => {
  const world = await makeWorld()
  const phone = await biometricPhone(world)
  for (let n = 0; n < 2; n += 1) {
    const { challengeId, match } = await asked(world)
    const frame = await approveWithBiometrics(phone, challengeId, match)
    assert.ok((await answerChallenge(world.ports, phone.device.id, frame)).ok)
  }
})
