// Switching a page of the console to another language, as often as it takes: a click that falls into a redraw is lost, as a person's is.
import type { Page } from 'playwright-core'

const LANGUAGES = { English: 'en', Deutsch: 'de' } as const
const CLICKS_MAX = 10

export async function switchTo(page: Page, language: keyof typeof LANGUAGES): Promise<void> {
  const spoken = page.locator(`html[lang="${LANGUAGES[language]}"]`)
  for (let clicks = 0; clicks < CLICKS_MAX; clicks += 1) {
    // Its label covers it.
    await page.getByLabel(language).click({ force: true })
    const isSpoken = await spoken.waitFor({ state: 'attached', timeout: 2_000 }).then(
      () => true,
      () => false,
    )
    if (isSpoken) return
  }
  throw new Error(`the page does not speak ${language}`)
}
