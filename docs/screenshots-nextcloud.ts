// Makes the pictures of docs/integrate/nextcloud.md in a Nextcloud that stands already; by hand, with the environment that
// test/nextcloud-real/README.md names: `node --conditions=source --import tsx docs/screenshots-nextcloud.ts`.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Screen } from '@countersign/test/browser'
import { DESKTOP, PHONE } from '@countersign/test/browser'
import { Nextcloud } from '@countersign/test/nextcloud'
import { ADMIN, adminHere, openAdmin, openPersonal, PERSONAL } from '@countersign/test/nextcloud-settings'
import { World } from '@countersign/test/nextcloud-world'

const FOLDER = fileURLToPath(new URL('screenshots/', import.meta.url))
/** Small, so that the words are readable beside a text. */
const WINDOW = { ...DESKTOP, viewport: { width: 760, height: 780 } }
/** Wide enough for the list of people, and as high as the connection and its test. */
const WIDE = { ...DESKTOP, viewport: { width: 1180, height: 1500 } }

/** Around a part of a page. */
const MARGIN = 16

mkdirSync(FOLDER, { recursive: true })
const world = await World.bare({}, new Nextcloud(process.env, ''))
try {
  await walk()
} finally {
  await world.close()
}

async function walk(): Promise<void> {
  const { nextcloud, server } = world
  await connect()
  const { person, phone } = await world.person('ada', { displayName: 'Ada Lindqvist' })
  const login = await world.login('pictures', WINDOW)
  await login.signIn(person)
  const shown = await login.shown()
  await login.part('progress').getByText('On your phone').waitFor()
  await picture(login.screen, 'nextcloud-login')
  await phone.approve(shown)
  await login.isIn()
  await nextcloud.set('edit', 'everybody')
  await openPersonal(login)
  await login.page.locator(PERSONAL).scrollIntoViewIfNeeded()
  await ours(login.screen, PERSONAL, 'nextcloud-personal')

  const ben = await nextcloud.addPerson('ben', { displayName: 'Ben Lindqvist' })
  await nextcloud.addPerson('cleo', { displayName: 'Cleo Marchetti' })
  await nextcloud.occ('countersign:assign', ben.uid, 'ben.lindqvist')
  await nextcloud.unset('edit')
  const admin = await world.login('pictures-admin', WIDE)
  await admin.signIn(nextcloud.admin)
  await admin.isIn()
  const people = await openAdmin(admin, 'people')
  await people.getByText('Linked, phones: 1').waitFor()
  await people.scrollIntoViewIfNeeded()
  await ours(admin.screen, '#countersign-people', 'nextcloud-people')

  const group = await nextcloud.addGroup('staff')
  await nextcloud.set('onboarding', 'everybody')
  await nextcloud.set('id_pattern', '{uid}@example.org')
  await nextcloud.set('set_up_at_login', true)
  await nextcloud.occ('twofactorauth:enforce', '--on', '--group', group)
  const dana = await nextcloud.addPerson('dana', { displayName: 'Dana Okafor', groups: [group] })
  const small = await world.login('pictures-set-up', PHONE)
  await small.signIn(dana)
  await small.page.locator('a[href*="/login/setupchallenge/countersign"]').click()
  await small.page.getByRole('button', { name: 'Set up on my phone' }).waitFor()
  await picture(small.screen, 'nextcloud-set-up')

  async function connect(): Promise<void> {
    const page = await world.login('pictures-connection', WIDE)
    await page.signIn(nextcloud.admin)
    await page.isIn()
    const part = await openAdmin(page, 'connection')
    await part.getByLabel('Address of the server').fill(server.url)
    await part.getByLabel('API key').fill(server.apiKey)
    await part.getByRole('button', { name: 'Save and test' }).click()
    const reloaded = page.page.waitForEvent('load')
    await page.page.getByRole('button', { name: 'It is the same: save' }).click()
    await reloaded
    await adminHere(page)
    await part.getByText(/^(?:Everything is right|Tested)/).waitFor()
    await ours(page.screen, `${ADMIN} #countersign-connection`, 'nextcloud-admin')
  }
}

async function picture({ page }: Screen, name: string): Promise<void> {
  await plain({ page })
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}

/** One part of a page of settings. */
async function ours({ page }: Screen, selector: string, name: string): Promise<void> {
  await plain({ page })
  const box = await page.locator(selector).boundingBox()
  if (box === null) throw new Error(`${selector} is not to be seen`)
  const { x, y, width, height } = box
  const clip = {
    x: Math.max(0, x - MARGIN),
    y: y - MARGIN,
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN,
  }
  await page.screenshot({ path: join(FOLDER, `${name}.png`), clip })
}

/** No control under the pointer, and no photograph in the background: it would be most of the file. */
async function plain({ page }: Pick<Screen, 'page'>): Promise<void> {
  await page.mouse.move(0, 0)
  await page.addStyleTag({ content: 'body { background-image: none !important }' })
}
