// The installed app as a thing of its own: it opens without a network, changes its release only when the person agrees, takes no release that
// is not whole, and is put on an iPhone's Home Screen before it is paired.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { World } from './world.js'

const BUILT = fileURLToPath(new URL('../../client-sdk/authenticator/dist/', import.meta.url))
const CUT =
  /ERR_INTERNET_DISCONNECTED|WebSocket connection|Failed to find a valid digest|ServiceWorker script|Failed to fetch/
const IPHONE = {
  viewport: { width: 320, height: 640 },
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
} as const

/** Where the server finds the app: a copy, so that the suite can release another. */
const directory = mkdtempSync(join(tmpdir(), 'countersign-release-'))
let world: World
before(async () => {
  cpSync(BUILT, directory, { recursive: true })
  world = await World.open(['una', 'ivo'], { COUNTERSIGN_AUTHENTICATOR_DIR: directory })
})
after(async () => {
  await world.close()
  rmSync(directory, { recursive: true, force: true })
})

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64')
const readBuilt = (name: string): string => readFileSync(join(BUILT, name), 'utf8')

/** Another release: its page says its number, and its worker names the page's hash, or the one of another page. */
function release(number: number, hashed: 'whole' | 'mixed'): void {
  const page = readBuilt('index.html')
  const next = page.replace('<head>', `<head><meta name="release" content="${number}" />`)
  const worker = readBuilt('sw.js')
    .replace(hashOf(page), hashOf(hashed === 'whole' ? next : `${next} `))
    .replace(/(?<=\{name:.)[\w+/]{16}(?=.,files:)/, `release${number}`.padEnd(16, '.'))
  writeFileSync(join(directory, 'index.html'), next)
  writeFileSync(join(directory, 'sw.js'), `${worker}\n// ${number}`)
}

const releaseOf = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.querySelector('meta[name=release]')?.getAttribute('content') ?? null)

test('it opens without a network from the release it has, changes to another with consent, and to none that is not whole', async () => {
  const phone = await world.pairedPhone('release', 'una')
  const { page, context } = phone.screen
  phone.screen.expectComplaints(CUT)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await context.setOffline(true)
  await page.reload()
  await phone.screen.sees('No connection. Requests appear as soon as this phone is online again.')
  await context.setOffline(false)
  await phone.isReady()

  release(2, 'mixed')
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const found = await registration.update()
    // A worker that cannot keep its release ends as redundant.
    const { installing } = found
    if (installing)
      await new Promise<void>((resolve) => {
        installing.addEventListener('statechange', () => installing.state === 'redundant' && resolve())
      })
  })
  await page.reload()
  await phone.isReady()
  assert.equal(await releaseOf(page), null)
  assert.equal(await page.getByText('A new version is ready').count(), 0)

  release(3, 'whole')
  await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()))
  await phone.screen.sees('A new version is ready')
  await phone.screen.look('ready')
  // Nothing changes under the person's hands: also a page that is loaded anew is the one they know.
  await page.reload()
  await phone.screen.sees('A new version is ready')
  assert.equal(await releaseOf(page), null)
  await Promise.all([page.waitForEvent('load'), phone.screen.press('Update now')])
  await phone.isReady()
  assert.equal(await releaseOf(page), '3')
  assert.equal(await page.getByText('A new version is ready').count(), 0)
  await phone.screen.sees('una')
  assert.equal((await page.evaluate(() => caches.keys())).length, 1)
})

test('a pairing link in an iPhone’s browser leads to the Home Screen first, and pairs there only if the person insists', async () => {
  const phone = await world.phone('iphone', IPHONE)
  const { page, context } = phone.screen
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: world.home.url })
  const { link } = await world.ticket('ivo')
  await page.goto(link)
  await phone.title('First onto the Home Screen')
  await phone.screen.look('first')
  assert.equal(new URL(page.url()).hash, '#/')
  await phone.screen.press('Copy the pairing link')
  await phone.screen.sees(/^Copied\. In the installed app/)
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link)
  await phone.screen.press('Pair in this browser all the same')
  await phone.title('Pair with ivo at ACME?')
})
