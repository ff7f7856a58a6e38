// The part of the storage contract that says who signs in and who calls: admins, tokens, sessions, sign-ins, setup links, kept replies.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId, ChallengeId, TicketId } from '@countersign/protocol'
import type { ApiToken, SessionRecord, SetupBegun, SignIn } from '@countersign/server/core/access'
import type { Account } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, race, sampleAccount } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

const sampleToken = (fields: Partial<ApiToken> = {}): ApiToken => ({
  id: Buffer.from(bytes(8)).toString('hex'),
  name: 'Nightly import',
  secretHash: bytes(32),
  permissions: ['accounts:read', 'onboarding:write'],
  createdBy: 'operator',
  createdAtMs: NOW_MS,
  expiresAtMs: NOW_MS + 1000,
  usedAtMs: undefined,
  revokedAtMs: undefined,
  ...fields,
})

const sampleSession = (accountId: AccountId, fields: Partial<SessionRecord> = {}): SessionRecord => ({
  secretHash: bytes(32),
  id: id(),
  kind: 'admin',
  accountId,
  createdAtMs: NOW_MS,
  seenAtMs: NOW_MS,
  expiresAtMs: NOW_MS + 1000,
  address: '2001:db8::7',
  browser: 'Firefox on Linux',
  by: 'phone',
  approvedAtMs: NOW_MS,
  passkeyAtMs: 0,
  ...fields,
})

const sampleSignIn = (fields: Partial<SignIn> = {}): SignIn => ({
  secretHash: bytes(32),
  kind: 'person',
  challengeId: id<ChallengeId>(),
  userId: 'alice',
  appNonce: bytes(32),
  expiresAtMs: NOW_MS + 1000,
  ...fields,
})

export function accessContract(storage: CurrentStorage): void {
  const account = async (fields: Partial<Account> = {}): Promise<Account> => {
    const made = sampleAccount(fields)
    await storage().transaction(({ accounts }) => accounts.add(made))
    return made
  }
  const owner = (accountId: AccountId) =>
    ({ accountId, role: 'owner', createdAtMs: NOW_MS, createdBy: 'operator' }) as const

  test('an admin is put, found, given another role without losing who made them, and removed once', async () => {
    const { id: accountId } = await account()
    await storage().transaction(({ admins }) => admins.put(owner(accountId)))
    await storage().transaction(({ admins }) =>
      admins.put({ accountId, role: 'auditor', createdAtMs: NOW_MS + 9, createdBy: 'somebody else' }),
    )
    assert.deepEqual(await storage().read.admins.of(accountId), { ...owner(accountId), role: 'auditor' })
    assert.equal(await storage().transaction(({ admins }) => admins.remove(accountId)), true)
    assert.equal(await storage().transaction(({ admins }) => admins.remove(accountId)), false)
    assert.equal(await storage().read.admins.of(accountId), undefined)
  })

  test('there is no admin without an account', async () => {
    await assert.rejects(storage().transaction(({ admins }) => admins.put(owner(id<AccountId>()))))
  })

  test('owners count while their account is active', async () => {
    const before = await storage().read.admins.owners()
    const [active, suspended] = [await account(), await account({ state: 'suspended' })]
    await storage().transaction(async ({ admins }) => {
      await admins.put(owner(active.id))
      await admins.put(owner(suspended.id))
    })
    assert.equal(await storage().read.admins.owners(), before + 1)
  })

  test('admins come in pages by user ID, with their names', async () => {
    for (const userId of ['~a', '~b', '~c']) {
      const { id: accountId } = await account({ userId, displayName: userId.toUpperCase() })
      await storage().transaction(({ admins }) => admins.put({ ...owner(accountId), role: 'admin' }))
    }
    const first = await storage().read.admins.page('~', 2)
    const rest = await storage().read.admins.page('~b', 2)
    assert.deepEqual(
      [...first, ...rest].map(({ userId, displayName }) => [userId, displayName]),
      [
        ['~a', '~A'],
        ['~b', '~B'],
        ['~c', '~C'],
      ],
    )
  })

  test('a token comes back as it was, notes its use, and is revoked by one of 100', async () => {
    const token = sampleToken()
    await storage().transaction(({ tokens }) => tokens.add(token))
    assert.deepEqual(await storage().read.tokens.byId(token.id), token)
    await storage().transaction(({ tokens }) => tokens.used(token.id, NOW_MS + 5))
    const revoke = () => storage().transaction(({ tokens }) => tokens.revoke(token.id, NOW_MS + 7))
    assert.equal(await race(100, revoke), 1)
    const after = { ...token, usedAtMs: NOW_MS + 5, revokedAtMs: NOW_MS + 7 }
    assert.deepEqual(await storage().read.tokens.byId(token.id), after)
    assert.equal(await storage().read.tokens.byId('ffffffffffffffff'), undefined)
  })

  test('tokens come in pages by id, each once', async () => {
    const made = ['fff1', 'fff2', 'fff3'].map((tail) => sampleToken({ id: `ffffffffffff${tail}` }))
    for (const token of made) await storage().transaction(({ tokens }) => tokens.add(token))
    const first = await storage().read.tokens.page('ffffffffffff', 2)
    const rest = await storage().read.tokens.page('fffffffffffffff2', 5)
    assert.deepEqual([...first, ...rest], made)
  })

  test('a session is found by its secret, with its account and role as they are at that moment', async () => {
    const { id: accountId, userId, displayName } = await account()
    const session = sampleSession(accountId)
    await storage().transaction(({ sessions }) => sessions.add(session))
    const bare = { ...session, userId, displayName, active: true, role: undefined }
    assert.deepEqual(await storage().read.sessions.bySecret(session.secretHash), bare)
    await storage().transaction(({ admins }) => admins.put(owner(accountId)))
    assert.equal((await storage().read.sessions.bySecret(session.secretHash))?.role, 'owner')
    assert.equal(await storage().read.sessions.bySecret(bytes(32)), undefined)
    assert.deepEqual(await storage().read.sessions.byId(session.id), session)
  })

  test('a session of an account that is suspended is not active', async () => {
    const { id: accountId } = await account({ state: 'suspended' })
    const session = sampleSession(accountId)
    await storage().transaction(({ sessions }) => sessions.add(session))
    assert.equal((await storage().read.sessions.bySecret(session.secretHash))?.active, false)
  })

  test('sessions are seen, listed by account and at the console, ended one by one and all at once', async () => {
    const { id: accountId } = await account()
    const mine = [
      sampleSession(accountId),
      sampleSession(accountId, { kind: 'person' }),
      sampleSession(accountId),
    ].sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const session of mine) await storage().transaction(({ sessions }) => sessions.add(session))
    const [first] = mine
    assert.ok(first)
    await storage().transaction(({ sessions }) => sessions.seen(first.secretHash, NOW_MS + 3))
    assert.equal(
      await storage().transaction(({ sessions }) => sessions.approved(first.id, NOW_MS + 4, 'phone')),
      true,
    )
    assert.equal((await storage().read.sessions.byId(first.id))?.approvedAtMs, NOW_MS + 4)
    assert.equal(
      await storage().transaction(({ sessions }) => sessions.approved(id(), NOW_MS + 4, 'phone')),
      false,
    )
    const listed = await storage().read.sessions.ofAccount(accountId, '', 10)
    assert.deepEqual(
      listed.map(({ id: sessionId }) => sessionId),
      mine.map(({ id: sessionId }) => sessionId),
    )
    assert.equal(listed[0]?.seenAtMs, NOW_MS + 3)
    assert.equal((await storage().read.sessions.ofAccount(accountId, first.id, 1)).length, 1)
    const atConsole = await storage().read.sessions.atConsole('', 1000)
    assert.equal(atConsole.filter((session) => session.accountId === accountId).length, 2)

    assert.equal(await storage().transaction(({ sessions }) => sessions.endAll(accountId, 'admin')), 2)
    assert.equal(await storage().transaction(({ sessions }) => sessions.endAll(accountId)), 1)
    assert.equal(await storage().transaction(({ sessions }) => sessions.end(first.id)), false)
  })

  test('sessions that are over or idle are purged, few at a time; the others stay', async () => {
    const { id: accountId } = await account()
    const over = sampleSession(accountId, { expiresAtMs: 100, seenAtMs: 99 })
    const idle = sampleSession(accountId, { seenAtMs: 10 })
    const good = sampleSession(accountId)
    for (const session of [over, idle, good])
      await storage().transaction(({ sessions }) => sessions.add(session))
    const purge = () => storage().transaction(({ sessions }) => sessions.purge(100, 10, 1))
    assert.equal((await purge()) + (await purge()) + (await purge()), 2)
    const left = await storage().read.sessions.ofAccount(accountId, '', 10)
    assert.deepEqual(
      left.map(({ id: sessionId }) => sessionId),
      [good.id],
    )
  })

  test('a sign-in comes back as it was, is removed by one of 100, and is purged when it is over', async () => {
    const signIn = sampleSignIn()
    await storage().transaction(({ signIns }) => signIns.add(signIn))
    assert.deepEqual(await storage().read.signIns.bySecret(signIn.secretHash), signIn)
    const remove = () => storage().transaction(({ signIns }) => signIns.remove(signIn.secretHash))
    assert.equal(await race(100, remove), 1)

    const [old, young] = [sampleSignIn({ expiresAtMs: 50 }), sampleSignIn()]
    for (const each of [old, young]) await storage().transaction(({ signIns }) => signIns.add(each))
    assert.equal(await storage().transaction(({ signIns }) => signIns.purge(50, 10)), 1)
    assert.equal(await storage().read.signIns.bySecret(old.secretHash), undefined)
    assert.deepEqual(await storage().read.signIns.bySecret(young.secretHash), young)
  })

  const begunBy = (browserHash: Uint8Array, untilMs: number): SetupBegun => ({
    browserHash,
    accountId: id<AccountId>(),
    madeAccount: untilMs % 2 === 0,
    ticketId: id<TicketId>(),
    untilMs,
  })

  test('a setup link is begun by one of 100 browsers, by the next one only after its time, and used once', async () => {
    const secretHash = bytes(32)
    const link = { secretHash, createdAtMs: NOW_MS, expiresAtMs: NOW_MS + 1000 }
    await storage().transaction(({ setupLinks }) => setupLinks.add(link))
    assert.equal(await storage().read.setupLinks.anyOpen(NOW_MS), true)
    const browsers = Array.from({ length: 100 }, () => begunBy(bytes(32), NOW_MS + 10))
    const begin = (begun: SetupBegun, nowMs: number) =>
      storage().transaction(({ setupLinks }) => setupLinks.begin(secretHash, begun, nowMs))
    assert.equal(await race(100, (i) => begin(browsers[i] ?? begunBy(bytes(32), 0), NOW_MS)), 1)
    const first = (await storage().read.setupLinks.bySecret(secretHash))?.begun
    assert.ok(first)
    assert.deepEqual(await storage().read.setupLinks.byBrowser(first.browserHash), {
      ...link,
      state: 'begun',
      begun: first,
    })
    const again = { ...begunBy(first.browserHash, NOW_MS + 10) }
    assert.equal(await begin(again, NOW_MS), true, 'the same browser may begin again')

    const second = begunBy(bytes(32), NOW_MS + 30)
    assert.equal(await begin(second, NOW_MS + 9), false)
    assert.equal(await begin(second, NOW_MS + 10), true)
    const use = (browserHash: Uint8Array) =>
      storage().transaction(({ setupLinks }) => setupLinks.use(secretHash, browserHash))
    assert.equal(await use(first.browserHash), false)
    assert.equal(await race(100, () => use(second.browserHash)), 1)
    assert.equal(await begin(second, NOW_MS + 50), false)
  })

  test('a setup link is over at its end, and when it is withdrawn', async () => {
    const [over, withdrawn] = [bytes(32), bytes(32)]
    await storage().transaction(async ({ setupLinks }) => {
      await setupLinks.add({ secretHash: over, createdAtMs: 1, expiresAtMs: 10 })
      await setupLinks.add({ secretHash: withdrawn, createdAtMs: 1, expiresAtMs: NOW_MS })
    })
    const begin = (secretHash: Uint8Array, nowMs: number) =>
      storage().transaction(({ setupLinks }) =>
        setupLinks.begin(secretHash, begunBy(bytes(32), nowMs + 1), nowMs),
      )
    assert.equal(await begin(over, 10), false)
    const begun = begunBy(bytes(32), NOW_MS)
    await storage().transaction(({ setupLinks }) => setupLinks.begin(withdrawn, begun, 10))
    assert.deepEqual(await storage().transaction(({ setupLinks }) => setupLinks.withdrawAll()), [begun])
    assert.equal(await begin(withdrawn, 10), false)
    assert.equal(await storage().read.setupLinks.anyOpen(5), false)
  })

  test('an idempotency key is taken by one of 100; its reply is kept once, released, purged', async () => {
    const [keyHash, requestHash, sealedReply] = [bytes(32), bytes(32), bytes(50)]
    const take = () =>
      storage().transaction(({ keptReplies }) => keptReplies.take(keyHash, requestHash, NOW_MS))
    assert.equal(await race(100, take), 1)
    const underWay = { requestHash, sealedReply: undefined, createdAtMs: NOW_MS }
    assert.deepEqual(await storage().read.keptReplies.of(keyHash), underWay)
    const keep = () => storage().transaction(({ keptReplies }) => keptReplies.keep(keyHash, sealedReply))
    assert.equal(await race(100, keep), 1)
    assert.deepEqual(await storage().read.keptReplies.of(keyHash), { ...underWay, sealedReply })
    await storage().transaction(({ keptReplies }) => keptReplies.release(keyHash))
    assert.equal(await storage().read.keptReplies.of(keyHash), undefined)

    await storage().transaction(({ keptReplies }) => keptReplies.take(keyHash, requestHash, 5))
    assert.equal(await storage().transaction(({ keptReplies }) => keptReplies.purge(4, 10)), 0)
    assert.equal(await storage().transaction(({ keptReplies }) => keptReplies.purge(5, 10)), 1)
  })
}
