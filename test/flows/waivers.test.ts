// Waivers: who gets one, what it says, what it leaves untouched, and that it is recorded.
import assert from 'node:assert/strict'
import test from 'node:test'
import { fromBase64Url, toBase64Url, waiverClaimsSchema, waiverHeaderSchema } from '@countersign/protocol'
import { addAccount } from '@countersign/server/flows/accounts'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { secondFactorFor } from '@countersign/server/flows/second-factor-for'
import { policyBody } from '../support/policies.js'
import { askedOrWaived, editAccount, groupOf, isWaived, setPolicies } from '../support/policy-world.js'
import type { World } from '../support/test-world.js'
import {
  asked,
  from,
  makeWorld,
  must,
  NONCE,
  pairedDevice,
  requestBody,
  settled,
} from '../support/test-world.js'

const OFF = policyBody({ id: 1, name: 'Nobody', says: { requirement: 'off' } })

test('[WV1] an app that does not say mayWaive always gets a challenge, and so does one that says false', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  await setPolicies(world, [OFF])
  for (const body of [requestBody(), requestBody({ mayWaive: false })])
    assert.equal(isWaived(must(await secondFactorFor(world.ports, world.app, body))), false)
  assert.ok(
    'challengeId' in must(await requestApproval(world.ports, world.app, requestBody({ mayWaive: true }))),
  )
})

test('[WV2] a waiver is signed by the key in force, with exactly its header and claims', async () => {
  const world = await makeWorld()
  await setPolicies(world, [OFF])
  const answer = await askedOrWaived(world, { userId: ' Alice ' })
  assert.ok(isWaived(answer))
  const [headerText = '', claimsText = '', signatureText = ''] = answer.statement.split('.')
  const header = waiverHeaderSchema.parse(part(headerText))
  const claims = waiverClaimsSchema.parse(part(claimsText))
  const nowMs = world.ports.clock.nowMs()
  assert.equal(header.kid, world.ports.vault.signingKey(nowMs).keyId)
  const { iss, aud, user_id, nonce, iat, exp, purpose, address, because } = claims
  assert.deepEqual(
    { iss, aud, user_id, nonce, iat, exp, purpose, address, because },
    {
      iss: toBase64Url(world.ports.vault.serverId),
      aud: world.app.id,
      user_id: 'alice',
      nonce: toBase64Url(NONCE),
      iat: nowMs / 1000,
      exp: nowMs / 1000 + 60,
      purpose: 'login',
      address: '192.0.2.1',
      because: 'not_required',
    },
  )
  const key = (await world.ports.storage.read.signingKeys.all())[0]
  const signed = new TextEncoder().encode(`${headerText}.${claimsText}`)
  const signature = fromBase64Url(signatureText) ?? new Uint8Array(0)
  assert.ok(key !== undefined && world.ports.vault.verify(key.publicKey, signed, signature))
})

test('a policy about networks decides by the address, and the waiver says so', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  await setPolicies(world, [
    policyBody({ says: { requirement: 'off' }, when: { networks: ['192.0.2.0/24'] } }),
  ])
  const inside = await askedOrWaived(world, from('::ffff:192.0.2.9'))
  assert.equal(isWaived(inside) && inside.because, 'trusted_network')
  assert.equal(isWaived(await askedOrWaived(world, from('203.0.113.9'))), false)
  assert.equal(isWaived(await askedOrWaived(world, from(''))), false)
})

test('optional lets in who has no phone, and asks whoever has one, also when it is suspended', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world, 'paired')
  must(await addAccount(world.ports, { userId: 'phoneless', displayName: '' }))
  await setPolicies(world, [policyBody({ says: { requirement: 'optional' } })])
  assert.equal(isWaived(await askedOrWaived(world, { userId: 'phoneless' })), true)
  assert.equal(isWaived(await askedOrWaived(world, { userId: 'paired' })), false)
  const change = (to: 'suspended' | 'revoked') =>
    world.ports.storage.transaction(({ devices }) =>
      devices.changeState(phone.id, ['active', 'suspended'], to, world.ports.clock.nowMs()),
    )
  await change('suspended')
  assert.equal(isWaived(await askedOrWaived(world, { userId: 'paired' })), false)
  await change('revoked')
  assert.equal(isWaived(await askedOrWaived(world, { userId: 'paired' })), true)
})

test('whose second factor is off gets a waiver until the very millisecond of its end', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  await editAccount(world, 'alice', { offUntilMs: world.ports.clock.nowMs() + 1_000 })
  world.clock.advance(999)
  const answer = await askedOrWaived(world)
  assert.equal(isWaived(answer) && answer.because, 'second_factor_off')
  world.clock.advance(1)
  assert.equal(isWaived(await askedOrWaived(world)), false)
})

test('[WV6] a waiver rings no phone, opens nothing, spends nothing, and is recorded', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  await setPolicies(world, [OFF])
  const { accountId } = phone
  const before = await world.ports.storage.read.guards.of(accountId)
  for (let n = 0; n < 20; n++) assert.equal(isWaived(await askedOrWaived(world)), true)
  await settled()
  assert.deepEqual(await world.ports.storage.read.guards.of(accountId), before)
  assert.deepEqual(await world.ports.storage.read.challenges.openOf(accountId, world.ports.clock.nowMs()), [])
  assert.equal(phone.frames.filter(({ type }) => type === 'challenge').length, 0)

  const recorded = await waived(world)
  assert.equal(recorded.length, 20)
  const { facts, actor } = recorded[0] ?? assert.fail()
  assert.equal(actor, `app:${world.app.id}`)
  assert.deepEqual(
    { ...facts, waiverId: typeof facts['waiverId'] },
    {
      waiverId: 'string',
      because: 'not_required',
      purpose: 'login',
      address: '192.0.2.1',
      browser: 'Firefox on Linux',
      policy: 'Nobody',
      known: true,
    },
  )
})

test('[WV6] a doubt about the account stays a doubt after a waiver', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const denied = await asked(world)
  must(await answerChallenge(world.ports, phone.id, await phone.deny(denied.challengeId)))
  await setPolicies(world, [OFF])
  assert.equal(isWaived(await askedOrWaived(world)), true)
  assert.equal((await asked(world)).match.mode, 'code')
})

test('[WV5] a suspended account gets no waiver, by no policy and no exception', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  await setPolicies(world, [OFF])
  await editAccount(world, 'alice', { state: 'suspended', offUntilMs: world.ports.clock.nowMs() + 60_000 })
  assert.equal(isWaived(await askedOrWaived(world)), false)
})

test('[WV5] an account that is suspended while its waiver is made gets none', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  await setPolicies(world, [OFF])
  const { storage } = world.ports
  let suspended = false
  const racing: World = {
    ...world,
    ports: {
      ...world.ports,
      storage: {
        ...storage,
        read: storage.read,
        async transaction(work) {
          if (!suspended) await editAccount(world, 'alice', { state: 'suspended' })
          suspended = true
          return storage.transaction(work)
        },
      },
    },
  }
  assert.equal(isWaived(await askedOrWaived(racing)), false)
  assert.deepEqual(await waived(world), [])
})

test('[WV5] groups decide for members; an ID that nobody has is in none', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  const staff = await groupOf(world, 'Staff', ['alice'])
  await setPolicies(world, [
    policyBody({ id: 1, says: { requirement: 'required' }, when: { groupIds: [staff] } }),
    policyBody({ id: 2, says: { requirement: 'off' } }),
  ])
  must(await addAccount(world.ports, { userId: 'bob', displayName: '' }))
  const answers = []
  for (const userId of ['alice', 'bob', 'nobody'])
    answers.push(isWaived(await askedOrWaived(world, { userId })))
  assert.deepEqual(answers, [false, true, true])
})

async function waived({ ports }: World) {
  const entries = await ports.storage.read.audit.unsealed(1_000)
  return entries.map(({ entry }) => entry).filter(({ action }) => action === 'login.waived')
}

function part(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
}
