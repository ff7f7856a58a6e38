// What a person does and sees at /me: signing in with the phone, and approving a change there once more.
import type { Locator } from 'playwright-core'
import type { Screen } from '../support/browser.js'
import type { Phone } from './phone.js'

export class MePage {
  readonly screen: Screen
  readonly #serverUrl: string

  constructor(screen: Screen, serverUrl: string) {
    this.screen = screen
    this.#serverUrl = serverUrl
    // The first question of every visit is who is signed in, and a browser notes "nobody" (401) as an error; the next change
    // may need the phone first (403).
    screen.expectComplaints(/40[13] \((?:Unauthorized|Forbidden)\)/)
  }

  async open(): Promise<void> {
    await this.screen.page.goto(`${this.#serverUrl}/me/`)
  }

  async signIn(userId: string, phone: Phone): Promise<void> {
    await this.open()
    await this.screen.page.getByLabel('Your user ID').fill(userId)
    await this.screen.press('Continue on your phone')
    const digits = await this.digits()
    await phone.openHome()
    await phone.type(digits)
    await this.heading('Your phones')
  }

  async heading(words: string | RegExp): Promise<void> {
    await this.screen.page.getByRole('heading', { name: words, exact: true }).first().waitFor()
  }

  /** The six digits on the screen. */
  async digits(): Promise<string> {
    return (await this.screen.page.locator('.digits [aria-hidden]').innerText()).replace(/\D/g, '')
  }

  /** The dialog that opened last. */
  dialog(name: string): Locator {
    return this.screen.page.getByRole('dialog', { name, exact: true })
  }
}
