// A policy takes nothing but a passkey. Somebody with the password, and a way to get at the phone, at typed codes, or at an approval that
// is under way, makes the login page ask for one of those instead; or adds a passkey of their own with what they have.
import assert from 'node:assert/strict'
import test from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { askForPasskey, finishPasskeyApproval } from '@countersign/server/flows/access/passkey-sign-in'
import { removePasskeyByAdmin } from '@countersign/server/flows/admin/passkeys'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { otherWays } from '@countersign/server/flows/codes/other-ways'
import { removeMyPasskey } from '@countersign/server/flows/me/passkeys'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { BACKUP, BYPASS, policy } from '../support/code-world.js'
import { giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import {
  answerTo,
  BROWSER,
  HERE,
  passkeysHeld,
  passkeyWorld,
  sessionAtMe,
  tryToAdd,
} from '../support/passkey-world.js'
import { operator, setPolicies } from '../support/policy-world.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import { asked, must, NONCE, pairedDevice, reasonOf, requestBody } from '../support/test-world.js'

const ONLY = [policy({ passkeys: 'required' })]

/** `alice` has a phone, every kind of code, and a passkey. */
async function wellEquipped() {
  const passkeys = await passkeyWorld()
  const { world, accountId } = passkeys
  const phone = await pairedDevice(world)
  const totp = await giveTotp(world.ports, accountId)
  await giveBackupCodes(world.ports, accountId, [BACKUP])
  await giveBypassCode(world.ports, accountId)
  return { ...passkeys, phone, totp }
}

test('[PK9] no phone is asked, however the login page asks, and whoever it is about', async () => {
  const { world } = await wellEquipped()
  await setPolicies(world, ONLY)
  for (const over of [
    {},
    { sameDevice: true },
    { mayScan: true },
    { atLeast: 'code' as const },
    { userId: 'nobody' },
    { mayWaive: true },
  ])
    assert.equal(
      reasonOf(await requestApproval(world.ports, world.app, requestBody(over))),
      'passkey_required',
      JSON.stringify(over),
    )
})

test('[PK9] no typed code counts, and none is offered', async () => {
  const { world, totp } = await wellEquipped()
  await setPolicies(world, ONLY)
  for (const code of [totp(), BACKUP, BYPASS]) {
    const typed = await loginWithCode(world.ports, world.app, {
      ...{ userId: 'alice', purpose: 'login', appNonce: toBase64Url(NONCE), context: BROWSER, code },
    })
    assert.equal(reasonOf(typed), 'way_not_allowed')
  }
  const ways = await otherWays(world.ports, world.app, { userId: 'alice', context: BROWSER })
  assert.deepEqual(ways, { otherWays: [], passkeys: 'required' })
})

test('[PK9] a policy that allows codes below or beside it gives none back', async () => {
  const { world, totp } = await wellEquipped()
  await setPolicies(world, [
    { ...policy({ otherWays: ['totp', 'backup', 'bypass'] }), name: 'Codes' },
    ...ONLY,
  ])
  const typed = await loginWithCode(world.ports, world.app, {
    ...{ userId: 'alice', purpose: 'login', appNonce: toBase64Url(NONCE), context: BROWSER, code: totp() },
  })
  assert.equal(reasonOf(typed), 'way_not_allowed')
})

test('[PK9] a request that was open when the policy came lets nobody in when it is approved after', async () => {
  const { world, phone } = await wellEquipped()
  const request = await asked(world)
  await setPolicies(world, ONLY)
  const answer = await phone.approve(request.challengeId, request.match)
  await answerChallenge(world.ports, phone.id, answer)
  const redeemed = await redeemChallenge(world.ports, world.app, request.challengeId, NONCE)
  assert.ok(!redeemed.ok)
})

test('[PK9] the passkey itself lets in', async () => {
  const { world, login } = await wellEquipped()
  await setPolicies(world, ONLY)
  must(await login())
})

test('[PK8] a phone’s approval, relayed to /me, adds and removes no passkey beside one that must be used', async () => {
  const { world, accountId, key } = await wellEquipped()
  const { ports } = world
  await setPolicies(world, ONLY)
  const session = await sessionAtMe(world, accountId)
  const own = new SoftAuthenticator()
  assert.equal(reasonOf(await tryToAdd(world, session, own)), 'passkey_required')
  const [held] = await passkeysHeld(world, accountId)
  assert.equal(reasonOf(await removeMyPasskey(ports, session, { id: held?.id ?? '' })), 'passkey_required')

  const question = must(askForPasskey(ports, session, BROWSER))
  const approval = {
    request: question.request,
    answer: answerTo(question, key, { origin: HERE }),
    browser: BROWSER,
  }
  const approved = must(await finishPasskeyApproval(ports, session, approval))
  must(await tryToAdd(world, approved, own))
})

test('[PK8] signing in by a passkey is such an approval, for five minutes', async () => {
  const { world, accountId } = await wellEquipped()
  await setPolicies(world, ONLY)
  const session = await sessionAtMe(world, accountId, 'passkey')
  must(await tryToAdd(world, session, new SoftAuthenticator()))
  world.clock.advance(300_000)
  assert.equal(reasonOf(await tryToAdd(world, session, new SoftAuthenticator())), 'approval_needed')
})

test('[PK8] whoever has none adds the first by phone: new, or after an administrator removed the lost one', async () => {
  const { world, accountId } = await wellEquipped()
  await setPolicies(world, ONLY)
  const [held] = await passkeysHeld(world, accountId)
  must(await removePasskeyByAdmin(world.ports, operator, { accountId, id: held?.id ?? '' }))
  must(await tryToAdd(world, await sessionAtMe(world, accountId), new SoftAuthenticator()))
})

test('[PK8] where passkeys are offered beside the phone, the phone adds one', async () => {
  const { world, accountId } = await wellEquipped()
  must(await tryToAdd(world, await sessionAtMe(world, accountId), new SoftAuthenticator()))
})
