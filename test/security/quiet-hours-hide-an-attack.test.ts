// A thief who is signed in as somebody else, or holds their phone for a minute, sets quiet hours: from then on the owner's phone stays
// silent while the thief tries the stolen password, and nobody presses deny. So it takes a fresh approval, lasts half a day at most, is
// told at once wherever the owner can be reached, is undone with "this wasn't me", and what is tried meanwhile still sounds the alarm.
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { QuietHours } from '@countersign/protocol'
import { changeMyQuietHours } from '@countersign/server/flows/me/quiet-hours'
import { disownOnPhone } from '@countersign/server/flows/not-me/disown-notice'
import { setQuietHoursOnPhone } from '@countersign/server/flows/quiet-hours'
import { mailsOf, setUpMail } from '../support/invited.js'
import { takeOver } from '../support/onboarding.js'
import { signedIn } from '../support/sign-in.js'
import type { TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { asked, from, makeWorld, must, pairedDevice, reasonOf, settled } from '../support/test-world.js'

const WEEK: QuietHours['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const SILENT: QuietHours = { days: WEEK, from: '00:00', to: '12:00', timeZone: 'UTC' }
const HOUR_MS = 3_600_000

describe('quiet hours in the hands of a thief', () => {
  let world: World
  let phone: TestDevice
  beforeEach(async () => {
    world = await makeWorld()
    await setUpMail(world.ports)
    await takeOver(world.ports, ['user_id,email', 'alice,a@example.org'])
    phone = await pairedDevice(world)
    world.clock.advance(25 * HOUR_MS)
  })

  const account = async () => world.ports.storage.read.accounts.byId(phone.accountId)
  const told = async (kind: string) =>
    (await world.ports.storage.read.notices.ofAccount(phone.accountId, 100)).filter(
      (notice) => notice.kind === kind,
    )

  test('a stolen cookie alone sets none', async () => {
    const { session } = await signedIn(world, 'person', phone)
    world.clock.advance(HOUR_MS)
    assert.equal(
      reasonOf(await changeMyQuietHours(world.ports, session, { hours: SILENT })),
      'approval_needed',
    )
    assert.equal((await account())?.quietHours, undefined)
  })

  test('nobody is silenced for the whole day, in whatever words', async () => {
    for (const [fromTime, to] of [
      ['00:00', '00:00'],
      ['00:00', '23:59'],
      ['00:00', '12:01'],
    ] as const) {
      const hours = { ...SILENT, from: fromTime, to }
      assert.equal(reasonOf(await setQuietHoursOnPhone(world.ports, phone.id, hours)), 'value_invalid')
    }
  })

  test('[FT3] the owner is told by mail and on every other phone, and one word stops the account and takes the hours back', async () => {
    const other = await pairedDevice(world)
    world.clock.advance(25 * HOUR_MS)
    must(await setQuietHoursOnPhone(world.ports, phone.id, SILENT))
    const [mail] = await mailsOf(world.ports)
    assert.match(mail?.text ?? '', /00:00–12:00/)
    const [notice] = await told('quiet_hours_changed')
    assert.ok(notice)
    must(await disownOnPhone(world.ports, other.id, notice.id))
    const after = await account()
    assert.deepEqual([after?.state, after?.quietHours], ['suspended', undefined])
  })

  test('[FT3] hours that the owner set long before stay when something else is disowned', async () => {
    must(await setQuietHoursOnPhone(world.ports, phone.id, SILENT))
    world.clock.advance(48 * HOUR_MS)
    await pairedDevice(world)
    const [added] = await told('device_added')
    assert.ok(added)
    must(await disownOnPhone(world.ports, phone.id, added.id))
    assert.deepEqual((await account())?.quietHours, SILENT)
  })

  test('[FT4] what is tried in the silence sounds the alarm all the same', async () => {
    must(await setQuietHoursOnPhone(world.ports, phone.id, SILENT))
    for (let n = 0; n < 4; n += 1) {
      assert.equal((await asked(world, from('203.0.113.66'))).delivery, 'pull')
      world.clock.advance(100_000)
    }
    for (let n = 0; n < 5; n += 1) await settled()
    assert.equal((await told('login_harassment')).length, 1)
  })

  test('a phone that flips them to drown the mail that matters is stopped after a few', async () => {
    let done = 0
    for (let n = 0; n < 60; n += 1) {
      const to = `08:${String(n).padStart(2, '0')}`
      const set = await setQuietHoursOnPhone(world.ports, phone.id, { ...SILENT, to })
      if (set.ok) done += 1
      else assert.equal(set.refusal.reason, 'rate_limited')
    }
    assert.ok(done > 0 && done <= 6, `${done}`)
    assert.equal((await told('quiet_hours_changed')).length, done)
  })
})
