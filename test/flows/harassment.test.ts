// Somebody asks and asks: who is told, how often, and what an admin sees; and the next login tells of what was denied.
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { NoticeKind } from '@countersign/protocol/me'
import { unlockAccount } from '@countersign/server/flows/admin/account-standing'
import { findAccountByName } from '@countersign/server/flows/admin/accounts'
import { showOverview } from '@countersign/server/flows/admin/overview'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { mailsOf, setUpMail } from '../support/invited.js'
import { OPERATOR, takeOver } from '../support/onboarding.js'
import type { TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { asked, from, makeWorld, must, pairedDevice, settled } from '../support/test-world.js'

const MINUTE_MS = 60_000

describe('somebody keeps asking', () => {
  let world: World
  let phone: TestDevice
  beforeEach(async () => {
    world = await makeWorld()
    await setUpMail(world.ports)
    await takeOver(world.ports, ['user_id,email', 'alice,a@example.org'])
    phone = await pairedDevice(world)
  })

  /** One request after the other, each left to expire. */
  async function askTimes(times: number, pauseMs = 2 * MINUTE_MS): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      await asked(world, from('203.0.113.66'))
      await rest()
      world.clock.advance(pauseMs)
    }
  }

  /** The alarm is sounded once the reply has left. */
  async function rest(): Promise<void> {
    for (let n = 0; n < 5; n += 1) await settled()
  }

  async function toldOf(kind: NoticeKind) {
    const told = await world.ports.storage.read.notices.ofAccount(phone.accountId, 100)
    return told.filter((notice) => notice.kind === kind)
  }

  const shownAccount = async () =>
    must(await findAccountByName(world.ports, OPERATOR, { loginName: 'alice' }))

  test('[FT5] the person is told on the phone and by mail, once, with what to do', async () => {
    await askTimes(3)
    assert.deepEqual(await toldOf('login_harassment'), [])
    await askTimes(9)
    const [told, ...more] = await toldOf('login_harassment')
    assert.deepEqual(more, [])
    assert.deepEqual(told?.facts, {
      ...{ requests: 4, denied: 0, appName: 'Wiki', address: '203.0.113.66', browser: 'Firefox on Linux' },
    })
    const mails = (await mailsOf(world.ports)).filter(({ subject }) => subject.includes('keeps asking'))
    assert.equal(mails.length, 1)
    assert.match(mails[0]?.text ?? '', /change it now/)
  })

  test('[FT5] admins see it in the overview, in the audit, and at the account with its numbers', async () => {
    await askTimes(6)
    const { alerts } = must(await showOverview(world.ports, OPERATOR, undefined))
    const alert = alerts.find(({ kind }) => kind === 'login_harassment')
    assert.deepEqual([alert?.level, alert?.count], ['danger', 1])
    const { entries } = await world.ports.storage.read.audit.page(
      { action: 'account.harassed' },
      undefined,
      9,
    )
    assert.equal(entries.length, 1)
    const { lock } = await shownAccount()
    assert.equal(lock.unapprovedRequests, 6)
    assert.ok(lock.harassedAtMs !== null)
  })

  test('[FT5] a second day of it is told a second time', async () => {
    await askTimes(4)
    world.clock.advance(24 * 60 * MINUTE_MS)
    await askTimes(4)
    assert.equal((await toldOf('login_harassment')).length, 2)
  })

  test('[FT4] denying three times in a day is enough', async () => {
    for (let n = 0; n < 3; n += 1) {
      const { challengeId } = await asked(world, from('203.0.113.66'))
      must(await answerChallenge(world.ports, phone.id, await phone.deny(challengeId)))
      await rest()
      world.clock.advance(60 * MINUTE_MS)
    }
    const [told] = await toldOf('login_harassment')
    assert.equal(told?.facts['denied'], 3)
  })

  test('[FT4] whoever asks again because the phone was elsewhere, and then approves, alarms nobody', async () => {
    for (let login = 0; login < 12; login += 1) {
      await askTimes(2, 30_000)
      const { challengeId, match } = await asked(world)
      must(await answerChallenge(world.ports, phone.id, await phone.approve(challengeId, match)))
      world.clock.advance(120 * MINUTE_MS)
    }
    assert.deepEqual(await toldOf('login_harassment'), [])
    assert.equal((await shownAccount()).lock.unapprovedRequests, 0)
  })

  test('[FT7] the next login tells of what was denied before it, once', async () => {
    for (const how of ['deny', 'report'] as const) {
      const { challengeId } = await asked(world, from('203.0.113.66'))
      must(await answerChallenge(world.ports, phone.id, await phone[how](challengeId)))
      world.clock.advance(MINUTE_MS)
    }
    assert.deepEqual(await toldOf('logins_denied'), [])
    for (let login = 0; login < 2; login += 1) {
      const { challengeId, match } = await asked(world)
      must(await answerChallenge(world.ports, phone.id, await phone.approve(challengeId, match)))
      world.clock.advance(MINUTE_MS)
    }
    const [told, ...more] = await toldOf('logins_denied')
    assert.deepEqual([told?.facts, more], [{ denied: 2 }, []])
  })

  test('[FT8] a report ends it, quiets the app and address, and tells person, audit and overview', async () => {
    const { challengeId } = await asked(world, from('203.0.113.66'))
    must(await answerChallenge(world.ports, phone.id, await phone.report(challengeId)))
    assert.equal((await world.ports.storage.read.challenges.byId(challengeId))?.state, 'reported')
    assert.equal((await asked(world, from('203.0.113.66'))).delivery, 'pull')
    assert.equal((await asked(world, from('192.0.2.1'))).delivery, 'push')
    world.clock.advance(24 * 60 * MINUTE_MS)
    assert.equal((await asked(world, from('203.0.113.66'))).delivery, 'push')
    assert.equal((await toldOf('login_reported')).length, 1)
    const [mail] = (await mailsOf(world.ports)).filter(({ subject }) => subject.includes('reported'))
    assert.match(mail?.text ?? '', /change it/)
    const { entries } = await world.ports.storage.read.audit.page({ action: 'login.reported' }, undefined, 9)
    assert.equal(entries.length, 1)
  })

  test('[FT4] unlocking forgets it, like everything that happened lately', async () => {
    await askTimes(4)
    const { id } = await shownAccount()
    const { lock } = must(await unlockAccount(world.ports, OPERATOR, { id }))
    assert.deepEqual([lock.unapprovedRequests, lock.harassedAtMs, lock.locked], [0, null, false])
  })
})
