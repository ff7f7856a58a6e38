// The app is closed, somebody logs in, the phone rings: by push, notification and tap, in a real browser; denied from the notification; and
// what the person hears when ringing has ended.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { PushService } from '../support/push-service.js'
import type { DemoSite } from './demo-site.js'
import { RingingPhone } from './ringing-phone.js'
import { World } from './world.js'

const PEOPLE = ['anna', 'ben', 'cora', 'dora', 'emma']

let service: PushService
let world: World
let site: DemoSite
before(async () => {
  service = await PushService.start()
  world = await World.open(PEOPLE, {
    COUNTERSIGN_PUSH_HOSTS: service.host,
    COUNTERSIGN_PUSH_ALLOW_PRIVATE: 'true',
  })
  site = await world.site('Demo shop', { linked: PEOPLE })
})
after(async () => {
  await world.close()
  await service.stop()
})

test('with the app closed a push rings, its notification says nothing of anybody, and a tap leads to the request', async () => {
  const ringing = await RingingPhone.open(world, service, 'ring')
  await ringing.pair(world, 'anna')
  const { screen } = ringing.phone
  await screen.sees('Shall this phone ring?')
  await screen.look('offer')
  await screen.press('Turn on notifications')
  await screen.sees('This phone rings when a request waits.')
  await screen.look('on')
  await ringing.closeApp()

  const login = await world.loginPage('ring', site)
  const before = service.arrived.length
  await login.signIn('anna')
  const push = await service.waitFor(before + 1)
  await ringing.deliver(push.text)
  const [shown] = await ringing.notifications(1)
  assert.deepEqual([shown?.title, shown?.body], ['A request is waiting', 'Open the app to see who asks.'])
  assert.deepEqual(shown?.actions, ['Deny'])
  assert.doesNotMatch(JSON.stringify(shown), /anna|Demo shop|ACME|localhost|127\.0\.0\.1/)

  const address = await ringing.tap()
  assert.match(address ?? '', /^\/authenticator\/#\/rang\/[0-9a-f-]{36}$/)
  const page = await ringing.openApp(address)
  await page.getByRole('heading', { name: 'Log in to Demo shop?' }).waitFor()
  assert.equal(new URL(page.url()).hash, '#/')
  await page.getByRole('button', { name: await login.pass(), exact: true }).click()
  await login.isInside('anna')
})

test('“Deny” on the notification ends the login: by the worker with the app closed, by the page that is open', async () => {
  const ringing = await RingingPhone.open(world, service, 'deny')
  await ringing.pairAndTurnOn(world, 'ben')
  await ringing.closeApp()
  const login = await world.loginPage('deny', site)
  const before = service.arrived.length
  await login.signIn('ben')
  const push = await service.waitFor(before + 1)
  await ringing.deliver(push.text)
  await ringing.notifications(1)
  assert.equal(await ringing.tap('deny'), undefined)
  await login.title('Denied')
  const [told] = await ringing.notifications(1)
  assert.deepEqual([told?.title, told?.body, told?.actions], ['Denied', 'Nobody was logged in.', []])

  // With the app open it is the page that denies: the server keeps one connection for each phone.
  const page = await ringing.openApp()
  const again = await world.loginPage('deny-again', site)
  await again.signIn('ben')
  await page.getByRole('heading', { level: 1, name: 'Log in to Demo shop?' }).waitFor()
  await ringing.deliver(push.text)
  await ringing.notifications(1)
  await ringing.tap('deny')
  await again.title('Denied')
  await page.getByRole('heading', { level: 1, name: 'Denied' }).waitFor()
})

test('a push service that has ended the subscription (410) is told kindly: mended by itself where the browser lets it, else with one tap', async () => {
  const ringing = await RingingPhone.open(world, service, 'ended', { colorScheme: 'dark' })
  await ringing.pairAndTurnOn(world, 'cora')
  const { phone } = ringing
  const { screen } = phone
  await screen.press('Done')
  await phone.isReady()
  await ringing.endAtService()
  await screen.page.goto('about:blank')
  const login = await world.loginPage('ended', site)
  const before = service.arrived.length
  await login.signIn('cora')
  await service.waitFor(before + 1)
  await phone.openHome()
  // The login is still open: the app shows it first.
  await phone.deny()
  await phone.title('Denied')
  await screen.press('Done')
  await screen.sees('Notifications had stopped on this phone. They are on again.')
  await screen.look('mended')
  await screen.press('OK')
  await phone.isReady()

  await screen.page.evaluate(() => localStorage.setItem('test.refuses', 'yes'))
  await ringing.endAtService()
  await screen.page.goto('about:blank')
  const again = await world.loginPage('ended-again', site)
  await again.signIn('cora')
  await service.waitFor(before + 2)
  await phone.openHome()
  await phone.deny()
  await phone.title('Denied')
  await screen.press('Done')
  await screen.sees('This phone no longer rings')
  await screen.look('ended')
  await screen.press('Turn on again')
  await screen.sees(/^This browser could not be reached by its push service/)
  await screen.page.evaluate(() => localStorage.removeItem('test.refuses'))
  await screen.press('Turn on again')
  await screen.page.getByText('This phone no longer rings').waitFor({ state: 'detached' })
})

test('in the settings ringing is tried out and switched off, and the home screen offers it once more, until “Not now”', async () => {
  const ringing = await RingingPhone.open(world, service, 'settings')
  await ringing.pairAndTurnOn(world, 'dora')
  const { phone } = ringing
  const { screen } = phone
  await screen.press('Done')
  await screen.press('Settings')
  await screen.sees('On: this phone rings when a request waits.')
  await screen.look('on')
  await screen.press('Show a test notification')
  await screen.sees(/^Shown\. If you saw nothing/)
  const [shown] = await ringing.notifications(1)
  assert.equal(shown?.title, 'This is how it looks')
  await screen.press('Turn off notifications')
  await screen.sees('Off: requests appear only while the app is open.')
  await screen.press('Back')
  // It was offered a moment ago: asked again only when the app is opened again.
  await phone.isReady()
  assert.equal(await screen.page.getByText('Requests appear only while this app is open').count(), 0)
  await screen.page.reload()
  await screen.sees('Requests appear only while this app is open')
  await screen.look('asked')
  await screen.press('Not now')
  await screen.page.getByText('Requests appear only while this app is open').waitFor({ state: 'detached' })
  await screen.page.reload()
  await phone.isReady()
  assert.equal(await screen.page.getByText('Requests appear only while this app is open').count(), 0)
  await screen.press('Settings')
  await screen.press('Install the app')
  await phone.title('Install Countersign')
  await screen.look('install')
})

test('after pairing one question is asked at a time: what is put off makes room for the next', async () => {
  const ringing = await RingingPhone.open(world, service, 'in-turn')
  await ringing.pair(world, 'emma')
  const { screen } = ringing.phone
  await screen.sees('Shall this phone ring?')
  const code = screen.page.getByText('Also for when there is no network?')
  assert.equal(await code.count(), 0)
  await screen.press('Not now')
  await code.waitFor()
  assert.equal(await screen.page.getByText('Shall this phone ring?').count(), 0)
  // By keyboard one goes on where the next question is.
  await screen.page.keyboard.press('Tab')
  const focused = await screen.page.evaluate(() => document.activeElement?.textContent)
  assert.equal(focused, 'Keep a code on this phone')
  await screen.look('next')
  await screen.press('Not now')
  await code.waitFor({ state: 'detached' })
  await screen.press('Done')
  await ringing.phone.isReady()
})
