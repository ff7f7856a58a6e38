// The console takes nothing but a passkey. Somebody who relays an admin's digits, or holds a session that a phone began, wants in all the
// same; somebody at /me answers the console's question, or with another browser's; and a passkey of an account without a role.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { SessionKind } from '@countersign/server/core/access'
import { askForApproval } from '@countersign/server/flows/access/fresh-approval'
import { finishPasskeySignIn, startPasskeySignIn } from '@countersign/server/flows/access/passkey-sign-in'
import { findSession, startSession } from '@countersign/server/flows/access/sessions'
import { startSignIn } from '@countersign/server/flows/access/sign-in'
import { addAccount } from '@countersign/server/flows/accounts'
import type { PasskeyWorld } from '../support/passkey-world.js'
import { answerTo, BROWSER, givePasskey, HERE, passkeyWorld, why } from '../support/passkey-world.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import { must, reasonOf } from '../support/test-world.js'

async function adminWithPasskey(admins: 'offered' | 'required' = 'required') {
  const passkeys = await passkeyWorld({ settings: { passkeys: { rpId: 'id.example', admins } } })
  const { world, accountId } = passkeys
  await world.ports.storage.transaction((stores) =>
    stores.admins.put({ accountId, role: 'owner', createdAtMs: 0, createdBy: 'operator' }),
  )
  return passkeys
}

async function signIn(
  { world, key }: PasskeyWorld,
  kind: SessionKind,
  at: SessionKind = kind,
  userId = 'alice',
  by = key,
) {
  const { asked, secret } = await startPasskeySignIn(world.ports, kind, { userId, browser: BROWSER })
  const answer = answerTo(asked, by, { origin: HERE })
  const given = { request: asked.request, answer, secret, browser: BROWSER, former: undefined }
  return { given, result: await finishPasskeySignIn(world.ports, at, given) }
}

test('[PK10] a passkey signs in at the console and at /me, and the session says so', async () => {
  const passkeys = await adminWithPasskey()
  for (const kind of ['admin', 'person'] as const) {
    const { session } = must((await signIn(passkeys, kind)).result)
    assert.deepEqual([session.by, session.kind, session.userId], ['passkey', kind, 'alice'])
  }
})

test('[PK11] no phone is asked for the console, in or out of a session, and no session of a phone opens it', async () => {
  const { world, accountId } = await adminWithPasskey()
  const { ports } = world
  const phone = { userId: 'alice', browser: BROWSER, known: '' }
  assert.equal(reasonOf(await startSignIn(ports, 'admin', phone)), 'passkey_required')
  assert.equal(
    reasonOf(await startSignIn(ports, 'admin', { ...phone, userId: 'nobody' })),
    'passkey_required',
  )
  const arriving = { browser: BROWSER, former: undefined }
  assert.equal(reasonOf(await startSession(ports, 'admin', accountId, arriving)), 'credentials_wrong')
  // Begun before the setting.
  const lax = {
    ...ports,
    settings: { ...ports.settings, passkeys: { rpId: 'id.example', admins: 'offered' } },
  } as const
  const before = must(await startSession(lax, 'admin', accountId, arriving))
  must(await findSession(lax, 'admin', before.secret))
  assert.equal(reasonOf(await findSession(ports, 'admin', before.secret)), 'credentials_wrong')
  assert.equal(reasonOf(await askForApproval(ports, before.session, BROWSER)), 'passkey_required')
})

test('[PK10] an answer counts in the browser that asked, at the page that asked, once', async () => {
  const passkeys = await adminWithPasskey('offered')
  const { world } = passkeys
  assert.equal(why((await signIn(passkeys, 'person', 'admin')).result), 'question_of_other')
  const other = await startPasskeySignIn(world.ports, 'admin', { userId: 'alice', browser: BROWSER })
  const { given } = await signIn(passkeys, 'admin')
  const stolen = await finishPasskeySignIn(world.ports, 'admin', { ...given, secret: other.secret })
  assert.equal(why(stolen), 'question_of_other')
  assert.equal(why(await finishPasskeySignIn(world.ports, 'admin', given)), 'spent')
})

test('[PK10] without a role no passkey opens the console; another’s opens nothing as this one', async () => {
  const passkeys = await adminWithPasskey('offered')
  const { world } = passkeys
  const { id } = must(await addAccount(world.ports, { userId: 'bob', displayName: '' }))
  const bobs = new SoftAuthenticator()
  await givePasskey(world, id, bobs)
  assert.equal(why((await signIn(passkeys, 'admin', 'admin', 'bob', bobs)).result), 'credentials_wrong')
  assert.equal(why((await signIn(passkeys, 'admin', 'admin', 'alice', bobs)).result), 'of_other_account')
  must((await signIn(passkeys, 'person', 'person', 'bob', bobs)).result)
})

test('[PK10] the question of an app’s login signs nobody in here', async () => {
  const passkeys = await adminWithPasskey('offered')
  const { world, ask, key } = passkeys
  const asked = must(await ask())
  const { secret } = await startPasskeySignIn(world.ports, 'person', { userId: 'alice', browser: BROWSER })
  const answer = answerTo(asked, key, { origin: 'https://wiki.example' })
  const given = { request: asked.request, answer, secret, browser: BROWSER, former: undefined }
  assert.equal(why(await finishPasskeySignIn(world.ports, 'person', given)), 'question_of_other')
})
