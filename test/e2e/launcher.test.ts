// The README's first command: four links, a pairing, a login, and everything still there after a second start.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { Browser, DESKTOP, PHONE } from '../support/browser.js'
import { Launcher } from './launcher.js'
import { LoginPage } from './login-page.js'
import { Phone } from './phone.js'

const PASSWORD = 'access-pass'

test('`npm start` leads to a first login, keeps it, and pairs the second user', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'countersign-launcher-'))
  let launcher = Launcher.start(data)
  t.after(async () => {
    await launcher.stop()
    rmSync(data, { recursive: true, force: true })
  })
  const link = await launcher.pairingLink()
  const origin = await launcher.demoApp()
  const browser = await Browser.open()
  t.after(() => browser.close())
  const phone = new Phone(await browser.screen('launcher-phone', PHONE), new URL(link).origin)
  const login = new LoginPage(await browser.screen('launcher-page', DESKTOP), origin)

  await phone.accept(link)
  await launcher.confirm(await phone.confirmation())
  await phone.title('Paired')
  await phone.screen.press('Done')
  await login.signIn('alice', PASSWORD)
  await phone.pick(await login.pass())
  await login.isInside('alice')
  await phone.screen.press('Done')

  const reader = await browser.screen('launcher-api', DESKTOP)
  await reader.page.goto(await launcher.apiPage())
  await reader.page.getByRole('heading', { level: 1 }).waitFor()
  await reader.look('api')

  assert.match(await launcher.setupLink(), /\/console\/#setup=[\w-]{43}$/)

  phone.screen.expectComplaints(/./)
  assert.equal(await launcher.stop(), 0)
  launcher = Launcher.start(data, '--pair', 'bob')
  const second = await launcher.pairingLink()
  assert.equal(await launcher.demoApp(), origin, 'the same addresses again')
  await phone.accept(second)
  await launcher.confirm(await phone.confirmation())
  await phone.title('Paired')
  await phone.screen.press('Done')

  await login.signIn('bob', PASSWORD)
  await login.screen.press('Continue on your phone')
  await phone.pick(await login.pass())
  await login.isInside('bob')
})
