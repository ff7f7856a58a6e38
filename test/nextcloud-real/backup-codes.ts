// Nextcloud's own backup codes and its own codes from an app, made as its settings pages make them.
import assert from 'node:assert/strict'
import { TOTP } from 'otpauth'
import type { LoginPage } from './login-page.js'

/** For the person who is signed in here. */
export async function backupCodesOf(login: LoginPage): Promise<readonly string[]> {
  const { status, text } = await login.post('/apps/twofactor_backupcodes/settings/create')
  assert.equal(status, 200, text)
  return JSON.parse(text).codes
}

/** From a page of the second factor. */
export async function typeBackupCode(login: LoginPage, code: string): Promise<void> {
  await login.page.goto(`${new URL(login.page.url()).origin}/index.php/login/challenge/backup_codes`)
  await login.page.locator('input[name="challenge"]').fill(code)
  await login.page.locator('input[name="challenge"]').press('Enter')
}

/** A code from an app is on for the person who is signed in here. */
export async function totpOf(login: LoginPage): Promise<TOTP> {
  const begun = await login.post('/apps/twofactor_totp/settings/enable', { state: 1 })
  assert.equal(begun.status, 200, begun.text)
  const totp = new TOTP({ secret: JSON.parse(begun.text).secret })
  const done = await login.post('/apps/twofactor_totp/settings/enable', { state: 2, code: totp.generate() })
  assert.equal(done.status, 200, done.text)
  return totp
}
