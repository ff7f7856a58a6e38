// The server's own sign-in pages ask by user ID alone. If their answer were another in somebody's quiet hours, whoever types IDs would
// learn who exists, and when they sleep. So the page hears the same as ever; only the phone stays silent, and has it when it is opened.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { QuietHours } from '@countersign/protocol'
import { startSignIn } from '@countersign/server/flows/access/sign-in'
import { statusNow } from '@countersign/server/flows/challenge-status'
import { openChallenges } from '@countersign/server/flows/open-challenges'
import { setQuietHoursOnPhone } from '@countersign/server/flows/quiet-hours'
import { makeWorld, must, pairedDevice, settled } from '../support/test-world.js'

const DAYS: QuietHours['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const ALL_MORNING: QuietHours = { days: DAYS, from: '00:00', to: '12:00', timeZone: 'UTC' }

test('[FT2] asleep, awake and nobody look alike to the page, and nothing rings for whoever sleeps', async () => {
  const world = await makeWorld()
  const { ports } = world
  const asleep = await pairedDevice(world, 'asleep')
  const awake = await pairedDevice(world, 'awake')
  must(await setQuietHoursOnPhone(ports, asleep.id, ALL_MORNING))
  world.clock.advance(3_600_000)
  const heard = asleep.frames.length

  const browser = { address: '192.0.2.1', browser: 'Firefox on Linux' }
  const started = async (userId: string) => {
    const { started: page } = must(await startSignIn(ports, 'person', { userId, browser, known: '' }))
    await settled()
    const { delivery } = page
    const challenge = await ports.storage.read.challenges.byId(page.challengeId)
    assert.ok(challenge)
    const { progress, state } = await statusNow(ports, challenge)
    return { delivery, progress, state }
  }
  const seen = [await started('asleep'), await started('awake'), await started('nobody')]
  assert.deepEqual(seen[0], seen[1])
  assert.deepEqual(seen[0], seen[2])
  assert.equal(seen[0]?.delivery, 'push')

  assert.equal(asleep.frames.length, heard)
  assert.equal(awake.frames.filter(({ type }) => type === 'challenge').length, 1)
  // Whoever signs in at night opens the app, and finds it.
  const device = await ports.storage.read.devices.byId(asleep.id)
  assert.ok(device)
  assert.equal((await openChallenges(ports, device, 'pushed')).length, 1)
})
