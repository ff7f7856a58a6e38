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
  await phone.pick(await login.pass())
  await login.title('Approved')

  assert.deepEqual(seen, ['start: token 1, application/json', 'complete: token 2, application/json'])
  assert.equal(new URL(page.url()).pathname, '/countersign')
  await page.goto(site.origin)
  await login.isInside('erika')
})
