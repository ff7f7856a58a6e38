// What a person does and sees at the demo app: name and password, then the access pass or the code, then inside.
import type { Locator } from 'playwright-core'
import type { Screen } from '../support/browser.js'
import { PASSWORD } from './demo-site.js'

export class LoginPage {
  readonly screen: Screen
  readonly origin: string

  constructor(screen: Screen, origin: string) {
    this.screen = screen
    this.origin = origin
  }

  /** Name and password; leads to the waiting page, or for a user without an ID to the link page. */
  async signIn(name: string, password = PASSWORD): Promise<void> {
    const { page } = this.screen
    await page.goto(`${this.origin}/login`)
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Password').fill(password)
    await this.screen.press('Sign in')
  }

  /** The name beneath the access pass, once it is shown. */
  async pass(): Promise<string> {
    await this.#part('pass').waitFor()
    return this.#part('name').innerText()
  }

  /** The six digits, once they are shown. */
  async code(): Promise<string> {
    await this.#part('code').waitFor()
    return (await this.#part('code').innerText()).replace(/\D/g, '')
  }

  /** What the QR code holds, as the page says it to whoever cannot scan. */
  async scanLink(): Promise<string> {
    await this.screen.page.getByText('Cannot scan?').click()
    return this.screen.page.getByLabel('The link that this code holds').inputValue()
  }

  /** Waits for the line that says where the request is. */
  async progress(words: string): Promise<void> {
    await this.#part('progress').getByText(words, { exact: true }).waitFor()
  }

  /** Waits for an outcome or any other title of the waiting page. */
  async title(words: string): Promise<void> {
    await this.#part('title').getByText(words, { exact: true }).waitFor()
  }

  /** Opens the form for codes. */
  async otherWay(words = 'Use another way'): Promise<void> {
    await this.screen.press(words)
    await this.field().waitFor()
  }

  /** The field for a code. */
  field(): Locator {
    return this.#part('field')
  }

  async typeCode(code: string): Promise<void> {
    await this.field().fill(code)
    await this.screen.press('Sign in')
  }

  /** Waits for what the form says about the code. */
  async fault(words: string | RegExp): Promise<void> {
    await this.#part('fault').getByText(words).waitFor()
  }

  async isInside(name: string): Promise<void> {
    await this.screen.page.getByRole('heading', { name: `Welcome, ${name}` }).waitFor()
  }

  #part(name: string): Locator {
    return this.screen.page.locator(`countersign-login [part="${name}"]`)
  }
}
