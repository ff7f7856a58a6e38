// What an admin does and sees in the console: setting up, signing in, going to a page, answering a dialog.
import type { Screen } from '../support/browser.js'
import type { Phone } from './phone.js'

export class ConsolePage {
  readonly screen: Screen
  readonly #serverUrl: string

  constructor(screen: Screen, serverUrl: string) {
    this.screen = screen
    this.#serverUrl = serverUrl
    // The first question of every visit is who is signed in, and a browser notes "nobody" (401) as an error.
    screen.expectComplaints(/40[19] \((?:Unauthorized|Conflict)\)/)
  }

  async open(place = '/'): Promise<void> {
    await this.screen.page.goto(`${this.#serverUrl}/console/#${place}`)
  }

  /** Becomes the first owner by the printed link, with this phone. */
  async setUp(
    link: string,
    phone: Phone,
    owner: { readonly userId: string; readonly name: string },
  ): Promise<void> {
    const { page } = this.screen
    await page.goto(link)
    await this.fill('Your name', owner.name)
    await this.fill('Your user ID', owner.userId)
    await this.screen.press('Next: pair my phone')
    await this.pairShown(phone)
    await this.title('You are the owner')
    await this.screen.press('To the console')
    await this.title('Overview')
  }

  /** The phone takes the link on the screen; whoever sits here compares the digits. */
  async pairShown(phone: Phone): Promise<void> {
    await phone.accept(await this.screen.page.getByLabel('Pairing link').inputValue())
    const digits = await phone.confirmation()
    await this.screen.sees(new RegExp(`${digits.slice(0, 3)} ${digits.slice(3)}`))
    await this.screen.press('Yes, the same')
    await phone.title('Paired')
    await phone.screen.press('Done')
    await phone.isReady()
  }

  /** The six digits that the sign-in shows for this user ID. */
  async digitsFor(userId: string): Promise<string> {
    await this.fill('Your user ID', userId)
    await this.screen.press('Continue on your phone')
    return (await this.screen.page.locator('.digits [aria-hidden]').innerText()).replace(/\D/g, '')
  }

  async signIn(userId: string, phone: Phone): Promise<void> {
    await phone.type(await this.digitsFor(userId))
    await this.screen.page.locator('.shell__main h1').waitFor()
  }

  async title(words: string | RegExp): Promise<void> {
    await this.screen.page.getByRole('heading', { level: 1, name: words }).waitFor()
  }

  async fill(label: string, value: string): Promise<void> {
    await this.screen.page.getByLabel(label, { exact: false }).fill(value)
  }

  /** Prepares what is not the story: a change by the API that the page itself uses. Gives the status. */
  call(method: string, path: string, body: unknown): Promise<number> {
    return this.screen.page.evaluate(
      async ([method, path, body]) => {
        const headers = { 'content-type': 'application/json', 'countersign-request': '1' }
        return (await fetch(`/admin/v1${path}`, { method, headers, body })).status
      },
      [method, path, JSON.stringify(body)] as const,
    )
  }

  /** By the navigation, as a person goes. */
  async go(name: string): Promise<void> {
    await this.screen.page
      .getByRole('navigation', { name: 'Console' })
      .getByRole('link', { name, exact: true })
      .click()
  }

  /** An entry of the menu of actions. */
  async pick(menu: string | RegExp, entry: string): Promise<void> {
    const { page } = this.screen
    await page.getByRole('button', { name: menu, exact: true }).first().click()
    await page.getByRole('menuitem', { name: entry, exact: true }).click()
  }
}
