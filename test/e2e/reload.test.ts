// The login page is reloaded, left and cancelled: the same request is shown again, and the phone rings once.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { DemoSite } from './demo-site.js'
import { World } from './world.js'

let world: World
let site: DemoSite
before(async () => {
  const people = ['reload', 'tabs', 'cancel']
  world = await World.open(people)
  site = await world.site('Demo shop', { linked: people })
})
after(() => world.close())

test('a reload shows the same access pass, and the phone does not ring again', async () => {
  const phone = await world.pairedPhone('reload', 'reload')
  const login = await world.loginPage('reload', site)
  await login.signIn('reload')
  const pass = await login.pass()
  const passes = await phone.passes()
  await login.screen.page.reload()
  assert.equal(await login.pass(), pass)
  await login.progress('On your phone')
  assert.deepEqual(await phone.passes(), passes)
  await phone.pick(pass)
  await login.isInside('reload')
  await phone.screen.press('Done')
  await phone.isReady()
  await phone.screen.press('History')
  assert.equal(await phone.screen.page.locator('.list__item').count(), 1, 'one request was seen')
})

test('two tabs of one browser show the same request, and both are let in', async () => {
  const phone = await world.pairedPhone('tabs', 'tabs')
  const login = await world.loginPage('tabs', site)
  await login.signIn('tabs')
  const pass = await login.pass()
  // Which of the two finishes is chance. The other is told that it was done, or that its session is no more, and asks again.
  login.screen.expectComplaints(/40[19]/)
  const tab = await login.screen.context.newPage()
  await tab.goto(site.origin)
  await tab.locator('countersign-login [part="name"]', { hasText: pass }).waitFor()
  await phone.pick(pass)
  await login.isInside('tabs')
  await tab.getByRole('heading', { name: 'Welcome, tabs' }).waitFor()
})

test('Cancel takes the request from the phone', async () => {
  const phone = await world.pairedPhone('cancel', 'cancel')
  const login = await world.loginPage('cancel', site)
  await login.signIn('cancel')
  await login.pass()
  await phone.title('Log in to Demo shop?')
  await login.screen.press('Cancel')
  await login.title('Cancelled')
  await phone.title('Withdrawn')
  await login.screen.look('cancelled')
  await phone.screen.look('withdrawn')
})
