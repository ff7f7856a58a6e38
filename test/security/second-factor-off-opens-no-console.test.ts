// The second factor off: it is off at apps that accept that, for an account or by a policy. At the console and at /me there is no first
// factor, so an account whose second factor is off would be open to anybody who knows its name. It must not open them, whoever switched
// it off and by what means, and a known browser is no way around it either.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicyGiven } from '@countersign/protocol/admin'
import type { SessionKind } from '@countersign/server/core/access'
import { finishSignIn, startSignIn } from '@countersign/server/flows/access/sign-in'
import { disableSecondFactor } from '@countersign/server/flows/admin/account-standing'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import { replacePolicies } from '@countersign/server/flows/admin/policies'
import { secondFactorFor } from '@countersign/server/flows/second-factor-for'
import { OPERATOR } from '../support/onboarding.js'
import { signedIn } from '../support/sign-in.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice, reasonOf, requestBody } from '../support/test-world.js'

const browser = { address: '192.0.2.1', browser: 'Firefox on Linux' }
const kinds: readonly SessionKind[] = ['admin', 'person']

async function ownerWithPhone(): Promise<{ world: World; known: string }> {
  const world = await makeWorld()
  const device = await pairedDevice(world)
  const { id } = (await world.ports.storage.read.accounts.byLoginName('alice')) ?? assert.fail('no account')
  must(await putAdmin(world.ports, OPERATOR, { accountId: id, role: 'owner' }))
  const { known } = await signedIn(world, 'admin', device)
  const untilMs = world.clock.nowMs() + 86_400_000
  must(await disableSecondFactor(world.ports, OPERATOR, { id, untilMs, reason: 'phone at home' }))
  return { world, known }
}

async function assertClosed({ ports }: World, known: string): Promise<void> {
  for (const kind of kinds) {
    const { started, secret } = must(await startSignIn(ports, kind, { userId: 'alice', browser, known }))
    assert.match(started.code, /^\d{6}$/)
    const finished = await finishSignIn(ports, kind, { secret, browser, former: undefined })
    assert.equal(reasonOf(finished), 'challenge_not_approved')
  }
}

test('an account whose second factor is off signs in at the console and at /me by its phone only', async () => {
  const { world, known } = await ownerWithPhone()
  const body = { ...requestBody(), mayWaive: true }
  const atApp = must(await secondFactorFor(world.ports, world.app, body))
  assert.ok('decision' in atApp, 'the app lets the account in')
  await assertClosed(world, '')
  await assertClosed(world, known)
})

test('a policy that asks nobody for a phone asks for it here', async () => {
  const { world, known } = await ownerWithPhone()
  const everybody = {
    name: 'Nobody needs a phone',
    enabled: true,
    when: { appIds: [], groupIds: [], networks: [], times: [] },
    // biome-ignore lint/suspicious/noThenProperty: "when … then …" is the word of the contract
    then: { requirement: 'off', match: 'symbol' },
  } satisfies PolicyGiven
  must(await replacePolicies(world.ports, OPERATOR, { policies: [everybody], revision: 1 }))
  await assertClosed(world, '')
  await assertClosed(world, known)
})
