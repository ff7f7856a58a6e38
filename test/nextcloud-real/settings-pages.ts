// Nextcloud's settings with our parts on them: the personal one under Security, and the admin's.
import type { Locator } from 'playwright-core'
import type { LoginPage } from './login-page.js'

export const PERSONAL = '#countersign-personal'
export const ADMIN = '#countersign-admin'

/** The part of the security settings that is ours. */
export async function openPersonal(login: LoginPage): Promise<Locator> {
  await login.open('/settings/user/security')
  return personalHere(login)
}

/** The page is there already, e.g. after a way back from the server. */
export async function personalHere(login: LoginPage): Promise<Locator> {
  await reveal(login)
  return login.page.locator(PERSONAL)
}

/** One part of the admin page by its id, e.g. `people`. */
export async function openAdmin(login: LoginPage, part: string): Promise<Locator> {
  await login.open('/settings/admin/countersign')
  return login.page.locator(`#countersign-${part}`)
}

/**
 * Nextcloud 34 sends the settings of second factors hidden and moves them to their place by its own script. Where that script is
 * not installed, they are shown where they are.
 */
async function reveal({ page }: LoginPage): Promise<void> {
  await page.locator(PERSONAL).waitFor({ state: 'attached' })
  await page.waitForLoadState('load')
  await page.evaluate((ours) => {
    document.querySelector(ours)?.closest('.hidden-visually')?.classList.remove('hidden-visually')
  }, PERSONAL)
}
