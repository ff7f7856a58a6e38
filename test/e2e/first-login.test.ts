// The first login, end to end: a phone is paired by link and confirmed, and picks the access pass of the login page.
import assert from 'node:assert/strict'
import test from 'node:test'
import { World } from './world.js'

test('a person pairs a phone, picks the access pass of the login page, and is in', async (t) => {
  const world = await World.open(['alice'])
  t.after(() => world.close())
  const site = await world.site('Demo shop', { linked: ['alice'] })
  const phone = await world.phone('first-login')
  const login = await world.loginPage('first-login', site)

  await phone.openHome()
  await phone.title('Your second key, on your phone')
  await phone.screen.look('welcome')

  const ticket = await world.ticket('alice')
  await phone.screen.page.goto(ticket.link)
  await phone.title('Pair with alice at ACME?')
  assert.doesNotMatch(phone.screen.page.url(), /pair=/, 'the secret of the link does not stay in the address')
  await phone.screen.look('offer')
  await phone.screen.press('Pair this phone')
  const digits = await phone.confirmation()
  await phone.screen.look('confirm')
  await assert.rejects(world.confirm(ticket, digits === '000000' ? '000001' : '000000'))
  await world.confirm(ticket, digits)
  await phone.title('Paired')
  await phone.screen.look('paired')
  await phone.screen.press('Done')
  await phone.isReady()
  await phone.screen.look('home')

  await login.screen.page.goto(site.origin)
  await login.screen.look('sign-in')
  login.screen.expectComplaints(/401/)
  await login.signIn('alice', 'wrong')
  await login.screen.sees('The name or the password is wrong.')
  await login.screen.look('wrong-password')
  await login.signIn('alice')
  const pass = await login.pass()
  await phone.title('Log in to Demo shop?')
  await login.progress('On your phone')
  await login.screen.look('access-pass')
  await phone.screen.look('request')
  // The first login from a browser: nine to pick from.
  assert.equal((await phone.passes()).length, 9)
  await phone.screen.sees('Chrome on Linux')

  await phone.pick(pass)
  await login.isInside('alice')
  // The app has redeemed the approval, and the phone hears it.
  await phone.screen.sees('You are logged in to Demo shop.')
  await phone.screen.look('approved')
  await login.screen.look('inside')
  await login.screen.press('What was proven')
  await login.screen.sees('an access pass, picked on the phone')
  await login.screen.look('proven')

  await phone.screen.press('Done')
  await phone.screen.press('History')
  await phone.screen.sees('Approved')
  await phone.screen.look('history')
})
