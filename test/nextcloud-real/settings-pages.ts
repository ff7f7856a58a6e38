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
  await reveal(login, PERSONAL)
  return login.page.locator(PERSONAL)
}

/** One part of the admin page by its id, e.g. `people`. */
export async function openAdmin(login: LoginPage, part: string): Promise<Locator> {
  await login.open('/settings/admin/countersign')
  await adminHere(login)
  return login.page.locator(`#countersign-${part}`)
}

/** The page was loaded anew by its own script. */
export async function adminHere(login: LoginPage): Promise<void> {
  await reveal(login, ADMIN)
}

/**
 * Nextcloud 34 sends settings hidden and moves them to their place by its own script. Where that script is not installed, they are
 * shown where they are.
 */
async function reveal({ page }: LoginPage, ours: string): Promise<void> {
  await page.locator(ours).waitFor({ state: 'attached' })
  await page.waitForLoadState('load')
  await page.evaluate((selector) => {
    const hidden = document.querySelector<HTMLElement>(selector)?.closest<HTMLElement>('.hidden-visually')
    hidden?.classList.remove('hidden-visually')
    // The page itself never scrolls: what holds the settings does.
    const frame = { position: 'fixed', inset: '50px 8px 8px', overflow: 'auto', borderRadius: '12px' }
    if (hidden) Object.assign(hidden.style, frame, { background: 'var(--color-main-background)' })
  }, ours)
}
