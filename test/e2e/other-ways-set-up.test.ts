// Somebody who needs a second factor and has none signs in: the card that leads to the set-up page, and "later" while it may wait.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { World } from './world.js'

let world: World
before(async () => {
  world = await World.open(['erika', 'klaus'])
  const file = join(world.home.directory, 'policies.json')
  const when = { appIds: [], groupIds: [], networks: [], times: [] }
  const then = { setUp: 'at_login', setUpGraceDays: 7 }
  writeFileSync(file, JSON.stringify({ policies: [{ name: 'At the login', enabled: true, when, then }] }))
  await world.home.command('policy', 'set', file)
})
after(() => world.close())

test('the card says what is needed and until when it may wait; "Later" lets in, and the app says why', async () => {
  const site = await world.site('Demo shop', { linked: ['erika'], acceptWaivers: true })
  const login = await world.loginPage('set-up-later', site)
  await login.signIn('erika')
  await login.title('Set up your second factor')
  await login.screen.sees(/^You can put it off until \d{1,2} \w+ \d{4}\.$/)
  await login.screen.look('card')
  await login.screen.press('Later')
  await login.isInside('erika')
  await login.screen.sees('setting up your second factor has time until later')
})

test('where there is no later, the card leads on only: to the set-up page of the server, which knows who comes', async () => {
  const site = await world.site('Strict shop', { linked: ['erika', 'klaus'] })
  const narrow = { viewport: { width: 320, height: 640 }, locale: 'de-DE', colorScheme: 'dark' } as const
  const login = await world.loginPage('set-up-now', site, narrow)
  const { page } = login.screen
  await login.signIn('klaus')
  await login.title('Zweiten Faktor einrichten')
  await login.screen.sees('Ohne ihn geht die Anmeldung nicht weiter.')
  assert.equal(await page.getByRole('button', { name: 'Später' }).count(), 0)
  await login.screen.look('card')

  const going = page.waitForRequest((request) => request.isNavigationRequest())
  await page.keyboard.press('Enter')
  const { pathname, origin } = new URL((await going).url())
  assert.deepEqual([origin, pathname], [world.home.url, '/set-up/'])
})
