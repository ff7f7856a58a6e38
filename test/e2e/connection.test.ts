// Connections break at the worst moment: the answer arrives all the same, the page finds its way back, the app opens without a network.
import test, { after, before } from 'node:test'
import type { DemoSite } from './demo-site.js'
import { World } from './world.js'

const CUT =
  /status of 503|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|WebSocket connection|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_NETWORK_CHANGED/

let world: World
let site: DemoSite
before(async () => {
  const people = ['offline', 'restart', 'shell']
  world = await World.open(people)
  site = await world.site('Demo shop', { linked: people })
})
after(() => world.close())

test('a phone that loses its network keeps the answer, sends it when it is back, and gets the receipt', async () => {
  const phone = await world.pairedPhone('offline', 'offline')
  const login = await world.loginPage('offline', site)
  phone.screen.expectComplaints(CUT)
  await login.signIn('offline')
  const pass = await login.pass()
  await phone.title('Log in to Demo shop?')
  await phone.screen.context.setOffline(true)
  await phone.pick(pass)
  await phone.title('No connection')
  await phone.screen.look('kept')
  await phone.screen.context.setOffline(false)
  await login.isInside('offline')
  await phone.title('Approved')
})

test('a server that is killed and started again while the page waits loses nothing', async () => {
  const phone = await world.pairedPhone('restart', 'restart')
  const login = await world.loginPage('restart', site)
  phone.screen.expectComplaints(CUT)
  login.screen.expectComplaints(CUT)
  await login.signIn('restart')
  const pass = await login.pass()
  await phone.title('Log in to Demo shop?')
  await world.server.kill()
  world.server = await world.home.serve()
  await phone.pick(pass)
  await login.isInside('restart')
  await phone.title('Approved')
})

test('the installed app opens without a network, says so, and is ready when it is back', async () => {
  const phone = await world.pairedPhone('shell', 'shell')
  phone.screen.expectComplaints(CUT)
  await phone.screen.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await phone.screen.context.setOffline(true)
  await phone.screen.page.reload()
  await phone.screen.sees('No connection. Requests appear as soon as this phone is online again.')
  await phone.screen.sees('shell')
  await phone.screen.look('home')
  await phone.screen.context.setOffline(false)
  await phone.isReady()
})
