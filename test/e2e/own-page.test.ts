// The element on a page of somebody else's app: it sends that app's own headers along, and leaves the way on to it.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { CountersignLogin } from '@countersign/web-plugin/element'
import type { DemoSite } from './demo-site.js'
import { World } from './world.js'

let world: World
let site: DemoSite
before(async () => {
  world = await World.open(['erika'])
  site = await world.site('Bakery', { linked: ['erika'] })
})
after(() => world.close())

test('a function given before the element is defined is asked at each post; a prevented end leaves the page alone', async () => {
  const phone = await world.pairedPhone('own-page', 'erika')
  const login = await world.loginPage('own-page', site)
  const { page } = login.screen
  await page.addInitScript(() => {
    let asked = 0
    new MutationObserver(() => {
      const element = document.querySelector<CountersignLogin>('countersign-login')
      if (element === null || element.headers !== undefined) return
      element.headers = () => ({ requesttoken: `token ${++asked}`, accept: 'text/plain' })
      element.addEventListener('countersign-approved', (event) => event.preventDefault())
    }).observe(document, { childList: true, subtree: true })
  })
  const seen: string[] = []
  page.on('request', (request) => {
    const { requesttoken, accept } = request.headers()
    const route = /\/countersign\/(start|complete|cancel)$/.exec(request.url())?.[1]
    if (route !== undefined) seen.push(`${route}: ${requesttoken}, ${accept}`)
  })

  await login.signIn('erika')
  // "Approved" is said before the app has answered, and its answer brings the new session.
  const completed = page.waitForResponse('**/countersign/complete')
  await phone.pick(await login.pass())
  await login.title('Approved')
  await (await completed).finished()

  assert.deepEqual(seen, ['start: token 1, application/json', 'complete: token 2, application/json'])
  assert.equal(new URL(page.url()).pathname, '/countersign')
  await page.goto(site.origin)
  await login.isInside('erika')
})

test('where a framework says no before the app can, its status tells what to do', async () => {
  const login = await world.loginPage('framework', site)
  const { page } = login.screen
  login.screen.expectComplaints(/status of 4/)
  for (const [status, title] of [
    [401, 'Please sign in again'],
    [412, 'Please sign in again'],
    [429, 'Several requests are open'],
    [403, 'Not signed in'],
  ] as const) {
    await page.route('**/countersign/start', (route) =>
      route.fulfill({ status, contentType: 'application/json', body: '{"message":"no"}' }),
    )
    await login.signIn('erika')
    await login.title(title)
    await page.unroute('**/countersign/start')
    await page.context().clearCookies()
  }
})
