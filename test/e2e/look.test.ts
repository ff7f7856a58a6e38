// The look that admins gave an app, on its login page in a real browser: logo, colour, help; light and dark, no policy violated.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { deflateSync } from 'node:zlib'
import { branding } from '@countersign/server/flows/public-branding'
import { saveSetting } from '@countersign/server/flows/settings'
import type { Admin } from '../support/admin.js'
import { openAdmin } from '../support/admin.js'
import type { DemoSite } from './demo-site.js'
import { World } from './world.js'

/** Too light to be read on white, so that it must be darkened there. */
const YELLOW = '#ffd400'

let world: World
let site: DemoSite
let admin: Admin
before(async () => {
  world = await World.open(['erika'])
  site = await world.site('Bakery', { linked: ['erika'] })
  admin = await openAdmin(world.home)
  const { ports } = admin
  const app = (await ports.storage.read.apps.byName('Bakery')) ?? assert.fail('no app')
  await ports.storage.transaction(async (stores) => {
    await stores.apps.save({ ...app, colour: YELLOW })
    await stores.logos.put(`app:${app.id}`, { type: 'image/png', bytes: picture(), changedAtMs: 1 })
    const help = { name: 'ACME', colour: '', helpText: 'Ask at the counter.', supportContact: 'room 0.12' }
    await saveSetting(ports, stores, branding, help, 0)
  })
})
after(async () => {
  await admin.close()
  await world.close()
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`logo, colour and help are on the login page, ${colorScheme}`, async () => {
    const login = await world.loginPage(`look-${colorScheme}`, site, { colorScheme })
    const { page } = login.screen
    await login.signIn('erika')
    await login.pass()
    const logo = page.locator('countersign-login [part="logo"]')
    await logo.waitFor()
    assert.equal(await logo.evaluate((img: HTMLImageElement) => img.naturalWidth), 120)
    assert.equal(await page.locator('countersign-login [part="help"]').isVisible(), false)
    await login.screen.look('asked')

    await page.locator('[part~="cancel"]').click()
    await login.title('Cancelled')
    assert.equal(
      await page.locator('countersign-login [part="help"]').innerText(),
      'Ask at the counter.\nroom 0.12',
    )
    const main = page.locator('countersign-login [part~="main"]')
    const [ground] = await main.evaluate((button) => [getComputedStyle(button).backgroundColor])
    if (colorScheme === 'dark') assert.equal(ground, 'rgb(255, 212, 0)')
    else assert.notEqual(ground, 'rgb(255, 212, 0)')
    await login.screen.look('cancelled')
  })

/** A PNG of 120 × 40 in one colour. */
function picture(): Uint8Array {
  const row = [0, ...new Array(120).fill([0x80, 0x30, 0x10]).flat()]
  const pixels = Buffer.from(new Array(40).fill(row).flat())
  const header = Buffer.alloc(13)
  header.writeUInt32BE(120, 0)
  header.writeUInt32BE(40, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]))
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** ISO 3309, as PNG wants it; `zlib.crc32` is missing in Node 20. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
