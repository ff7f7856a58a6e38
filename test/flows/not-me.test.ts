// "This wasn't me": one word by mail, on a phone, or at /me stops the account, takes back what was added since, and tells everybody.
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { fromBase64Url, NOT_ME_DAYS } from '@countersign/protocol'
import type { NoticeKind } from '@countersign/protocol/me'
import { disownableKinds, noticeKinds, quietKinds } from '@countersign/protocol/me'
import { disownNotice, disownOnPhone } from '@countersign/server/flows/not-me/disown-notice'
import { lookUpNotMe, stopByLink } from '@countersign/server/flows/not-me/not-me-link'
import { notify } from '@countersign/server/flows/notices'
import { mailsOf, setUpMail } from '../support/invited.js'
import { takeOver } from '../support/onboarding.js'
import { signedIn } from '../support/sign-in.js'
import type { TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice } from '../support/test-world.js'

const DAY_MS = 86_400_000

describe('this was not me', () => {
  let world: World
  let phone: TestDevice
  let accountId: AccountId
  beforeEach(async () => {
    world = await makeWorld()
    await setUpMail(world.ports)
    await takeOver(world.ports, ['user_id,email', 'alice,a@example.org'])
    phone = await pairedDevice(world)
    accountId = (await account()).id
    // What follows is not of the same hour.
    world.clock.advance(DAY_MS)
  })

  async function account() {
    const found = await world.ports.storage.read.accounts.byUserId('alice')
    assert.ok(found)
    return found
  }

  async function told(kind: NoticeKind): Promise<string> {
    world.clock.advance(1_000)
    await world.ports.storage.transaction((stores) => notify(world.ports, stores, accountId, kind, {}))
    const [newest] = await world.ports.storage.read.notices.ofAccount(accountId, 1)
    assert.ok(newest)
    return newest.id
  }

  async function secretOfLastMail(): Promise<Uint8Array> {
    const [mail] = await mailsOf(world.ports)
    const secret = /\/not-me\/#([\w-]{43})/.exec(mail?.text ?? '')?.[1]
    assert.ok(secret, mail?.text)
    const bytes = fromBase64Url(secret)
    assert.ok(bytes)
    return bytes
  }

  test('[NM1] the link of a mail shows what it is about, and changes nothing until it is said', async () => {
    await told('totp_added')
    const secret = await secretOfLastMail()
    const found = must(await lookUpNotMe(world.ports, secret))
    assert.deepEqual([found.kind, found.userId, found.stopped], ['totp_added', 'alice', false])
    assert.equal((await account()).state, 'active')
    assert.equal(must(await stopByLink(world.ports, secret)).stopped, true)
    assert.equal((await account()).state, 'suspended')
    // A second click, and a second reader of the mail.
    assert.equal(must(await stopByLink(world.ports, secret)).stopped, true)
    assert.equal(must(await lookUpNotMe(world.ports, secret)).stopped, true)
    const kinds = (await world.ports.storage.read.notices.ofAccount(accountId, 9)).map(({ kind }) => kind)
    assert.equal(kinds.filter((kind) => kind === 'account_stopped').length, 1)
  })

  test('[NM1] every notice about a way in has such a link in its mail, others have none', async () => {
    const withLink = async () =>
      (await mailsOf(world.ports)).filter(({ text }) => text.includes('/not-me/#')).length
    // The phone that was paired before.
    assert.equal(await withLink(), 1)
    for (const kind of disownableKinds) await told(kind)
    for (const kind of noticeKinds) if (!disownableKinds.includes(kind)) await told(kind)
    // All but the quiet ones, of which no mail tells.
    const mailed = disownableKinds.filter((kind) => !quietKinds.some((quiet) => quiet === kind))
    assert.equal(await withLink(), 1 + mailed.length)
  })

  test('[NM2] what was added since goes: the new phone and its session; what was there before stays', async () => {
    const taken = await pairedDevice(world, 'alice')
    await signedIn(world, 'person', taken)
    await stopByLink(world.ports, await secretOfLastMail())
    const { devices, sessions } = world.ports.storage.read
    assert.equal((await devices.byId(taken.id))?.state, 'revoked')
    assert.equal((await devices.byId(phone.id))?.state, 'active')
    assert.deepEqual(await sessions.ofAccount(accountId, '', 9), [])
    const { entries } = await world.ports.storage.read.audit.page({ action: 'account.stopped' }, undefined, 1)
    const [entry] = entries
    assert.deepEqual(entry?.entry.facts['takenBack'], [`device:${taken.id}`])
    assert.equal(entry?.entry.actor, 'not-me-link')
  })

  test('[NM1] a phone of the account can say it of its notice, one of another account or a removed one cannot', async () => {
    const noticeId = await told('backup_code_used')
    await takeOver(world.ports, ['user_id', 'mallory'])
    const other = await pairedDevice(world, 'mallory')
    const refused = await disownOnPhone(world.ports, other.id, noticeId)
    assert.equal(refused.ok ? 'ok' : refused.refusal.reason, 'link_invalid')
    assert.equal((await account()).state, 'active')
    must(await disownOnPhone(world.ports, phone.id, noticeId))
    assert.equal((await account()).state, 'suspended')
  })

  test('[NM1] at /me it can be said of one’s own notices only, and ends the session that says it', async () => {
    const noticeId = await told('device_removed')
    await takeOver(world.ports, ['user_id', 'mallory'])
    const other = await signedIn(world, 'person', await pairedDevice(world, 'mallory'), 'mallory')
    const refused = await disownNotice(world.ports, other.session, { id: noticeId })
    assert.equal(refused.ok ? 'ok' : refused.refusal.reason, 'not_found')
    const own = await signedIn(world, 'person', phone)
    must(await disownNotice(world.ports, own.session, { id: noticeId }))
    assert.equal((await account()).state, 'suspended')
    assert.deepEqual(await world.ports.storage.read.sessions.ofAccount(accountId, '', 9), [])
  })

  test('[NM3] after a week, of other news, and with any other secret nothing is stopped', async () => {
    const noticeId = await told('totp_added')
    const secret = await secretOfLastMail()
    const wrong = await stopByLink(world.ports, new Uint8Array(32))
    assert.equal(wrong.ok ? 'ok' : wrong.refusal.reason, 'link_invalid')
    const role = await told('role_given')
    const news = await disownOnPhone(world.ports, phone.id, role)
    assert.equal(news.ok ? 'ok' : news.refusal.reason, 'link_invalid')
    world.clock.advance(NOT_ME_DAYS * DAY_MS)
    const late = await stopByLink(world.ports, secret)
    assert.equal(late.ok ? 'ok' : late.refusal.reason, 'link_invalid')
    const onPhone = await disownOnPhone(world.ports, phone.id, noticeId)
    assert.equal(onPhone.ok ? 'ok' : onPhone.refusal.reason, 'link_invalid')
    assert.equal((await account()).state, 'active')
  })
})
