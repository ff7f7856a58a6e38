// Falling back to the weakest way: the policy asks for the phone, or for codes of apps alone, and whoever has a printed list tries it all
// the same; at an app that allows it, to use the result at one that does not; from a network that allows it; or in the second in
// which the policy changes. "Fallback never is weaker than the account's policy floor" (OWASP ASVS 5.0, 6.3.4).
import assert from 'node:assert/strict'
import test from 'node:test'
import type { CodeWay } from '@countersign/protocol'
import { codeAssertionClaimsSchema } from '@countersign/protocol'
import type { PolicyGiven, Profile } from '@countersign/protocol/admin'
import type { CodePool } from '@countersign/server/core/codes'
import { addAccount } from '@countersign/server/flows/accounts'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { BACKUP, BYPASS, codeWorld, policy, why } from '../support/code-world.js'
import { giveBackupCodes } from '../support/codes-at-hand.js'
import { groupOf, setPolicies } from '../support/policy-world.js'
import { anotherApp, asked, must } from '../support/test-world.js'

const everything = { appIds: [], groupIds: [], networks: [], times: [] }
const forApps = (name: string, appIds: PolicyGiven['when']['appIds'], otherWays: CodeWay[]): PolicyGiven => ({
  ...policy({ otherWays }),
  name,
  when: { ...everything, appIds },
})

test('[CD3] each profile lets count what it stands for, and nothing beside it', async () => {
  const allowed: Readonly<Record<Profile, readonly CodeWay[]>> = {
    balanced: ['totp', 'backup', 'bypass'],
    strict: ['totp', 'bypass'],
    nist: ['totp', 'backup'],
  }
  for (const [profile, ways] of Object.entries(allowed)) {
    const { world, totp, typed } = await codeWorld()
    await setPolicies(world, [policy({ profile: profile as Profile })])
    for (const [way, code] of Object.entries({ totp: totp(), backup: BACKUP, bypass: BYPASS }))
      assert.equal(
        why(await typed(code)),
        ways.includes(way as CodeWay) ? 'ok' : 'way_not_allowed',
        `${profile} ${way}`,
      )
    assert.deepEqual((await asked(world)).otherWays, ways)
  }
})

test('[CD3] a code typed at an app that allows it is a statement for that app, and refused at the other', async () => {
  const { world, body } = await codeWorld()
  const bank = await anotherApp(world, 'Bank')
  await setPolicies(world, [forApps('bank', [bank.id], [])])
  const at = (app: typeof bank) => loginWithCode(world.ports, app, body({ code: BACKUP }))
  assert.equal(why(await at(bank)), 'way_not_allowed')
  const [, payload = ''] = must(await at(world.app)).assertion.split('.')
  const claims = codeAssertionClaimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  assert.equal(claims.aud, world.app.id)
})

test('[CD3] what a network allows counts from there only, and from an address that is none nowhere', async () => {
  const { world, typed } = await codeWorld()
  const inside = {
    ...policy({ otherWays: ['backup'] }),
    name: 'office',
    when: { ...everything, networks: ['10.0.0.0/8'] },
  }
  await setPolicies(world, [inside, policy({ otherWays: [] })])
  const from = (address: string) => ({ context: { address, browser: 'Firefox on Linux' } })
  for (const address of ['192.0.2.1', '', '10.0.0.1.example', '010.0.0.1'])
    assert.equal(why(await typed(BACKUP, from(address))), 'way_not_allowed', address)
  assert.equal(why(await typed(BACKUP, from('10.1.2.3'))), 'ok')
})

test('[CD3] what is asked of a group is asked of its people by every name of theirs', async () => {
  const { world, typed } = await codeWorld()
  const groupId = await groupOf(world, 'admins', ['alice'])
  const bob = must(await addAccount(world.ports, { userId: 'bob', displayName: 'Bob' }))
  await giveBackupCodes(world.ports, bob.id)
  await setPolicies(world, [{ ...policy({ otherWays: [] }), when: { ...everything, groupIds: [groupId] } }])
  for (const userId of ['alice', 'ALICE ', 'Alice'])
    assert.equal(why(await typed(BACKUP, { userId })), 'way_not_allowed')
  assert.equal(why(await typed(BACKUP, { userId: 'bob' })), 'ok')
})

test('[CD3] a policy that changes while a code is judged counts when it is spent; the code stays good', async () => {
  const { world, typed, guard } = await codeWorld()
  const { ports } = world
  const codeHash = {
    ...ports.codeHash,
    async fits(code: string, hash: string, pool: CodePool) {
      await setPolicies(world, [policy({ otherWays: [] })])
      return ports.codeHash.fits(code, hash, pool)
    },
  }
  assert.equal(why(await typed(BACKUP, {}, { ...ports, codeHash })), 'way_not_allowed')
  assert.equal((await guard('backup')).wrongAtMs.length, 1)
  await setPolicies(world, [])
  assert.equal(why(await typed(BACKUP)), 'ok')
})

test('a code that does not count is no way to be asked for less: the phone is asked as the policy says', async () => {
  const { world, typed } = await codeWorld()
  await setPolicies(world, [policy({ match: 'code', otherWays: ['totp'] })])
  assert.equal(why(await typed(BACKUP)), 'way_not_allowed')
  assert.equal((await asked(world)).match.mode, 'code')
})
