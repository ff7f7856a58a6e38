// Everything of one suite, as real as it runs anywhere: a server process on a database file, demo apps, a browser.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import type { Screen } from '../support/browser.js'
import { Browser, DESKTOP, PHONE } from '../support/browser.js'
import { type Host, ServerHome, type ServerProcess } from '../support/server-process.js'
import type { DemoSite } from './demo-site.js'
import { openDemoSite } from './demo-site.js'
import { LoginPage } from './login-page.js'
import { Phone } from './phone.js'

export interface Ticket {
  readonly ticketId: string
  readonly link: string
}

export class World {
  readonly home: ServerHome
  server: ServerProcess
  readonly #browser: Browser
  readonly #directory = mkdtempSync(join(tmpdir(), 'countersign-e2e-'))
  readonly #sites: DemoSite[] = []

  private constructor(home: ServerHome, server: ServerProcess, browser: Browser) {
    this.home = home
    this.server = server
    this.#browser = browser
  }

  /** A server with these user IDs, none of them paired yet. Settings are environment variables. */
  static async open(
    userIds: readonly string[],
    settings: Readonly<Record<string, string>> = {},
    host: Host = '127.0.0.1',
  ): Promise<World> {
    const home = await ServerHome.create(settings, host)
    await Promise.all(userIds.map((userId) => home.command('account', 'add', userId)))
    // Last, and alone: a browser left open by a failure here would keep the suite from ending.
    return new World(home, await home.serve(), await Browser.open())
  }

  /**
   * A demo app whose users have the names of the IDs. `linked` are linked already, as by an admin; `unlinked` link themselves.
   * Apps at the two host names of this computer do not share cookies.
   */
  async site(
    name: string,
    users: {
      readonly linked?: readonly string[]
      readonly unlinked?: readonly string[]
      readonly acceptWaivers?: boolean
    },
    host: 'localhost' | '127.0.0.1' = 'localhost',
  ): Promise<DemoSite> {
    const site = await openDemoSite({ ...users, name, host, home: this.home, directory: this.#directory })
    this.#sites.push(site)
    return site
  }

  async phone(story: string, kind: BrowserContextOptions = {}): Promise<Phone> {
    return new Phone(await this.screen(`${story}-phone`, { ...PHONE, ...kind }), this.home.url)
  }

  /** A phone that was paired a moment ago and shows its home screen. */
  async pairedPhone(story: string, userId: string, kind: BrowserContextOptions = {}): Promise<Phone> {
    const phone = await this.phone(story, kind)
    const ticket = await this.ticket(userId)
    await phone.accept(ticket.link)
    await this.confirm(ticket, await phone.confirmation())
    await phone.title('Paired')
    await phone.screen.press('Done')
    await phone.isReady()
    return phone
  }

  /** A pairing link, as an operator makes it. */
  async ticket(userId: string): Promise<Ticket> {
    // Sound: the shape of docs/reference/cli.md; a missing link fails in the next step.
    return (await this.home.command('pair', userId, '--no-wait')) as Ticket
  }

  /** The link that makes the first owner, as an operator prints it again. */
  async setupLink(): Promise<string> {
    // Sound: the shape of docs/reference/cli.md; a missing link fails in the next step.
    return ((await this.home.command('admin', 'setup-link')) as { readonly setupLink: string }).setupLink
  }

  /** The operator types the digits that the phone shows. */
  async confirm({ ticketId }: Ticket, digits: string): Promise<void> {
    await this.home.command('pair', 'confirm', ticketId, '--confirmation', digits)
  }

  async loginPage(story: string, site: DemoSite, kind: BrowserContextOptions = {}): Promise<LoginPage> {
    return new LoginPage(await this.screen(`${story}-page`, { ...DESKTOP, ...kind }), site.origin)
  }

  screen(story: string, kind: BrowserContextOptions): Promise<Screen> {
    return this.#browser.screen(story, kind)
  }

  /** Closes everything; rejects if a page complained meanwhile. */
  async close(): Promise<void> {
    try {
      await this.#browser.close()
    } finally {
      await Promise.all(this.#sites.map((site) => site.close()))
      await this.server.stop()
      this.home.remove()
      rmSync(this.#directory, { recursive: true, force: true })
    }
  }
}
