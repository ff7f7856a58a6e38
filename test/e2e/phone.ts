// What a person does and sees on the phone: pairing, the request with its access passes or its keypad, the outcome.
import assert from 'node:assert/strict'
import type { Screen } from '../support/browser.js'

export class Phone {
  readonly screen: Screen
  readonly #serverUrl: string

  constructor(screen: Screen, serverUrl: string) {
    this.screen = screen
    this.#serverUrl = serverUrl
  }

  async accept(link: string): Promise<void> {
    await this.screen.page.goto(link)
    await this.screen.press('Pair this phone')
  }

  /** The six digits that both screens show. */
  async confirmation(): Promise<string> {
    const digits = this.screen.page.locator('.confirmation [aria-hidden]')
    return (await digits.innerText()).replace(/\D/g, '')
  }

  async openHome(): Promise<void> {
    await this.screen.page.goto(`${this.#serverUrl}/authenticator/`)
  }

  async isReady(): Promise<void> {
    await this.title('All quiet')
  }

  async title(words: string): Promise<void> {
    await this.screen.page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor()
  }

  /** Names of the access passes on the screen, in their order. */
  async passes(): Promise<readonly string[]> {
    await this.screen.page.locator('button.pass').first().waitFor()
    return this.screen.page.locator('button.pass').allInnerTexts()
  }

  async pick(name: string): Promise<void> {
    await this.screen.page.getByRole('button', { name, exact: true }).click()
  }

  /** One of the access passes that the login page does not show. */
  async pickWrong(right: string): Promise<void> {
    const passes = await this.passes()
    assert.ok(passes.includes(right), `${right} is among ${passes.join()}`)
    await this.pick(passes.find((name) => name !== right) ?? '')
  }

  async type(code: string): Promise<void> {
    await this.screen.page.getByLabel('Six digits from your login page').fill(code)
    await this.screen.press('Approve')
  }

  async deny(): Promise<void> {
    await this.screen.press(/^Deny\b/)
  }

  async report(): Promise<void> {
    await this.screen.press(/^This wasn’t me\b/)
  }
}
