// Brings `<countersign-login>` to life on a page of Nextcloud: its request token with each post, its theme, and an end of our own.
import type { CountersignLogin } from '@countersign/web-plugin/element'
import { requestToken } from './api.js'

/**
 * The element is defined no sooner than this is called, so that even what it does first is done under our headers.
 *
 * @param onApproved called once, when the app's `complete` has passed, in place of going to its `redirectTo`
 */
export async function bringToLife(login: CountersignLogin, onApproved: () => void): Promise<void> {
  login.headers = () => ({ requesttoken: requestToken() })
  let isOver = false
  login.addEventListener('countersign-approved', (event) => {
    event.preventDefault()
    if (isOver) return
    isOver = true
    onApproved()
  })
  const theme = chosenTheme()
  if (theme !== undefined) login.setAttribute('theme', theme)
  await import('@countersign/web-plugin/element')
}

/** What the person, or the admin, has chosen in Nextcloud; undefined: as the system has it, which the element follows by itself. */
function chosenTheme(): 'light' | 'dark' | undefined {
  const themes = (document.body.dataset['themes'] ?? '').split(',')
  if (themes.some((name) => name.startsWith('dark'))) return 'dark'
  return themes.some((name) => name.startsWith('light')) ? 'light' : undefined
}
