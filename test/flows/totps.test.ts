// Codes from an app: set up, counted from the first code on, replaced, removed; for people and for whoever sits beside an admin.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { TOTP_SET_UP_SECONDS, TOTPS_PER_ACCOUNT_MAX } from '@countersign/protocol'
import { purgeAccess } from '@countersign/server/flows/access/purge'
import { deleteAccount } from '@countersign/server/flows/admin/account-standing'
import {
  beginTotpByAdmin,
  confirmTotpByAdmin,
  removeTotpByAdmin,
} from '@countersign/server/flows/admin/totps'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { beginOfflineCode, confirmOfflineCode } from '@countersign/server/flows/codes/offline-code'
import { policyBody } from '../support/policies.js'
import { editAccount, groupOf, operator, setPolicies } from '../support/policy-world.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'
import { appOf, CodeApp, codeOf } from '../support/totps.js'

let world: World
let accountId: AccountId
beforeEach(async () => {
  world = await makeWorld()
  accountId = (await pairedDevice(world)).accountId
})

const begin = (name = 'Aegis') => beginTotpByAdmin(world.ports, operator, { accountId, name })
const confirm = (id: string, code: string) =>
  confirmTotpByAdmin(world.ports, operator, { accountId, id, code })
const now = (): number => world.clock.nowMs()
const activeTotps = async () => (await world.ports.storage.read.accounts.byId(accountId))?.activeTotps
const notices = async () =>
  (await world.ports.storage.read.notices.ofAccount(accountId, 10, undefined)).map(({ kind, facts }) => ({
    kind,
    facts,
  }))
const audited = async (action: string) =>
  (await world.ports.storage.read.audit.page({ accountId, action }, undefined, 10)).entries.map(
    ({ entry }) => entry,
  )

test('[TO6] what was begun counts nowhere until its first code, and its secret is kept sealed', async () => {
  const begun = must(await begin())
  const kept = await world.ports.storage.read.totps.byId(begun.id)
  assert.equal(kept?.state, 'pending')
  assert.equal(await activeTotps(), 0)
  assert.equal(begun.expiresAtMs, now() + TOTP_SET_UP_SECONDS * 1000)
  assert.match(begun.link, /^otpauth:\/\/totp\/ACME:alice\?secret=[A-Z2-7]{32}&issuer=ACME$/)
  assert.match(begun.secret, /^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
  const secret = world.ports.vault.unseal(kept.sealedSecret, `totp/${begun.id}/secret`)
  assert.equal(Buffer.from(kept.sealedSecret).includes(Buffer.from(secret)), false)
  assert.throws(() => world.ports.vault.unseal(kept.sealedSecret, 'totp/another/secret'))
})

test('[TO7] the first code, however it is typed, makes it count, and the person is told', async () => {
  const begun = must(await begin('Aegis on the tablet'))
  const code = new CodeApp(begun.link).codeAt(now())
  const totp = must(await confirm(begun.id, ` ${code.slice(0, 3)}–${code.slice(3)} `))
  assert.equal(await activeTotps(), 1)
  assert.deepEqual([totp.name, totp.digits, totp.lastUsedAtMs], ['Aegis on the tablet', 6, null])
  assert.deepEqual((await notices())[0], { kind: 'totp_added', facts: { name: 'Aegis on the tablet' } })
  const [added] = await audited('totp.added')
  assert.deepEqual(added?.facts, {
    ...{ totpId: begun.id, totpName: 'Aegis on the tablet', deviceId: null, algorithm: 'SHA1', digits: 6 },
  })
})

test('[TO7] the code that confirmed it is spent: only a later one lets anybody in', async () => {
  const begun = must(await begin())
  must(await confirm(begun.id, new CodeApp(begun.link).codeAt(now())))
  const step = Math.floor(now() / 30_000)
  const spend = (at: number) =>
    world.ports.storage.transaction(({ totps }) => totps.spendStep(begun.id, at, now()))
  assert.equal(await spend(step), false)
  assert.equal(await spend(step + 1), true)
})

test('[TO7] a code that does not fit changes nothing; the right one still counts', async () => {
  const begun = must(await begin())
  const app = new CodeApp(begun.link)
  const right = app.codeAt(now())
  const wrong = right === '000000' ? '000001' : '000000'
  for (const code of [wrong, '12345', `${right}00`, 'abcdef', app.codeAt(now() + 90_000), '999999999999'])
    assert.equal(reasonOf(await confirm(begun.id, code)), 'code_refused', code)
  assert.equal(await activeTotps(), 0)
  must(await confirm(begun.id, right))
})

test('[TO6] a set-up is forgotten when its time is over, and when another begins', async () => {
  const first = must(await begin())
  const second = must(await begin())
  assert.equal(reasonOf(await confirm(first.id, new CodeApp(first.link).codeAt(now()))), 'not_found')
  world.clock.advance(TOTP_SET_UP_SECONDS * 1000)
  assert.equal(reasonOf(await confirm(second.id, new CodeApp(second.link).codeAt(now()))), 'not_found')
  await purgeAccess(world.ports)
  assert.deepEqual(await world.ports.storage.read.totps.ofAccount(accountId), [])
})

test('[TO8] an account has five at most, phones’ own among them, whatever is begun at once', async () => {
  const device = await pairedDevice(world)
  const owner = { id: device.id, accountId }
  for (let i = 1; i < TOTPS_PER_ACCOUNT_MAX; i++) await appOf(world, accountId, `App ${i}`)
  const fifth = must(await begin())
  const drawn = must(await beginOfflineCode(world.ports, owner))
  must(await confirm(fifth.id, new CodeApp(fifth.link).codeAt(now())))
  const late = await confirmOfflineCode(world.ports, owner, {
    totpId: drawn.totpId,
    code: codeOf(drawn, now()),
  })
  assert.equal(reasonOf(late), 'too_many_totps')
  assert.equal(reasonOf(await begin()), 'too_many_totps')
  assert.equal(await activeTotps(), TOTPS_PER_ACCOUNT_MAX)
})

test('[CD8] with a new one the tries against the old are forgotten, not before it is confirmed', async () => {
  const guards = () => world.ports.storage.read.codeGuards.of(accountId, 'totp', 'app')
  const wrongAtMs = [now()]
  await world.ports.storage.transaction(async ({ codeGuards }) =>
    codeGuards.save({ ...(await guards()), wrongAtMs, consecutiveWrong: 100 }, now()),
  )
  const begun = must(await begin())
  assert.equal((await guards()).consecutiveWrong, 100)
  must(await confirm(begun.id, new CodeApp(begun.link).codeAt(now())))
  assert.deepEqual([(await guards()).consecutiveWrong, (await guards()).wrongAtMs], [0, []])
})

test('of 20 who confirm it at once with one code, one does, and the person is told once', async () => {
  const begun = must(await begin())
  const code = new CodeApp(begun.link).codeAt(now())
  const results = await Promise.all(Array.from({ length: 20 }, () => confirm(begun.id, code)))
  assert.equal(results.filter(({ ok }) => ok).length, 1)
  assert.equal((await audited('totp.added')).length, 1)
  assert.equal((await notices()).filter(({ kind }) => kind === 'totp_added').length, 1)
})

test('[TO9] nothing is set up that no login would take; what some app’s policy allows is', async () => {
  const none = policyBody({ id: 2, says: { otherWays: [] } })
  await setPolicies(world, [none])
  assert.equal(reasonOf(await begin()), 'way_not_allowed')
  const wiki = policyBody({ id: 1, when: { appIds: [world.app.id] }, says: { otherWays: ['totp'] } })
  await setPolicies(world, [wiki, none])
  must(await begin())
})

test('[TO9] a group that may use codes sets them up; whoever is in none does not', async () => {
  const staff = await groupOf(world, 'Staff', [])
  await setPolicies(world, [
    policyBody({ id: 1, when: { groupIds: [staff] }, says: { otherWays: ['totp'] } }),
    policyBody({ id: 2, says: { otherWays: [] } }),
  ])
  assert.equal(reasonOf(await begin()), 'way_not_allowed')
  await world.ports.storage.transaction(({ groups }) => groups.addMember(staff, accountId))
  must(await begin())
})

test('[TO9] it is as strong as the strictest login asks, so that it counts wherever codes do', async () => {
  const says = { totpDigits: 8, totpAlgorithm: 'SHA256' } as const
  await setPolicies(world, [policyBody({ when: { appIds: [world.app.id] }, says })])
  const begun = must(await begin())
  assert.match(begun.link, /&algorithm=SHA256&digits=8$/)
  const totp = must(await confirm(begun.id, new CodeApp(begun.link).codeAt(now())))
  assert.deepEqual([totp.algorithm, totp.digits], ['SHA256', 8])
})

test('a suspended account sets none up, also when it was suspended in between', async () => {
  const begun = must(await begin())
  await editAccount(world, 'alice', { state: 'suspended' })
  const code = new CodeApp(begun.link).codeAt(now())
  assert.equal(reasonOf(await confirm(begun.id, code)), 'account_suspended')
  assert.equal(reasonOf(await begin()), 'account_suspended')
})

test('[TO10] what is removed counts no more, and the person is told; one that never counted goes without a word', async () => {
  const { totp } = await appOf(world, accountId)
  const pending = must(await begin())
  const remove = (id: string) => removeTotpByAdmin(world.ports, operator, { accountId, id })
  must(await remove(pending.id))
  must(await remove(totp.id))
  assert.equal(reasonOf(await remove(totp.id)), 'not_found')
  assert.equal(await activeTotps(), 0)
  assert.deepEqual((await audited('totp.removed')).length, 1)
  assert.deepEqual(
    (await notices()).map(({ kind }) => kind).filter((kind) => kind === 'totp_removed'),
    ['totp_removed'],
  )
})

test('[TO10] another account’s is not there to be confirmed or removed', async () => {
  const other = (await pairedDevice(world, 'bob')).accountId
  const { totp } = await appOf(world, other)
  const theirs = must(await beginTotpByAdmin(world.ports, operator, { accountId: other, name: 'x' }))
  assert.equal(reasonOf(await confirm(theirs.id, new CodeApp(theirs.link).codeAt(now()))), 'not_found')
  const removed = await removeTotpByAdmin(world.ports, operator, { accountId, id: totp.id })
  assert.equal(reasonOf(removed), 'not_found')
})

test('[TO10] they go with the account, and a phone’s own with the phone', async () => {
  const device = await pairedDevice(world)
  const owner = { id: device.id, accountId }
  const drawn = must(await beginOfflineCode(world.ports, owner))
  must(await confirmOfflineCode(world.ports, owner, { totpId: drawn.totpId, code: codeOf(drawn, now()) }))
  await appOf(world, accountId)
  assert.equal(await activeTotps(), 2)
  must(await revokeDevice(world.ports, device.id))
  assert.equal(await activeTotps(), 1)
  must(await deleteAccount(world.ports, operator, { id: accountId }))
  assert.deepEqual(await world.ports.storage.read.totps.ofAccount(accountId), [])
})
