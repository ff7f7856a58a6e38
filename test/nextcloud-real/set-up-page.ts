// The server's own set-up page, as somebody meets it who was sent there by Nextcloud: codes first, then the phone.
import assert from 'node:assert/strict'
import { parsePairingLink } from '@countersign/protocol'
import type { LoginPage } from './login-page.js'
import { Phone } from './phone.js'

/** From "First, a way back in" to the way back; the phone that was paired there. */
export async function setUpAt(login: LoginPage, deviceName?: string): Promise<Phone> {
  const { page } = login
  await heading(login, 'First, a way back in')
  await login.press('Make my backup codes')
  const codes = page.getByRole('list', { name: 'Your backup codes' })
  await codes.waitFor()
  assert.equal(await codes.locator('li').count(), 10)
  await page.getByLabel('I have kept them', { exact: false }).check()
  await login.press('Go on to the phone')
  await heading(login, 'Now pair your phone')
  const link = parsePairingLink(await page.getByLabel('Pairing link').inputValue())
  assert.ok(link)
  const { phone, digits } = await Phone.pair(link, deviceName)
  await login.screen.sees(new RegExp(`${digits.slice(0, 3)} ${digits.slice(3)}`))
  await login.press('Yes, the same')
  await phone.online()
  await heading(login, 'All set')
  await login.press('Back to Nextcloud')
  return phone
}

async function heading(login: LoginPage, words: string): Promise<void> {
  await login.page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor()
}
