// The same page as several people have it: on a wide screen by day, on a narrow phone by night.
import type { Screen } from '../support/browser.js'
import { DESKTOP } from '../support/browser.js'

/** The narrowest phone that the console promises to work on. */
const NARROW = { width: 360, height: 740 }

/** Looks at the page on a desktop in the light, then at 360 px in the dark; leaves it as it was. */
export async function lookBothWays(screen: Screen, name: string): Promise<void> {
  const { page } = screen
  await screen.look(name)
  await page.setViewportSize(NARROW)
  await page.emulateMedia({ colorScheme: 'dark' })
  await screen.look(`${name}-narrow-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(DESKTOP.viewport)
}
