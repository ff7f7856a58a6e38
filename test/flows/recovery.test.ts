// The way back for whoever lost every phone: two codes of different kinds, and what the session after them may do.
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { RECOVERY_SECONDS, RECOVERY_SESSION_SECONDS } from '@countersign/protocol'
import type { Refusal, Result } from '@countersign/server/core/refusal'
import type { Proved, Proving } from '@countersign/server/flows/access/recovery'
import { beginRecovery, proveRecovery } from '@countersign/server/flows/access/recovery'
import { findSession } from '@countersign/server/flows/access/sessions'
import { changeMyContact } from '@countersign/server/flows/me/contact'
import { removeMyDevice } from '@countersign/server/flows/me/devices'
import { startMyPairing } from '@countersign/server/flows/me/pairing'
import { disownOnPhone } from '@countersign/server/flows/not-me/disown-notice'
import { BACKUP, BYPASS, giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import { setUpMail } from '../support/invited.js'
import { policyBody } from '../support/policies.js'
import { setPolicies } from '../support/policy-world.js'
import type { TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice } from '../support/test-world.js'

const browser = { address: '192.0.2.7', browser: 'Safari on macOS' }

describe('recovery', () => {
  let world: World
  let phone: TestDevice
  let accountId: AccountId
  let totp: () => string
  beforeEach(async () => {
    world = await makeWorld()
    await setUpMail(world.ports)
    phone = await pairedDevice(world)
    accountId = phone.accountId
    totp = await giveTotp(world.ports, accountId)
    await giveBackupCodes(world.ports, accountId, [BACKUP, `ABCD${BACKUP.slice(4)}`])
  })

  async function begun(userId = 'alice'): Promise<(typed: string) => Promise<Result<Proved>>> {
    const { secret } = await beginRecovery(world.ports, userId)
    return (typed) => proveRecovery(world.ports, given(secret, typed))
  }
  const given = (secret: Uint8Array, typed: string): Proving => ({
    ...{ secret, typed, browser, known: '', former: undefined },
  })
  const reason = (result: Result<unknown>): Refusal['reason'] | 'ok' =>
    result.ok ? 'ok' : result.refusal.reason
  const kinds = async () =>
    (await world.ports.storage.read.notices.ofAccount(accountId, 20)).map(({ kind }) => kind)

  test('[RV1] two codes of different kinds, in either order, open a session; the person is told at once', async () => {
    const prove = await begun()
    const first = must(await prove(totp()))
    assert.deepEqual([first.shown, first.signedIn, first.session], ['totp', false, undefined])
    const second = must(await prove(BACKUP))
    assert.equal(second.signedIn, true)
    assert.equal(second.session?.session.by, 'codes')
    assert.ok((await kinds()).includes('recovery_started'))
    assert.ok((await kinds()).includes('backup_code_used'))
    const [entry] = (await world.ports.storage.read.audit.page({ action: 'session.started' }, undefined, 1))
      .entries
    assert.equal(entry?.entry.facts['by'], 'codes')
  })

  test('[RV1] one code alone, and two of one kind, bind no phone: a printed list that was found opens nothing', async () => {
    const prove = await begun()
    must(await prove(BACKUP))
    assert.equal(reason(await prove(`ABCD${BACKUP.slice(4)}`)), 'way_not_allowed')
    // The second code is still good: the answer came before it was looked at.
    const codes = await world.ports.storage.read.backupCodes.ofAccount(accountId)
    assert.deepEqual(codes.map(({ state }) => state).sort(), ['active', 'used'])
    assert.deepEqual(await world.ports.storage.read.sessions.ofAccount(accountId, '', 9), [])
    assert.equal((await kinds()).includes('recovery_started'), false)
  })

  test('[RV1] a code of the help desk counts as one of the two', async () => {
    await giveBypassCode(world.ports, accountId)
    const prove = await begun()
    must(await prove(BYPASS))
    assert.equal(must(await prove(totp())).signedIn, true)
  })

  test('[RV2] a printed code helps to recover also where no login takes it alone; where no code is wanted none does', async () => {
    await setPolicies(world, [policyBody({ says: { profile: 'strict' } })])
    const prove = await begun()
    assert.equal(must(await prove(BACKUP)).shown, 'backup')
    await setPolicies(world, [policyBody({ says: { otherWays: [] } })])
    assert.equal(reason(await prove(totp())), 'code_refused')
  })

  test('[RV1] the audit has each kind that was right, also the first that nothing came after', async () => {
    const prove = await begun()
    must(await prove(BACKUP))
    const { entries } = await world.ports.storage.read.audit.page(
      { action: 'recovery.code_accepted' },
      undefined,
      9,
    )
    assert.deepEqual(
      entries.map(({ entry }) => entry.facts),
      [{ way: 'backup', ...browser }],
    )
  })

  test('[RV2] an ID that nobody has, and a suspended account, are refused like a wrong code', async () => {
    const nobody = await begun('nobody')
    assert.equal(reason(await nobody(totp())), 'code_refused')
    const account = await world.ports.storage.read.directory.entry(accountId)
    assert.ok(account)
    await world.ports.storage.transaction(({ directory }) =>
      directory.save({ ...account.account, state: 'suspended' }, account.aliases),
    )
    const suspended = await begun()
    assert.equal(reason(await suspended(totp())), 'code_refused')
    assert.equal(reason(await suspended('000000')), 'code_refused')
  })

  test('[RV2] tries here are counted apart from those at apps, and stop after five', async () => {
    const prove = await begun()
    for (let n = 0; n < 5; n++) assert.equal(reason(await prove('000000')), 'code_refused')
    assert.equal(reason(await prove(totp())), 'too_many_tries')
    const other = await begun()
    assert.equal(reason(await other(totp())), 'too_many_tries')
    const atApps = await world.ports.storage.read.codeGuards.of(accountId, 'totp', 'app')
    assert.equal(atApps.revision, 0)
  })

  test('[RV3] only the browser that began goes on, for a quarter of an hour, and once', async () => {
    const { secret } = await beginRecovery(world.ports, 'alice')
    const stranger = await proveRecovery(world.ports, given(new Uint8Array(32), totp()))
    assert.equal(reason(stranger), 'credentials_wrong')
    world.clock.advance(RECOVERY_SECONDS * 1000)
    assert.equal(reason(await proveRecovery(world.ports, given(secret, totp()))), 'credentials_wrong')
    const prove = await begun()
    must(await prove(totp()))
    must(await prove(BACKUP))
    assert.equal(reason(await prove(BACKUP)), 'credentials_wrong')
  })

  test('[RV4] the session pairs a phone and removes one, changes nothing else, and is over in half an hour', async () => {
    const prove = await begun()
    must(await prove(totp()))
    const signedIn = must(await prove(BACKUP)).session
    assert.ok(signedIn)
    const { session, secret } = signedIn
    world.clock.advance(RECOVERY_SESSION_SECONDS * 1000 - 1)
    must(await startMyPairing(world.ports, session, undefined))
    must(await removeMyDevice(world.ports, session, { id: phone.id }))
    const contact = { emails: ['thief@example.net'], locale: 'en' as const }
    const revision = (await world.ports.storage.read.accounts.byId(accountId))?.revision ?? 0
    assert.equal(reason(await changeMyContact(world.ports, session, { contact, revision })), 'not_permitted')
    assert.equal(reason(await findSession(world.ports, 'person', secret)), 'ok')
    world.clock.advance(1)
    assert.equal(reason(await findSession(world.ports, 'person', secret)), 'credentials_wrong')
    assert.equal(reason(await findSession(world.ports, 'admin', secret)), 'credentials_wrong')
  })

  test('[RV1] of a hundred second codes at once one session comes', async () => {
    const { secret } = await beginRecovery(world.ports, 'alice')
    must(await proveRecovery(world.ports, given(secret, BACKUP)))
    const code = totp()
    const all = await Promise.all(
      Array.from({ length: 100 }, () => proveRecovery(world.ports, given(secret, code))),
    )
    assert.equal(all.filter(({ ok }) => ok).length, 1)
    assert.equal((await world.ports.storage.read.sessions.ofAccount(accountId, '', 9)).length, 1)
  })

  test('[NM1] whoever gives the second code while the owner stops the account is in nowhere, whichever came first', async () => {
    for (let round = 0; round < 8; round++) {
      const world = await makeWorld({ seed: round + 1 })
      const phone = await pairedDevice(world)
      const { accountId } = phone
      const code = await giveTotp(world.ports, accountId)
      await giveBackupCodes(world.ports, accountId)
      world.clock.advance(3_600_000)
      const { secret } = await beginRecovery(world.ports, 'alice')
      must(await proveRecovery(world.ports, given(secret, BACKUP)))
      const [notice] = await world.ports.storage.read.notices.ofAccount(accountId, 1)
      assert.equal(notice?.kind, 'backup_code_used')
      const second = proveRecovery(world.ports, given(secret, code()))
      // Each round the word comes a little later than in the one before.
      for (let turn = 0; turn < round * 6; turn++) await Promise.resolve()
      await Promise.all([second, disownOnPhone(world.ports, phone.id, notice.id)])
      assert.deepEqual(
        await world.ports.storage.read.sessions.ofAccount(accountId, '', 9),
        [],
        `round ${round}`,
      )
      assert.equal((await world.ports.storage.read.accounts.byId(accountId))?.state, 'suspended')
    }
  })
})
