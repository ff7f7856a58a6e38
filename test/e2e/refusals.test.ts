// A login that is refused on the phone: the page says so at once, nobody gets in, and the next try needs the six digits.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { DemoSite } from './demo-site.js'
import { World } from './world.js'

let world: World
let site: DemoSite
before(async () => {
  const people = ['wrong', 'deny', 'report', 'undo', 'cancel']
  world = await World.open(people)
  site = await world.site('Demo shop', { linked: people })
})
after(() => world.close())

test('a wrong pick is final, and the next try takes the six digits typed on the phone', async () => {
  const phone = await world.pairedPhone('wrong-pick', 'wrong')
  const login = await world.loginPage('wrong-pick', site)
  await login.signIn('wrong')
  await phone.pickWrong(await login.pass())

  await login.title('Not this access pass')
  await phone.title('That was not the access pass')
  await login.screen.look('ended')
  await phone.screen.look('ended')
  await login.screen.page.reload()
  await login.title('Not this access pass')

  await login.screen.press('Try again with a code')
  const code = await login.code()
  await login.screen.look('code')
  // The outcome makes way for the request behind it by itself.
  await phone.title('Log in to Demo shop?')
  await phone.screen.sees('Type the six digits that your login page shows.')
  await phone.screen.look('keypad')
  await phone.type(code)
  await login.isInside('wrong')
  await login.screen.press('What was proven')
  await login.screen.sees('a code, typed on the phone')
})

test('a wrong number is as final as a wrong pick', async () => {
  const phone = await world.pairedPhone('wrong-code', 'cancel')
  const login = await world.loginPage('wrong-code', site)
  await login.signIn('cancel')
  await login.pass()
  await phone.deny()
  await login.screen.press('Try again')
  const code = await login.code()
  // The outcome makes way for the request behind it by itself.
  await phone.title('Log in to Demo shop?')
  await phone.type(code === '000000' ? '000001' : '000000')
  await login.title('Not this code')
  await phone.title('That was not the number')
  await login.screen.look('ended')
})

test('Deny ends it on both screens', async () => {
  const phone = await world.pairedPhone('deny', 'deny')
  const login = await world.loginPage('deny', site)
  await login.signIn('deny')
  await login.pass()
  await phone.deny()
  await login.title('Denied')
  await phone.title('Denied')
  await login.screen.look('ended')
  await phone.screen.look('ended')
  await login.screen.page.goto(site.origin)
  await login.title('Denied')
  assert.match(login.screen.page.url(), /\/countersign$/, 'still outside')
})

test('"This wasn’t me" stops it, says what to do, and later requests from there do not ring', async () => {
  const phone = await world.pairedPhone('report', 'report')
  const login = await world.loginPage('report', site)
  await login.signIn('report')
  await login.pass()
  await phone.report()
  await login.title('Denied')
  await phone.title('Stopped and reported')
  await phone.screen.sees('Someone seems to know your password.')
  await phone.screen.look('reported')
  await phone.screen.press('Done')

  await login.screen.press('Try again')
  await login.title('Scan this code with your phone')
  await login.screen.look('pull')
  await phone.isReady()
  await phone.screen.page.goto(await login.scanLink())
  await phone.screen.press('Approve')
  await login.isInside('report')
})

test('an approval can be taken back until the login page has gone on', async () => {
  const phone = await world.pairedPhone('take-back', 'undo')
  const login = await world.loginPage('take-back', site)
  login.screen.expectComplaints(/409/)
  // The login page is slow: the approval waits to be used.
  let goOn = (): void => undefined
  const slow = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await login.screen.page.route('**/countersign/complete', async (route) => {
    await slow
    await route.continue()
  })
  await login.signIn('undo')
  await phone.pick(await login.pass())
  await login.title('Approved')
  await login.screen.look('approved')
  await phone.screen.sees('Possible until the login page has gone on.')
  await phone.screen.look('approved')
  await phone.screen.press('Deny after all')
  await phone.title('Denied')
  goOn()
  await login.title('Denied')
  await login.screen.page.goto(site.origin)
  await login.title('Denied')
})
