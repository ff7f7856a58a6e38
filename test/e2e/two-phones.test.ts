// Two phones of one account: both ring, the first decision counts, the other phone is told.
import test, { after, before } from 'node:test'
import type { DemoSite } from './demo-site.js'
import { World } from './world.js'

let world: World
let site: DemoSite
before(async () => {
  const people = ['first', 'denied']
  world = await World.open(people)
  site = await world.site('Demo shop', { linked: people })
})
after(() => world.close())

test('both phones ring; the one that picks first decides, the other says so', async () => {
  const phone = await world.pairedPhone('two-phones-a', 'first')
  const tablet = await world.pairedPhone('two-phones-b', 'first')
  const login = await world.loginPage('two-phones', site)
  await login.signIn('first')
  const pass = await login.pass()
  await phone.title('Log in to Demo shop?')
  await tablet.title('Log in to Demo shop?')
  await phone.pick(pass)
  await login.isInside('first')
  await phone.title('Approved')
  await tablet.title('Answered on another device')
  await tablet.screen.look('told')
  await tablet.screen.press('Done')
  await tablet.isReady()
})

test('a denial on one phone ends the request on the other', async () => {
  const phone = await world.pairedPhone('two-deny-a', 'denied')
  const tablet = await world.pairedPhone('two-deny-b', 'denied')
  const login = await world.loginPage('two-deny', site)
  await login.signIn('denied')
  await login.pass()
  await phone.title('Log in to Demo shop?')
  await tablet.title('Log in to Demo shop?')
  await tablet.deny()
  await login.title('Denied')
  await phone.title('Answered on another device')
  await phone.screen.sees('It was denied there. Nobody was logged in.')
})
