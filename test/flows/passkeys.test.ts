// Passkeys without edges: a login at an app, what the app gets, adding and removing at /me, and what an account with one is.
import assert from 'node:assert/strict'
import test from 'node:test'
import { isId } from '@countersign/protocol'
import { editAccount } from '@countersign/server/flows/admin/accounts'
import { removePasskeyByAdmin, showPasskeys } from '@countersign/server/flows/admin/passkeys'
import { addApp } from '@countersign/server/flows/apps'
import { myPasskeys, removeMyPasskey } from '@countersign/server/flows/me/passkeys'
import { stopAccount } from '@countersign/server/flows/not-me/stop-account'
import { relatedOrigins } from '@countersign/server/flows/passkeys/related-origins'
import { policy } from '../support/code-world.js'
import {
  BROWSER,
  givePasskey,
  keySetOf,
  optionsBody,
  passkeysHeld,
  passkeyWorld,
  sessionAtMe,
  tryToAdd,
  verified,
  why,
} from '../support/passkey-world.js'
import { askedOrWaived, isWaived, operator, setPolicies } from '../support/policy-world.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import { must, reasonOf } from '../support/test-world.js'

test('[PK4] a passkey lets in at the app, once, and the audit says with which', async () => {
  const { world, accountId, login, audited } = await passkeyWorld()
  must(await login())
  const [passkey] = await passkeysHeld(world, accountId)
  const [entry, ...more] = await audited('login.by_passkey')
  assert.deepEqual(more, [])
  assert.ok(isId(String(entry?.facts['loginId'])))
  assert.deepEqual(entry, {
    ...{ action: 'login.by_passkey', actor: `app:${world.app.id}`, accountId, appId: world.app.id },
    facts: {
      ...{ loginId: entry?.facts['loginId'], passkeyId: passkey?.id, purpose: 'login' },
      ...BROWSER,
    },
  })
  assert.equal(passkey?.lastUsedAtMs, world.clock.nowMs())
})

test('[PK12] the assertion says who, where, how, and carries what the authenticator signed', async () => {
  const { world, accountId, login } = await passkeyWorld()
  const over = optionsBody()
  const { assertion } = must(await login({ over }))
  const result = verified(world, assertion, { appNonce: over.appNonce, accountId })
  assert.ok(result.ok, JSON.stringify(result))
  const { loginId, passkeyThumbprint, ...rest } = result
  assert.ok(isId(loginId) && passkeyThumbprint.length === 43)
  assert.deepEqual(rest, {
    ...{ ok: true, userId: 'alice', accountId, acr: 'countersign:passkey' },
    ...{ amr: ['pop', 'hwk', 'uv-webauthn', 'phr'] },
    authTimeMs: Math.floor(world.clock.nowMs() / 1000) * 1000,
  })
  assert.ok(keySetOf(world))
})

test('[PK12] a passkey that may be copied says so', async () => {
  const { world, accountId, login } = await passkeyWorld()
  const synced = new SoftAuthenticator({ mayBeCopied: true })
  await givePasskey(world, accountId, synced)
  const over = optionsBody()
  const { assertion } = must(await login({ key: synced, over }))
  const result = verified(world, assertion, { appNonce: over.appNonce })
  assert.ok(result.ok)
  assert.equal(result.amr[1], 'swk')
})

test('[PK3] a policy can let no passkey count, and says so whoever it is about', async () => {
  const { world, ask, login } = await passkeyWorld()
  await setPolicies(world, [policy({ passkeys: 'off' })])
  for (const userId of ['alice', 'nobody']) assert.equal(why(await ask({ userId })), 'policy')
  assert.equal(why(await login()), 'policy')
})

test('[PK4] a suspended account, a removed passkey and a policy that was changed meanwhile let nobody in', async () => {
  const { world, accountId, login } = await passkeyWorld()
  const [passkey] = await passkeysHeld(world, accountId)
  must(await removePasskeyByAdmin(world.ports, operator, { accountId, id: passkey?.id ?? '' }))
  assert.equal(why(await login()), 'unknown')
  const other = new SoftAuthenticator()
  await givePasskey(world, accountId, other)
  await world.ports.storage.transaction(async ({ directory }) => {
    const entry = (await directory.entry(accountId)) ?? assert.fail()
    assert.ok(await directory.save({ ...entry.account, state: 'suspended' }, entry.aliases))
  })
  assert.equal(why(await login({ key: other })), 'account')
})

test('[PK5] each question is answered once; a count that does not rise is a copy', async () => {
  const { world, accountId, login } = await passkeyWorld()
  const counting = new SoftAuthenticator({ countsFrom: 5 })
  await givePasskey(world, accountId, counting)
  must(await login({ key: counting }))
  counting.nextCount = 3
  assert.equal(why(await login({ key: counting })), 'copied')
  counting.nextCount = 60
  must(await login({ key: counting }))
})

test('[PK6] added at /me after a fresh approval, the person is told, and the account has a second factor', async () => {
  const { world, accountId, notices, audited } = await passkeyWorld()
  const { ports, clock } = world
  assert.deepEqual(await notices(), ['passkey_added'])
  const [added] = await audited('passkey.added')
  assert.equal(added?.actor, `person:${accountId}`)
  const session = await sessionAtMe(world, accountId)
  clock.advance(301_000)
  assert.equal(reasonOf(await tryToAdd(world, session, new SoftAuthenticator())), 'approval_needed')
  const byCodes = await sessionAtMe(world, accountId, 'codes')
  assert.equal(reasonOf(await tryToAdd(world, byCodes, new SoftAuthenticator())), 'not_permitted')
  const account = await ports.storage.read.accounts.byId(accountId)
  assert.equal(account?.activePasskeys, 1)
})

test('[PK6] no key twice, none without the person verified, none on another page, at most ten', async () => {
  const { world, accountId, key } = await passkeyWorld()
  const session = await sessionAtMe(world, accountId)
  assert.equal(why(await tryToAdd(world, session, key)), 'known')
  const fresh = new SoftAuthenticator()
  assert.equal(why(await tryToAdd(world, session, fresh, { userVerified: false })), 'person_not_verified')
  assert.equal(why(await tryToAdd(world, session, fresh, { origin: 'https://id.example.evil' })), 'wrong')
  for (let n = 2; n <= 10; n += 1) must(await tryToAdd(world, session, new SoftAuthenticator()))
  assert.equal(reasonOf(await tryToAdd(world, session, fresh)), 'too_many_passkeys')
})

test('[PK7] removed, it lets nobody in from then on, and the person is told; nobody else’s is found', async () => {
  const { world, accountId, notices, login } = await passkeyWorld()
  const { ports } = world
  const session = await sessionAtMe(world, accountId)
  const { passkeys } = must(await myPasskeys(ports, session, undefined))
  assert.deepEqual(
    passkeys.map(({ name, synced }) => [name, synced]),
    [['Laptop', false]],
  )
  const id = passkeys[0]?.id ?? ''
  const stranger = { ...session, accountId: ports.random.id<typeof accountId>() }
  assert.equal(reasonOf(await removeMyPasskey(ports, stranger, { id })), 'not_found')
  must(await removeMyPasskey(ports, session, { id }))
  assert.equal(reasonOf(await removeMyPasskey(ports, session, { id })), 'not_found')
  assert.equal(why(await login()), 'unknown')
  assert.deepEqual([...(await notices())].sort(), ['passkey_added', 'passkey_removed'])
  assert.deepEqual(must(await showPasskeys(ports, operator, { accountId })), { passkeys: [] })
})

test('[PK7] "this wasn’t me" about a passkey that was added takes it back and stops the account', async () => {
  const { world, accountId, login } = await passkeyWorld()
  const [notice] = await world.ports.storage.read.notices.ofAccount(accountId, 10)
  must(await stopAccount(world.ports, { accountId, noticeId: notice?.id ?? '', by: `person:${accountId}` }))
  assert.deepEqual(await passkeysHeld(world, accountId), [])
  assert.equal(why(await login()), 'unknown')
})

test('[PK14] an account with a passkey and nothing else is not let in without a second factor', async () => {
  const { world, accountId } = await passkeyWorld()
  await setPolicies(world, [policy({ requirement: 'optional' })])
  assert.equal(isWaived(await askedOrWaived(world, { userId: 'alice' })), false)
  const [passkey] = await passkeysHeld(world, accountId)
  must(await removePasskeyByAdmin(world.ports, operator, { accountId, id: passkey?.id ?? '' }))
  assert.equal(isWaived(await askedOrWaived(world, { userId: 'alice' })), true)
})

test('[PK15] other origins than below the RP ID are told to browsers, and only of apps that may ask', async () => {
  const { world } = await passkeyWorld()
  const { ports } = world
  must(await addApp(ports, { name: 'Near', origins: ['https://near.id.example:8443', 'https://id.example'] }))
  must(await addApp(ports, { name: 'Far', origins: ['https://far.example', 'https://notid.example'] }))
  const { origins } = await relatedOrigins(ports)
  assert.deepEqual(origins, ['https://far.example', 'https://notid.example', 'https://wiki.example'])
})

test('[PK16] a new name changes nothing: the passkey is the account’s', async () => {
  const { world, accountId, login } = await passkeyWorld()
  const account = (await world.ports.storage.read.accounts.byId(accountId)) ?? assert.fail()
  const edit = { userId: 'alice.archer' }
  must(await editAccount(world.ports, operator, { id: accountId, revision: account.revision, edit }))
  must(await login({ over: { userId: 'alice.archer' } }))
})
