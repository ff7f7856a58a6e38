// Somebody who knows the victim's password, and has an account and a passkey of their own, answers the victim's login with it: as it is,
// under the name of the victim's credential, or with the victim's credential and their own signature.
import assert from 'node:assert/strict'
import test from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { addAccount } from '@countersign/server/flows/accounts'
import { loginWithPasskey } from '@countersign/server/flows/passkeys/login-with-passkey'
import { answerTo, givePasskey, optionsBody, passkeyWorld, WIKI, why } from '../support/passkey-world.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import { bytesOf, must } from '../support/test-world.js'

test('[PK4] another account’s passkey lets nobody in as the victim, under whatever name it comes', async () => {
  const { world, key, login, ask, audited } = await passkeyWorld()
  const { id } = must(await addAccount(world.ports, { userId: 'mallory', displayName: 'M' }))
  const own = new SoftAuthenticator()
  await givePasskey(world, id, own)
  assert.equal(why(await login({ key: own })), 'of_other_account')

  const { origin, ...facts } = optionsBody()
  const asked = must(await ask({ ...facts, origin }))
  const mine = answerTo(asked, own, { origin: WIKI })
  const theirs = toBase64Url(key.credentialId)
  const send = (answer: typeof mine) =>
    loginWithPasskey(world.ports, world.app, { ...facts, request: asked.request, answer })
  assert.equal(why(await send({ ...mine, credentialId: theirs })), 'wrong')
  const right = answerTo(asked, key, { origin: WIKI })
  assert.equal(why(await send({ ...right, signature: mine.signature })), 'wrong')
  const counted = toBase64Url(bytesOf(right.authenticatorData).with(36, 1))
  assert.equal(why(await send({ ...right, authenticatorData: counted })), 'wrong')
  assert.equal(why(await send({ ...right, credentialId: toBase64Url(own.credentialId) })), 'of_other_account')
  assert.deepEqual(await audited('login.by_passkey'), [])
  must(await send(right))
})

test('[PK4] one that says it may be copied, and was registered as one that may not, is another', async () => {
  const { world, key, login } = await passkeyWorld()
  const [passkey] = await world.ports.storage.read.passkeys.ofAccount(
    (await world.ports.storage.read.accounts.byUserId('alice'))?.id ?? assert.fail(),
  )
  await world.ports.storage.transaction(async ({ passkeys }) => {
    assert.ok(passkey && (await passkeys.remove(passkey.id)))
    await passkeys.add({ ...passkey, synced: true })
  })
  assert.equal(why(await login({ key })), 'changed')
})
