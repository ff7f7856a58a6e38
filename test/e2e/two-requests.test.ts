// Two requests at once: of one browser they share a grid; of two browsers both go over to the code, and nobody is locked out.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { DemoSite } from './demo-site.js'
import { World } from './world.js'

let world: World
let shop: DemoSite
let bank: DemoSite
before(async () => {
  const people = ['grid', 'raise']
  world = await World.open(people)
  shop = await world.site('Demo shop', { linked: people })
  bank = await world.site('Demo bank', { linked: people }, '127.0.0.1')
})
after(() => world.close())

test('[GR3] two apps in one browser share a grid of different access passes; the picked one goes on, the other is asked next', async () => {
  const phone = await world.pairedPhone('merged', 'grid')
  const first = await world.loginPage('merged-shop', shop)
  const second = await world.loginPage('merged-bank', bank)
  await first.signIn('grid')
  const other = await first.pass()
  await phone.title('Log in to Demo shop?')
  await second.signIn('grid')
  const pass = await second.pass()
  await phone.title('Which login is yours?')
  const passes = await phone.passes()
  assert.equal(new Set(passes).size, 18, 'nine of each, since this browser is new; no access pass twice')
  assert.ok(passes.includes(pass) && passes.includes(other))
  await phone.screen.look('grid')
  await phone.pick(pass)
  await second.isInside('grid')
  await phone.screen.look('approved')
  await phone.screen.press('Show the next request')
  await phone.title('Log in to Demo shop?')
  await phone.pick(other)
  await first.isInside('grid')
})

test('a second browser raises both requests to a code; the first page asks again by itself', async () => {
  const phone = await world.pairedPhone('raised', 'raise')
  const mine = await world.loginPage('raised-mine', shop)
  const stranger = await world.loginPage('raised-stranger', shop, {
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  })
  await mine.signIn('raise')
  await mine.pass()
  await phone.title('Log in to Demo shop?')
  await stranger.signIn('raise')
  await stranger.code()
  const code = await mine.code()
  await mine.screen.sees('Someone else is signing in with this ID, so this request uses a code.')
  await mine.screen.look('code')

  // The stranger's came first; whoever did not ask in Firefox on Windows denies it.
  await phone.screen.press(/^Show the next/)
  await phone.screen.sees('Firefox on Windows')
  await phone.screen.look('first')
  await phone.deny()
  await stranger.title('Denied')
  await phone.screen.press('Show the next request')
  await phone.screen.sees('Chrome on Linux')
  await phone.screen.look('second')
  await phone.type(code)
  await mine.isInside('raise')
})
