// Quiet hours from the person's wish to the silent phone: set on the phone and at /me, told, kept to, and over in the morning.
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { QuietHours } from '@countersign/protocol'
import { findAccountByName } from '@countersign/server/flows/admin/accounts'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { changeMyQuietHours, myQuietHours } from '@countersign/server/flows/me/quiet-hours'
import { openChallenges } from '@countersign/server/flows/open-challenges'
import { isQuietNow, setQuietHoursOnPhone } from '@countersign/server/flows/quiet-hours'
import { answerQuietHoursFrame } from '@countersign/server/socket/quiet-hours-frames'
import { mailsOf, setUpMail } from '../support/invited.js'
import { OPERATOR, takeOver } from '../support/onboarding.js'
import { signedIn } from '../support/sign-in.js'
import type { TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { asked, makeWorld, must, pairedDevice, reasonOf, settled } from '../support/test-world.js'

const EVERY_DAY: QuietHours['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const NIGHTS: QuietHours = { days: EVERY_DAY, from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
const HOUR_MS = 3_600_000

describe('quiet hours', () => {
  let world: World
  let phone: TestDevice
  beforeEach(async () => {
    world = await makeWorld()
    await setUpMail(world.ports)
    await takeOver(world.ports, ['user_id,email', 'alice,a@example.org'])
    phone = await pairedDevice(world)
  })

  function goTo(iso: string): void {
    world.clock.advance(Date.parse(iso) - world.clock.nowMs())
  }

  test('[FT2] inside them nothing rings, the page says to open the app, and the request is there to be pulled', async () => {
    must(await setQuietHoursOnPhone(world.ports, phone.id, NIGHTS))
    goTo('2026-01-11T22:30:00+01:00')
    const heard = phone.frames.length
    const { delivery, challengeId, match } = await asked(world)
    assert.deepEqual([delivery, phone.frames.length], ['pull', heard])
    const device = await world.ports.storage.read.devices.byId(phone.id)
    assert.ok(device)
    assert.deepEqual(await openChallenges(world.ports, device, 'pushed'), [])
    assert.equal((await openChallenges(world.ports, device, 'all')).length, 1)
    const receipt = must(
      await answerChallenge(world.ports, phone.id, await phone.approve(challengeId, match)),
    )
    assert.equal(receipt.type, 'receipt')
    goTo('2026-01-12T07:00:00+01:00')
    assert.equal((await asked(world)).delivery, 'push')
  })

  test('[FT2] a silent request spends no ring: in the morning the budget is whole', async () => {
    must(await setQuietHoursOnPhone(world.ports, phone.id, NIGHTS))
    goTo('2026-01-12T06:55:00+01:00')
    for (let n = 0; n < 3; n += 1) assert.equal((await asked(world)).delivery, 'pull')
    world.clock.advance(6 * 60_000)
    assert.equal((await asked(world)).delivery, 'push')
  })

  test('[FT1] what the phone sets /me and the help desk see, and the other way round', async () => {
    const session = (await signedIn(world, 'person', phone)).session
    const weekend: QuietHours = { ...NIGHTS, days: ['fri', 'sat'] }
    assert.deepEqual(must(await changeMyQuietHours(world.ports, session, { hours: weekend })), {
      hours: weekend,
    })
    const frame = await answerQuietHoursFrame(world.ports, phone.id, { type: 'ask_quiet_hours' })
    assert.deepEqual(frame, { type: 'quiet_hours', hours: weekend })
    must(await setQuietHoursOnPhone(world.ports, phone.id, NIGHTS))
    assert.deepEqual(must(await myQuietHours(world.ports, session, undefined)), { hours: NIGHTS })
    goTo('2026-01-11T23:00:00+01:00')
    const seen = must(await findAccountByName(world.ports, OPERATOR, { loginName: 'alice' }))
    assert.deepEqual(seen.quietHours, { ...NIGHTS, now: true })
    must(await setQuietHoursOnPhone(world.ports, phone.id, null))
    assert.deepEqual(must(await myQuietHours(world.ports, session, undefined)), { hours: null })
  })

  test('[FT1] the same hours again are no change; a zone is kept in one spelling; one that is none is refused', async () => {
    must(await setQuietHoursOnPhone(world.ports, phone.id, { ...NIGHTS, timeZone: 'europe/berlin' }))
    must(await setQuietHoursOnPhone(world.ports, phone.id, NIGHTS))
    const told = await world.ports.storage.read.notices.ofAccount(phone.accountId, 50)
    assert.equal(told.filter(({ kind }) => kind === 'quiet_hours_changed').length, 1)
    for (const timeZone of ['Mars/Olympus', '+01:00', ''])
      assert.equal(
        reasonOf(await setQuietHoursOnPhone(world.ports, phone.id, { ...NIGHTS, timeZone })),
        'value_invalid',
      )
  })

  test('[FT3] every change is told by mail, with a link that stops the account', async () => {
    must(await setQuietHoursOnPhone(world.ports, phone.id, NIGHTS))
    const [mail] = await mailsOf(world.ports)
    assert.match(mail?.subject ?? '', /quiet hours/)
    assert.match(mail?.text ?? '', /22:00–07:00 \(Europe\/Berlin\)/)
    assert.match(mail?.text ?? '', /\/not-me\/#/)
  })

  test('[FT1] a suspended phone sets none, and a socket says so under the name of the frame', async () => {
    const { devices } = world.ports.storage.read
    const nowMs = world.clock.nowMs()
    await world.ports.storage.transaction((stores) =>
      stores.devices.changeState(phone.id, ['active'], 'suspended', nowMs),
    )
    assert.equal((await devices.byId(phone.id))?.state, 'suspended')
    const frame = await answerQuietHoursFrame(world.ports, phone.id, {
      type: 'set_quiet_hours',
      hours: NIGHTS,
    })
    assert.deepEqual(frame, { type: 'refusal', code: 'device_unknown', about: 'set_quiet_hours' })
  })

  test('[FT1] at /me they need a fresh approval', async () => {
    const { session } = await signedIn(world, 'person', phone)
    world.clock.advance(HOUR_MS)
    await settled()
    assert.equal(
      reasonOf(await changeMyQuietHours(world.ports, session, { hours: NIGHTS })),
      'approval_needed',
    )
  })

  test('[FT1] by the wall clock: the night in which the clocks go on is an hour shorter, the one in which they go back an hour longer', () => {
    const quiet = (iso: string): boolean => isQuietNow(world.ports, { quietHours: NIGHTS }, Date.parse(iso))
    // Berlin leaves winter time on 28 March 2027 and summer time on 31 October 2027, both at 01:00 UTC.
    const spring = [
      '2027-03-27T20:59:59Z',
      '2027-03-27T21:00:00Z',
      '2027-03-28T04:59:59Z',
      '2027-03-28T05:00:00Z',
    ]
    const autumn = [
      '2027-10-30T19:59:59Z',
      '2027-10-30T20:00:00Z',
      '2027-10-31T05:59:59Z',
      '2027-10-31T06:00:00Z',
    ]
    for (const night of [spring, autumn]) assert.deepEqual(night.map(quiet), [false, true, true, false])
    // An hour that does not happen is no quiet hour: they are simply over.
    const skipped: QuietHours = { ...NIGHTS, from: '02:00', to: '03:00' }
    const within = (iso: string): boolean => isQuietNow(world.ports, { quietHours: skipped }, Date.parse(iso))
    assert.deepEqual(['2027-03-28T00:59:59Z', '2027-03-28T01:00:00Z'].map(within), [false, false])
    // One that happens twice is quiet twice.
    assert.deepEqual(['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'].map(within), [true, true])
  })

  test('[FT2] a zone that this machine does not know keeps nobody out, and rings', () => {
    const lost = { quietHours: { ...NIGHTS, timeZone: 'Atlantis/Capital' } }
    assert.equal(isQuietNow(world.ports, lost, Date.parse('2026-01-11T23:00:00Z')), false)
  })
})
