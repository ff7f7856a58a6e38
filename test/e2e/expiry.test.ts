// A request that nobody answers: both screens count down and say when the time is up; the next one works.
import test from 'node:test'
import { World } from './world.js'

test('an unanswered request runs out on both screens, and the next login works', async (t) => {
  // The least that may be set.
  const world = await World.open(['alice'], { COUNTERSIGN_CHALLENGE_TTL_SECONDS: '20' })
  t.after(() => world.close())
  const site = await world.site('Demo shop', { linked: ['alice'] })
  const phone = await world.pairedPhone('expiry', 'alice')
  const login = await world.loginPage('expiry', site)
  await login.signIn('alice')
  await login.pass()
  await phone.title('Log in to Demo shop?')
  await login.title('Time is up')
  await phone.title('Too late')
  await login.screen.look('ended')
  await phone.screen.look('ended')

  await login.screen.press('Try again')
  const pass = await login.pass()
  await phone.screen.press(/^Show the next request|^Done/)
  await phone.pick(pass)
  await login.isInside('alice')
})
