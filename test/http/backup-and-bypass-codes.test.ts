// Backup codes and bypass codes over a real port: for admins at /admin/v1, for people at /me/v1, and typed at an app.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { FRESH_APPROVAL_SECONDS, toBase64Url } from '@countersign/protocol'
import { accountCodes, backupCodesMade, bypassCodeMade } from '@countersign/protocol/admin'
import { myCodes } from '@countersign/protocol/me'
import { Busy } from '@countersign/server/core/busy'
import type { CodeHash } from '@countersign/server/core/ports-codes'
import { changeSelfService, showSelfService } from '@countersign/server/flows/admin/self-service'
import { createCodeHash } from '@countersign/server/vault/code-hash'
import { adminOf } from '../support/admin-token.js'
import type { FixedClock } from '../support/clock.js'
import { fixedClock } from '../support/clock.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import type { Reply } from '../support/test-server.js'
import { assertProblem, TestServer } from '../support/test-server.js'

const operator = { kind: 'operator' } as const
/** Quick: what a hash costs, and when too many wait for theirs, is tested in test/vault. */
const quick = createCodeHash(
  { keyedHash: (label, bytes) => new Uint8Array(createHmac('sha256', label).update(bytes).digest()) },
  { cost: 2 },
)
let isBusy = false
const unlessBusy = <T>(work: () => Promise<T>): Promise<T> =>
  isBusy ? Promise.reject(new Busy('too many wait', 10)) : work()
const codeHash: CodeHash = {
  make: (code) => unlessBusy(() => quick.make(code)),
  fits: (code, hash, pool) => unlessBusy(() => quick.fits(code, hash, pool)),
  waste: (code, pool) => unlessBusy(() => quick.waste(code, pool)),
}

describe('printed codes and codes of the help desk', () => {
  let clock: FixedClock
  let server: TestServer
  let admin: Awaited<ReturnType<typeof adminOf>>
  let apiKey: string
  let phone: RawDevice & { readonly accountId: AccountId }
  let account: string
  before(async () => {
    clock = fixedClock()
    server = await TestServer.start({ storage: 'sqlite', overrides: { ports: { clock, codeHash } } })
    admin = await adminOf(server)
    apiKey = (await server.addApp()).apiKey
    phone = await adminWithPhone(server, 'alice')
    account = `/admin/v1/accounts/${phone.accountId}`
  })
  after(() => server.stop())
  // Tries and rings of one test are none of the next.
  beforeEach(() => clock.advance(3_600_000))

  const typed = (code: string): Promise<Reply> =>
    server.call('POST', '/v1/codes', {
      headers: { authorization: `Bearer ${apiKey}` },
      body: {
        ...{ userId: 'alice', purpose: 'login', appNonce: toBase64Url(new Uint8Array(32)), code },
        context: { address: '192.0.2.1', browser: 'Firefox on Linux' },
      },
    })
  const shown = async () => accountCodes.parse((await admin('GET', `${account}/codes`)).json)

  test('an admin makes a set, which is told once and kept by no cache; each code logs in once; then the set is removed', async () => {
    const made = await admin('POST', `${account}/backup-codes`)
    assert.equal(made.status, 201, made.text)
    assert.equal(made.headers.get('cache-control'), 'no-store')
    const { codes, madeAtMs } = backupCodesMade.parse(made.json)
    assert.equal(codes.length, 10)
    assert.equal((await typed(codes[0] ?? '')).status, 200)
    assertProblem(await typed(codes[0] ?? ''), 403, 'code_refused')

    const { backupCodes } = await shown()
    assert.deepEqual([backupCodes.left, backupCodes.madeAtMs], [9, madeAtMs])
    assert.deepEqual(
      backupCodes.codes.map(({ selector }) => selector),
      codes.map((code) => code.slice(0, 4)).sort(),
    )
    assert.equal((await admin('DELETE', `${account}/backup-codes`)).status, 204)
    assert.equal((await admin('DELETE', `${account}/backup-codes`)).status, 204)
    assert.deepEqual((await shown()).backupCodes, { madeAtMs: null, left: 0, codes: [] })
    assertProblem(await typed(codes[1] ?? ''), 403, 'code_refused')
  })

  test('an answer that got lost is asked for again under its key: one set is made', async () => {
    const ask = () => admin('POST', `${account}/backup-codes`, { headers: { 'idempotency-key': 'lost' } })
    const [first, again] = [await ask(), await ask()]
    assert.deepEqual(again.json, first.json)
    assert.equal(again.headers.get('idempotency-replayed'), 'true')
    assert.equal((await typed(first.json.codes[0])).status, 200)
  })

  test('the help desk tells a code, with a reason; it is shown as used, revoked or over, never as itself', async () => {
    const body = { reason: 'phone at the repair shop', minutes: 30 }
    const made = await admin('POST', `${account}/bypass-codes`, { body })
    assert.equal(made.status, 201, made.text)
    assert.equal(made.headers.get('cache-control'), 'no-store')
    const { id, code, expiresAtMs } = bypassCodeMade.parse(made.json)
    assert.equal(expiresAtMs, clock.nowMs() + 30 * 60_000)
    assert.equal((await typed(code)).status, 200)
    const another = bypassCodeMade.parse((await admin('POST', `${account}/bypass-codes`, { body })).json)
    assert.equal((await admin('DELETE', `${account}/bypass-codes/${another.id}`)).status, 204)
    assertProblem(await typed(another.code), 403, 'code_refused')
    const { bypassCodes } = await shown()
    const told = JSON.stringify(bypassCodes)
    for (const each of [code, another.code])
      assert.equal(told.includes(each) || told.includes(each.replaceAll(' ', '')), false)
    assert.deepEqual(
      bypassCodes.map((row) => [row.id, row.state, row.reason]),
      [
        [another.id, 'revoked', body.reason],
        [id, 'used', body.reason],
      ],
    )
  })

  test('a code without a reason, for too short or too long, or of nobody, is refused', async () => {
    const make = (body: unknown, path = account) => admin('POST', `${path}/bypass-codes`, { body })
    for (const body of [
      {},
      { reason: '' },
      { reason: 'x', minutes: 4 },
      { reason: 'x', minutes: 1_441 },
      { reason: 'x', minutes: 10.5 },
      { reason: 'x\u0000' },
      { reason: 'x', code: '111122223333' },
    ])
      assertProblem(await make(body), 422, 'body_invalid')
    const nobody = '/admin/v1/accounts/019aa5bb-1c2d-4e3f-8a4b-5c6d7e8f9a0b'
    assertProblem(await make({ reason: 'x' }, nobody), 404, 'not_found')
    assertProblem(await admin('POST', `${nobody}/backup-codes`), 404, 'not_found')
    assertProblem(await admin('GET', `${nobody}/codes`), 404, 'not_found')
    assertProblem(await admin('DELETE', `${account}/bypass-codes/nothing`), 404, 'not_found')
  })

  test('[BC6] while too many codes wait to be hashed, the answer says when to come back, and nothing is counted', async () => {
    isBusy = true
    const replies = [await admin('POST', `${account}/backup-codes`), await typed('K7QD-29XM-PT4C-8WZN-AB3R')]
    isBusy = false
    for (const reply of replies) {
      assertProblem(reply, 503, 'unavailable')
      assert.equal(reply.headers.get('retry-after'), '10')
    }
    const guard = await server.ports.storage.read.codeGuards.of(phone.accountId, 'backup', 'app')
    assert.ok(guard.wrongAtMs.every((atMs) => atMs < clock.nowMs()))
  })

  test('[BC10] a person sees what they have and makes their own set, once their phone has approved something', async () => {
    const me = new ConsoleBrowser(server, 'person')
    await me.signIn('alice', phone)
    const codes = async () => myCodes.parse((await me.call('GET', '/me/v1/codes')).json)
    assert.deepEqual((await codes()).allowed, ['totp', 'backup', 'bypass'])
    const made = await me.call('POST', '/me/v1/backup-codes')
    assert.equal(made.status, 201, made.text)
    assert.equal(made.headers.get('cache-control'), 'no-store')
    const { codes: printed } = backupCodesMade.parse(made.json)
    assert.equal((await codes()).backupCodes.left, 10)
    assert.equal((await typed(printed[3] ?? '')).status, 200)

    clock.advance(FRESH_APPROVAL_SECONDS * 1000)
    assertProblem(await me.call('POST', '/me/v1/backup-codes'), 403, 'approval_needed')
    assert.equal((await codes()).backupCodes.left, 9)
  })

  test('[BC10] where an admin takes the right away, people make none themselves', async () => {
    const me = new ConsoleBrowser(server, 'person')
    await me.signIn('alice', phone)
    const { ports } = server
    const set = async (right: boolean) => {
      const now = await showSelfService(ports, operator, undefined)
      assert.ok(now.ok)
      const { revision, ...rights } = now.value
      const saved = await changeSelfService(ports, operator, {
        rights: { ...rights, codes: right },
        revision,
      })
      assert.ok(saved.ok)
    }
    await set(false)
    assertProblem(await me.call('POST', '/me/v1/backup-codes'), 403, 'forbidden')
    assert.equal((await me.call('GET', '/me/v1/codes')).status, 200)
    await set(true)
    assert.equal((await me.call('POST', '/me/v1/backup-codes')).status, 201)
  })
})
