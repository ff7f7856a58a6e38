// Everything of one suite: the Nextcloud that stands, an ID server of its own, a browser, people with phones.
import type { BrowserContextOptions } from 'playwright-core'
import { Browser, DESKTOP } from '../support/browser.js'
import { IdServer } from './id-server.js'
import { LoginPage } from './login-page.js'
import { Nextcloud, type Person } from './nextcloud.js'
import type { Phone } from './phone.js'

/** What the app keeps of an admin's decisions; taken away again when the suite ends. */
const SETTINGS = [
  'server_url',
  'fallback_url',
  'browser_url',
  'server_id',
  'app_id',
  'api_key',
  'origin',
  'service_name',
  'help_text',
  'edit',
  'edit_groups',
  'onboarding',
  'onboarding_groups',
  'use_groups',
  'id_pattern',
  'may_choose_id',
  'set_up_at_login',
  'backup_codes',
  'trust',
] as const

export class World {
  readonly nextcloud: Nextcloud
  readonly server: IdServer
  readonly #browser: Browser

  private constructor(nextcloud: Nextcloud, server: IdServer, browser: Browser) {
    this.nextcloud = nextcloud
    this.server = server
    this.#browser = browser
  }

  /** The app is on and knows nothing yet. `config` are settings of the server by path. */
  static async bare(
    config: Readonly<Record<string, unknown>> = {},
    nextcloud = new Nextcloud(),
  ): Promise<World> {
    await nextcloud.occ('app:enable', 'countersign')
    await nextcloud.occ('twofactorauth:enforce', '--off')
    for (const key of SETTINGS) await nextcloud.unset(key)
    const server = await IdServer.open(nextcloud.origin, config)
    // Last, and alone: a browser left open by a failure here would keep the suite from ending.
    return new World(nextcloud, server, await Browser.open())
  }

  /** The app is connected with the server, as after the admin page was filled in. */
  static async open(config: Readonly<Record<string, unknown>> = {}): Promise<World> {
    const world = await World.bare(config)
    try {
      await world.connect()
    } catch (error) {
      // What stays open would keep the suite from ending.
      await world.close()
      throw error
    }
    return world
  }

  async connect(): Promise<void> {
    const { nextcloud, server } = this
    await nextcloud.set('server_url', server.main.url)
    await nextcloud.set('browser_url', server.url)
    await nextcloud.set('server_id', server.serverId)
    await nextcloud.set('app_id', server.appId)
    await nextcloud.set('origin', nextcloud.origin)
    await nextcloud.set('api_key', server.apiKey, '--sensitive')
  }

  /** Somebody with an account at the server under the same name, a paired phone, and that ID assigned here. */
  async person(
    name: string,
    more: Parameters<Nextcloud['addPerson']>[1] = {},
  ): Promise<{ readonly person: Person; readonly phone: Phone }> {
    const person = await this.nextcloud.addPerson(name, more)
    const phone = await this.phoneOf(person)
    await this.nextcloud.occ('countersign:assign', person.uid, person.uid)
    return { person, phone }
  }

  /** An account of that name at the server, and its first phone; nothing of it is known here. */
  async phoneOf({ uid }: Person): Promise<Phone> {
    await this.server.addAccount(uid)
    return this.server.phone(uid)
  }

  /** A browser of its own. */
  async login(story: string, kind: BrowserContextOptions = {}): Promise<LoginPage> {
    return new LoginPage(
      await this.#browser.screen(`nextcloud-${story}`, { ...DESKTOP, ...kind }),
      this.nextcloud,
    )
  }

  /** Leaves the Nextcloud as it was found; rejects if a page complained meanwhile. */
  async close(): Promise<void> {
    try {
      await this.#browser.close()
    } finally {
      await this.nextcloud.occ('twofactorauth:enforce', '--off')
      await this.nextcloud.clean()
      for (const key of SETTINGS) await this.nextcloud.unset(key)
      await this.server.close()
    }
  }
}
