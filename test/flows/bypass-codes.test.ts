// Codes of the help desk: made with a reason, told once, good once and for a short time, revoked, and the person hears of it.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { BYPASS_CODE_MINUTES, readCode } from '@countersign/protocol'
import type { Actor } from '@countersign/server/core/permissions'
import type { Ports } from '@countersign/server/core/ports'
import { purgeAccess } from '@countersign/server/flows/access/purge'
import { showAccountCodes } from '@countersign/server/flows/admin/account-codes'
import { suspendAccount, unlockAccount } from '@countersign/server/flows/admin/account-standing'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import type { NewBypassCode } from '@countersign/server/flows/admin/bypass-codes'
import { makeBypassCode, revokeBypassCode } from '@countersign/server/flows/admin/bypass-codes'
import type { CodeWorld } from '../support/code-world.js'
import { BYPASS, codeWorld, why } from '../support/code-world.js'
import { operator } from '../support/policy-world.js'
import { must, pairedDevice, reasonOf } from '../support/test-world.js'

let codes: CodeWorld
let ports: Ports
let accountId: AccountId
beforeEach(async () => {
  codes = await codeWorld()
  ports = codes.world.ports
  accountId = codes.accountId
})

const reason = 'phone at the repair shop'
const make = (fields: Partial<NewBypassCode> = {}) =>
  makeBypassCode(ports, operator, { accountId, reason, ...fields })
const revoke = (id: string) => revokeBypassCode(ports, operator, { accountId, id })
const shown = async () => must(await showAccountCodes(ports, operator, { accountId })).bypassCodes

test('[BY1] twelve digits are told once, in groups; what is kept is a keyed hash', async () => {
  const { id, code, expiresAtMs } = must(await make())
  assert.match(code, /^\d{4} \d{4} \d{4}$/)
  assert.equal(readCode(code)?.way, 'bypass')
  assert.equal(expiresAtMs, ports.clock.nowMs() + BYPASS_CODE_MINUTES * 60_000)
  const row = await ports.storage.read.bypassCodes.byId(id)
  assert.equal(row?.codeHash.length, 32)
  const told = JSON.stringify([await codes.notices(), await codes.audited('bypass_code.made'), await shown()])
  assert.equal(told.includes(code) || told.includes(code.replaceAll(' ', '')), false)
})

test('[BY1] it lets its person in once, typed anyhow, and nobody else', async () => {
  await pairedDevice(codes.world, 'bob')
  const { code } = must(await make())
  assert.equal(why(await codes.typed(code, { userId: 'bob' })), 'wrong')
  assert.equal(why(await codes.typed(code.replaceAll(' ', '-'))), 'ok')
  assert.equal(why(await codes.typed(code)), 'wrong')
  const [used] = await shown()
  assert.deepEqual([used?.state, used?.usedAtMs], ['used', ports.clock.nowMs()])
})

test('[BY2] the same digits of another account are another code', async () => {
  const bob = (await pairedDevice(codes.world, 'bob')).accountId
  const { id, code, expiresAtMs } = must(await make())
  const row = await ports.storage.read.bypassCodes.byId(id)
  assert.ok(row)
  // Somebody who can write into the database, but has no key, copies it to an account of theirs.
  const copied = { ...row, id: ports.random.id<string>(), accountId: bob, expiresAtMs }
  await ports.storage.transaction(({ bypassCodes }) => bypassCodes.add(copied))
  assert.equal(why(await codes.typed(code, { userId: 'bob' })), 'wrong')
})

test('[BY3] it counts for as long as was said, to the millisecond, and never beyond a day', async () => {
  for (const minutes of [0, 4, 4.5, 1_441, Number.NaN, -60])
    assert.equal(reasonOf(await make({ minutes })), 'value_invalid', `${minutes}`)
  const { code } = must(await make({ minutes: 5 }))
  codes.world.clock.advance(300_000 - 1)
  const stillGood = await codes.typed(code)
  assert.equal(why(stillGood), 'ok')
  const late = must(await make({ minutes: 1_440 }))
  codes.world.clock.advance(86_400_000)
  assert.equal(why(await codes.typed(late.code)), 'wrong')
  assert.equal((await shown())[0]?.state, 'expired')
})

test('[BY4] one is open at a time: making another ends the one before', async () => {
  const first = must(await make())
  const second = must(await make())
  assert.equal(why(await codes.typed(first.code)), 'wrong')
  assert.equal(why(await codes.typed(BYPASS)), 'wrong')
  assert.equal(why(await codes.typed(second.code)), 'ok')
  assert.deepEqual(
    (await shown()).map(({ state }) => state),
    ['used', 'revoked', 'revoked'],
  )
})

test('a revoked code counts no more; twice is no fault; another account’s is not found', async () => {
  const { id, code } = must(await make())
  must(await revoke(id))
  must(await revoke(id))
  assert.equal(why(await codes.typed(code)), 'wrong')
  assert.equal((await codes.audited('bypass_code.revoked')).length, 1)
  const bob = (await pairedDevice(codes.world, 'bob')).accountId
  const other = must(await make())
  assert.equal(
    reasonOf(await revokeBypassCode(ports, operator, { accountId: bob, id: other.id })),
    'not_found',
  )
  assert.equal(reasonOf(await revoke('nothing')), 'not_found')
  assert.equal(why(await codes.typed(other.code)), 'ok')
})

test('[BY5] who made it, why and until when is in the audit; the person is told at once, and of its use', async () => {
  const { id, code, expiresAtMs } = must(await make())
  const [entry] = await codes.audited('bypass_code.made')
  assert.equal(entry?.actor, 'operator')
  assert.deepEqual(entry.facts, { bypassCodeId: id, untilMs: expiresAtMs, reason })
  assert.deepEqual((await codes.notices())[0], {
    kind: 'bypass_code_made',
    facts: { untilMs: expiresAtMs, reason },
  })
  assert.deepEqual((await shown())[0], {
    ...{ id, state: 'open', reason, madeBy: 'operator', usedAtMs: null },
    ...{ madeAtMs: ports.clock.nowMs(), expiresAtMs },
  })
  must(await codes.typed(code))
  const facts = { appName: 'Wiki', address: '192.0.2.1' }
  assert.deepEqual((await codes.notices())[0], { kind: 'bypass_code_used', facts })
})

test('[BY6] the help desk may, with a fresh approval, for whomever it may change; an auditor and a person may not', async () => {
  const bob = (await pairedDevice(codes.world, 'bob')).accountId
  const owner = (await pairedDevice(codes.world, 'olga')).accountId
  must(await putAdmin(ports, operator, { accountId: owner, role: 'owner' }))
  const helpDesk: Actor = {
    ...{ kind: 'admin', accountId: bob, userId: 'bob', role: 'help_desk' },
    freshUntilMs: Number.MAX_SAFE_INTEGER,
  }
  must(await makeBypassCode(ports, helpDesk, { accountId, reason }))
  assert.equal(reasonOf(await makeBypassCode(ports, helpDesk, { accountId: owner, reason })), 'not_permitted')
  const others: readonly Actor[] = [
    { ...helpDesk, role: 'auditor' },
    { kind: 'person', accountId, userId: 'alice' },
    { kind: 'token', tokenId: '0'.repeat(16), name: 't', permissions: ['accounts:pair', 'accounts:write'] },
  ]
  for (const actor of others)
    assert.equal(reasonOf(await makeBypassCode(ports, actor, { accountId, reason })), 'not_permitted')
  const stale: Actor = { ...helpDesk, freshUntilMs: ports.clock.nowMs() }
  assert.equal(reasonOf(await makeBypassCode(ports, stale, { accountId, reason })), 'approval_needed')
  const id = (await shown())[0]?.id ?? ''
  assert.equal(reasonOf(await revokeBypassCode(ports, stale, { accountId, id })), 'approval_needed')
})

test('[BY6] a suspended account gets none, and the one it had counts no more while it is', async () => {
  const { code } = must(await make())
  must(await suspendAccount(ports, operator, { id: accountId }))
  assert.equal(reasonOf(await make()), 'account_suspended')
  assert.equal(why(await codes.typed(code)), 'wrong')
})

test('[CD8] wrong codes of before do not hold a new one back', async () => {
  for (let i = 0; i < 5; i++) await codes.typed('000000000000')
  assert.equal(why(await codes.typed(BYPASS)), 'too_many_tries')
  assert.equal(why(await codes.typed(must(await make()).code)), 'ok')
})

test('an admin sees which kinds wrong codes hold back, until when, and that unlocking ends it', async () => {
  const blocked = async () => must(await showAccountCodes(ports, operator, { accountId })).blocked
  assert.deepEqual(await blocked(), [])
  const beganMs = ports.clock.nowMs()
  for (let i = 0; i < 5; i++) await codes.typed('000000000000')
  codes.world.clock.advance(60_000)
  for (let i = 0; i < 5; i++) await codes.typed('ZZZZ29XMPT4C8WZNAB3R')
  assert.deepEqual(await blocked(), [
    { way: 'backup', untilMs: beganMs + 60_000 + 3_600_000 },
    { way: 'bypass', untilMs: beganMs + 3_600_000 },
  ])
  // A hundred in a row: until somebody does something.
  const guard = await codes.guard('bypass')
  await ports.storage.transaction(({ codeGuards }) =>
    codeGuards.save({ ...guard, consecutiveWrong: 100 }, ports.clock.nowMs()),
  )
  assert.deepEqual((await blocked())[1], { way: 'bypass', untilMs: null })
  must(await unlockAccount(ports, operator, { id: accountId }))
  assert.deepEqual(await blocked(), [])
})

test('they are forgotten when their time and the retention are over', async () => {
  must(await make({ minutes: 5 }))
  codes.world.clock.advance(300_000 + ports.settings.retentionMs)
  await purgeAccess(ports)
  assert.equal((await shown()).length, 2)
  codes.world.clock.advance(1)
  await purgeAccess(ports)
  assert.equal((await shown()).length, 1)
})
