// What policies do to a login: match, symbols, life, waivers; by groups, networks and hours; and when they change meanwhile.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PolicySettings } from '@countersign/protocol/admin'
import { builtinApp } from '@countersign/server/flows/access/builtin-app'
import { addAccount } from '@countersign/server/flows/accounts'
import { suspendAccount } from '@countersign/server/flows/admin/account-standing'
import { explainLogin } from '@countersign/server/flows/admin/explain-login'
import { replacePolicies, showPolicies } from '@countersign/server/flows/admin/policies'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { statusForApp } from '@countersign/server/flows/challenge-status'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { requestApproval, requestSignIn } from '@countersign/server/flows/request-approval'
import { biometricPhone } from '../support/biometric-phone.js'
import { giveBackupCodes } from '../support/codes-at-hand.js'
import { passkeyWorld } from '../support/passkey-world.js'
import { policyBody } from '../support/policies.js'
import { askedOrWaived, groupOf, isWaived, operator, setPolicies } from '../support/policy-world.js'
import {
  anotherApp,
  asked,
  from,
  makeWorld,
  must,
  NONCE,
  pairedDevice,
  reasonOf,
  requestBody,
  settled,
  wrong,
} from '../support/test-world.js'

test('[PL1] the match, the number of symbols and the life of a challenge are those of the policies', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  await setPolicies(world, [policyBody({ says: { symbolsShown: 9, challengeTtlSeconds: 45 } })])
  const wide = await asked(world)
  assert.equal(wide.expiresAtMs - wide.issuedAtMs, 45_000)
  assert.equal(phone.shown(wide.challengeId).options.length, 9)

  await setPolicies(world, [policyBody({ says: { profile: 'nist' } })])
  assert.equal((await asked(world)).match.mode, 'code')
})

test('[PL1] a policy for one group and one app concerns nobody else', async () => {
  const world = await makeWorld()
  const mail = await anotherApp(world)
  for (const userId of ['alice', 'bob']) await pairedDevice(world, userId)
  const staff = await groupOf(world, 'Staff', ['alice'])
  await setPolicies(world, [
    policyBody({ says: { match: 'code' }, when: { groupIds: [staff], appIds: [world.app.id] } }),
  ])
  assert.equal((await asked(world, { userId: 'alice' })).match.mode, 'code')
  assert.equal((await asked(world, { userId: 'alice' }, mail)).match.mode, 'symbol')
  assert.equal((await asked(world, { userId: 'bob' })).match.mode, 'symbol')
  assert.equal((await asked(world, { userId: 'nobody' })).match.mode, 'symbol')
})

test('[PL1] hours and networks are those of the request', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  // Until the next Monday, five in the afternoon in Berlin, less a second.
  const monday = 1_795_449_600_000
  assert.equal(new Date(monday).toISOString(), '2026-11-23T16:00:00.000Z')
  const weeksMs = 7 * 86_400_000
  const toMonday = (((monday - world.ports.clock.nowMs()) % weeksMs) + weeksMs) % weeksMs
  world.clock.advance(toMonday - 1_000)
  const times = [{ days: ['mon' as const], from: '17:00', to: '18:00', timeZone: 'Etc/GMT-1' }]
  await setPolicies(world, [
    policyBody({ says: { match: 'code' }, when: { times, networks: ['192.0.2.0/28'] } }),
  ])
  const mode = async (address: string) => (await asked(world, from(address))).match.mode
  assert.equal(await mode('192.0.2.1'), 'symbol')
  world.clock.advance(1_000)
  assert.equal(await mode('192.0.2.1'), 'code')
  world.clock.advance(3_599_000)
  assert.equal(await mode('192.0.2.1'), 'code')
  world.clock.advance(1_000)
  assert.equal(await mode('192.0.2.1'), 'symbol')
  world.clock.advance(weeksMs - 1_000)
  assert.equal(await mode('192.0.2.16'), 'symbol')
})

test('[PL2] no policy lowers what the app asks for, nor what a doubt raises', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  await setPolicies(world, [policyBody({ says: { profile: 'balanced' } })])
  assert.equal((await asked(world, { atLeast: 'code' })).match.mode, 'code')
  const denied = await asked(world)
  must(await answerChallenge(world.ports, phone.id, await phone.deny(denied.challengeId)))
  assert.equal((await asked(world)).match.mode, 'code')
})

test('[PL3] an approval on terms that hold no more cancels the request as raised, and its page gets a code', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const reply = await asked(world)
  assert.equal(reply.match.mode, 'symbol')
  await setPolicies(world, [policyBody({ says: { match: 'code' } })])
  must(await answerChallenge(world.ports, phone.id, await phone.approve(reply.challengeId, reply.match)))
  await settled()
  const status = must(await statusForApp(world.ports, world.app, reply.challengeId))
  assert.deepEqual([status.state, status.cause], ['cancelled', 'raised'])
  assert.equal(
    reasonOf(await redeemChallenge(world.ports, world.app, reply.challengeId, NONCE)),
    'challenge_final',
  )
  assert.equal((await asked(world)).match.mode, 'code')
})

test('[PL3] a wrong pick stays a wrong pick, and a denial a denial, whatever the policies say now', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const mail = await anotherApp(world)
  const first = await asked(world)
  const second = await asked(world, {}, mail)
  await setPolicies(world, [policyBody({ says: { match: 'code' } })])
  must(await answerChallenge(world.ports, phone.id, await phone.deny(first.challengeId)))
  assert.equal(must(await statusForApp(world.ports, world.app, first.challengeId)).state, 'denied')
  must(
    await answerChallenge(
      world.ports,
      phone.id,
      await phone.approve(second.challengeId, wrong(second.match)),
    ),
  )
  assert.equal(must(await statusForApp(world.ports, mail, second.challengeId)).state, 'mismatched')
})

test('[PL3] a change that asks for less changes nothing about a request that is open', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  await setPolicies(world, [policyBody({ says: { match: 'code', challengeTtlSeconds: 300 } })])
  const reply = await asked(world)
  await setPolicies(world, [])
  world.clock.advance(200_000)
  must(await answerChallenge(world.ports, phone.id, await phone.approve(reply.challengeId, reply.match)))
  must(await redeemChallenge(world.ports, world.app, reply.challengeId, NONCE))
})

test('[PL3] an approval that was judged before the change is redeemed as it was judged', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  for (const says of [
    { match: 'qr' },
    { userVerification: 'biometrics' },
    { passkeys: 'required' },
  ] as const) {
    await setPolicies(world, [])
    const reply = await asked(world)
    must(await answerChallenge(world.ports, phone.id, await phone.approve(reply.challengeId, reply.match)))
    await setPolicies(world, [policyBody({ says })])
    must(await redeemChallenge(world.ports, world.app, reply.challengeId, NONCE))
  }
})

test('[PL4] the server’s own sign-in asks for a code and lives as long as configured, whatever the policies say', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  await setPolicies(world, [
    policyBody({ says: { requirement: 'off', match: 'symbol', challengeTtlSeconds: 600, symbolsShown: 12 } }),
  ])
  const { userId, appNonce, context } = requestBody()
  const asking = {
    pool: 'idFirst',
    admits: () => Promise.resolve(true),
    alongside: () => Promise.resolve(),
  } as const
  const app = await builtinApp(world.ports, 'person')
  const body = { userId, appNonce, context }
  const reply = must(await requestSignIn(world.ports, app, body, asking))
  assert.equal(reply.match.mode, 'code')
  assert.equal(reply.expiresAtMs - reply.issuedAtMs, world.ports.settings.challengeTtlMs)
})

test('of two admins who read the same list the second is refused, and nothing is half saved', async () => {
  const world = await makeWorld()
  const { revision } = must(await showPolicies(world.ports, operator, undefined))
  must(
    await replacePolicies(world.ports, operator, {
      policies: [policyBody({ says: { match: 'code' } })],
      revision,
    }),
  )
  const second = await replacePolicies(world.ports, operator, { policies: [], revision })
  assert.deepEqual(second, { ok: false, refusal: { reason: 'changed_meanwhile', revision: revision + 1 } })
  assert.equal(must(await showPolicies(world.ports, operator, undefined)).policies.length, 1)
})

test('a list with a fault is refused by its path and changes nothing', async () => {
  const world = await makeWorld()
  const { revision } = must(await showPolicies(world.ports, operator, undefined))
  const policies = [policyBody({ says: { match: 'code' }, when: { networks: ['10.0.0.1/8'] } })]
  const refused = await replacePolicies(world.ports, operator, { policies, revision })
  assert.equal(refused.ok ? '' : refused.refusal.reason, 'value_invalid')
  assert.equal(must(await showPolicies(world.ports, operator, undefined)).revision, revision)
})

test('an app or a group that is not there is refused, unless the list named it before', async () => {
  const world = await makeWorld()
  const staff = await groupOf(world, 'Staff', [])
  const named = policyBody({
    id: 1,
    says: { match: 'code' },
    when: { groupIds: [staff], appIds: [world.app.id] },
  })
  await setPolicies(world, [named])
  await world.ports.storage.transaction(({ groups }) => groups.remove(staff))
  const other = policyBody({ id: 2, says: { profile: 'strict' } })
  const { revision } = await setPolicies(world, [named, other])

  const stranger = policyBody({
    id: 3,
    says: { match: 'code' },
    when: { groupIds: [world.ports.random.id()] },
  })
  const refused = await replacePolicies(world.ports, operator, { policies: [stranger], revision })
  assert.equal(refused.ok ? '' : refused.refusal.reason, 'value_invalid')
})

test('a new policy is given an id that it keeps', async () => {
  const world = await makeWorld()
  const { id: _, ...given } = policyBody({ says: { match: 'code' } })
  const [first] = (await setPolicies(world, [given])).policies
  assert.match(first?.id ?? '', /^[0-9a-f-]{36}$/)
  const [again] = (await setPolicies(world, first === undefined ? [] : [{ ...first, enabled: false }]))
    .policies
  assert.equal(again?.id, first?.id)
})

test('the audit tells what changed, in words', async () => {
  const world = await makeWorld()
  const [one, two] = [
    policyBody({ id: 1, says: { requirement: 'required' } }),
    policyBody({ id: 2, says: { match: 'code' } }),
  ]
  await setPolicies(world, [one, two])
  world.clock.advance(1)
  await setPolicies(world, [two, { ...one, ...policyBody({ id: 1, says: { requirement: 'off' } }) }])
  world.clock.advance(1)
  await setPolicies(world, [one])
  const entries = await auditOf(world, 'policies.changed')
  assert.deepEqual(entries.at(1)?.facts['changes'], [
    'policy 1: then.requirement "required" → "off"',
    'order: policy 2 · policy 1',
  ])
  assert.deepEqual(entries.at(2)?.facts['changes'], [
    'policy 1: then.requirement "off" → "required"',
    'policy 2: removed',
  ])
})

test('the explanation of a login is what the login gets', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  must(await addAccount(world.ports, { userId: 'bob', displayName: 'Bob' }))
  const staff = await groupOf(world, 'Staff', ['bob'])
  await setPolicies(world, [
    policyBody({ id: 1, says: { requirement: 'required', profile: 'strict' }, when: { groupIds: [staff] } }),
    policyBody({ id: 2, says: { requirement: 'off' }, when: { networks: ['192.0.2.0/24'] } }),
    policyBody({ id: 3, says: { requirement: 'optional' } }),
  ])
  const explain = async (account: string, address: string) =>
    must(
      await explainLogin(world.ports, operator, { account, app: world.app.name, address, atMs: undefined }),
    )
  for (const userId of ['alice', 'bob', 'nobody'])
    for (const address of ['192.0.2.7', '203.0.113.7', '']) {
      const { outcome, settings } = await explain(userId, address)
      const answer = await askedOrWaived(world, { userId, context: { address, browser: `for ${userId}` } })
      assert.equal(outcome.withWaiver === 'waived', isWaived(answer), `${userId} from ${address}`)
      if (isWaived(answer)) assert.equal(outcome.waivedBecause, answer.because)
      else if ('challengeId' in answer)
        assert.equal(settings.challengeTtlSeconds, (answer.expiresAtMs - answer.issuedAtMs) / 1000)
      world.clock.advance(86_400_000)
    }

  const bob = await explain('bob', '192.0.2.7')
  assert.deepEqual(bob.outcome, {
    withWaiver: 'locked_out',
    withSetUp: 'locked_out',
    laterUntilMs: null,
    withoutWaiver: 'locked_out',
    waivedBecause: null,
    devicesAtHand: 0,
    passkeyAtHand: false,
    codesAtHand: [],
  })
  assert.equal(bob.decidedBy.requirement.policyName, 'policy 1')
  assert.deepEqual([bob.decidedBy.match.by, bob.decidedBy.symbolsShown.by], ['profile', 'default'])
  assert.deepEqual(
    bob.considered.map(({ because }) => because),
    ['met', 'met', 'met'],
  )
  assert.deepEqual(bob.facts.groupIds, [staff])
  const alice = await explain('alice', '203.0.113.7')
  assert.deepEqual(
    alice.considered.map(({ because }) => because),
    ['other_group', 'other_network', 'met'],
  )
  assert.equal(
    reasonOf(
      await explainLogin(world.ports, operator, { account: 'alice', app: 'Nope', address: '', atMs: 0 }),
    ),
    'not_found',
  )
})

test('the explanation of a passkey, of biometrics and of what they lock out is what the login gets', async () => {
  const { world, accountId, login } = await passkeyWorld()
  const outcome = async (userId: string, says: PolicySettings) => {
    await setPolicies(world, [policyBody({ says })])
    const input = { account: userId, app: world.app.name, address: '', atMs: undefined }
    const explained = must(await explainLogin(world.ports, operator, input))
    const { withoutWaiver, devicesAtHand, passkeyAtHand, codesAtHand } = explained.outcome
    return [withoutWaiver, devicesAtHand, passkeyAtHand, codesAtHand] as const
  }
  const refusedAs = async (userId: string) =>
    reasonOf(await requestApproval(world.ports, world.app, requestBody({ userId })))

  // Alice has a passkey and nothing else.
  assert.deepEqual(await outcome('alice', { passkeys: 'offered' }), ['challenge', 0, true, []])
  must(await login())
  assert.deepEqual(await outcome('alice', { passkeys: 'required' }), ['passkey', 0, true, []])
  assert.equal(await refusedAs('alice'), 'passkey_required')
  must(await login())
  assert.deepEqual(await outcome('alice', { passkeys: 'off' }), ['locked_out', 0, false, []])
  assert.ok(!(await login()).ok)

  // Bob has a phone, and codes on paper.
  const bob = await pairedDevice(world, 'bob')
  await giveBackupCodes(world.ports, bob.accountId)
  assert.deepEqual(await outcome('bob', { userVerification: 'any' }), ['challenge', 1, false, ['backup']])
  assert.deepEqual(await outcome('bob', { passkeys: 'required' }), ['locked_out', 0, false, []])
  assert.equal(await refusedAs('bob'), 'passkey_required')
  const biometrics = { userVerification: 'biometrics' } as const
  assert.deepEqual(await outcome('bob', biometrics), ['challenge', 0, false, ['backup']])
  assert.deepEqual(await outcome('bob', { ...biometrics, otherWays: [] }), ['locked_out', 0, false, []])

  await biometricPhone(world, 'carla')
  assert.deepEqual(await outcome('carla', { ...biometrics, otherWays: [] }), ['challenge', 1, false, []])

  must(await suspendAccount(world.ports, operator, { id: accountId }))
  assert.deepEqual(await outcome('alice', { passkeys: 'required' }), ['locked_out', 0, false, []])
})

async function auditOf({ ports }: Awaited<ReturnType<typeof makeWorld>>, action: string) {
  const found = await ports.storage.read.audit.unsealed(1_000)
  return found.map(({ entry }) => entry).filter((entry) => entry.action === action)
}
