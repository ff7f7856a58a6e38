// A user links an ID by proving it, and from then on only the phone that proved it lets anybody in.
import test from 'node:test'
import { World } from './world.js'

test('bob links his ID with an access pass, logs in with that phone, and another phone of his does not count', async (t) => {
  const world = await World.open(['bob'])
  t.after(() => world.close())
  const site = await world.site('Demo shop', { unlinked: ['bob'] })
  const phone = await world.pairedPhone('link', 'bob')
  const login = await world.loginPage('link', site)

  await login.signIn('bob')
  await login.screen.page.getByLabel('Your ID').waitFor()
  await login.screen.look('link')
  await login.screen.press('Continue on your phone')
  await phone.pick(await login.pass())
  await login.isInside('bob')
  await login.screen.press('What was proven')
  await login.screen.look('linked')
  await login.screen.press('Sign out')
  await phone.screen.press('Done')

  await login.signIn('bob')
  await phone.pick(await login.pass())
  await login.isInside('bob')
  await login.screen.press('Sign out')
  await phone.screen.close()

  const stranger = await world.pairedPhone('link-other', 'bob')
  login.screen.expectComplaints(/40[39]/)
  await login.signIn('bob')
  await stranger.pick(await login.pass())
  await login.title('This phone is not linked here')
  await login.screen.look('not-linked')
})
