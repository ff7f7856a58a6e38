// The app is closed, somebody logs in, the phone rings: by push, notification and tap, in a real browser; denied from the notification; and
// what the person hears when ringing has ended.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { PushService } from '../support/push-service.js'
import type { DemoSite } from './demo-site.js'
import { RingingPhone } from './ringing-phone.js'
import { World } from './world.js'

const PEOPLE = ['anna', 'ben', 'cora', 'dora']

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

test('“Deny” on the notification ends the login, with the app closed and no page opened', async () => {
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
})
