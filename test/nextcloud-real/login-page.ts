// What a person does and sees at Nextcloud's login: name and password, then the access pass, then what they came for.
import type { Page } from 'playwright-core'
import type { Screen } from '../support/browser.js'
import type { Nextcloud, Person } from './nextcloud.js'
import type { Phone, Shown } from './phone.js'

/** Nextcloud draws its form by script; where that script is not installed, nothing ever comes. */
const DRAWN_MS = 4_000
/** Its pages load a hundred files; what these suites look for is in the first. */
const SOON = { waitUntil: 'domcontentloaded' } as const

export class LoginPage {
  readonly screen: Screen
  readonly #nextcloud: Nextcloud

  constructor(screen: Screen, nextcloud: Nextcloud) {
    this.screen = screen
    this.#nextcloud = nextcloud
    screen.expectComplaints(notOurs(nextcloud.origin))
  }

  get page(): Page {
    return this.screen.page
  }

  /** This story has refusals: a browser notes each answer of such a status as an error. */
  expectRefusals(...statuses: readonly number[]): void {
    const refusals = `status of (?:${statuses.join('|')}) .*/apps/countersign/`
    this.screen.expectComplaints(new RegExp(`${notOurs(this.#nextcloud.origin).source}|${refusals}`, 's'))
  }

  /** Name and password. `wanted` is the page that was asked for without being signed in. */
  async signIn({ uid, password }: Person, wanted = '/index.php/apps/dashboard/'): Promise<void> {
    await this.page.goto(this.#nextcloud.url + wanted, SOON)
    if (await this.#isDrawn()) {
      await this.page.locator('input[name="user"]').fill(uid)
      await this.page.locator('input[name="password"]').fill(password)
      await this.page.locator('button[type="submit"]').click()
    } else await this.#postForm(uid, password)
    await this.page.waitForURL((url) => !/\/login(\?|$)/.test(url.pathname + url.search), SOON)
  }

  /** The access pass or the code, once it is shown. */
  async shown(): Promise<Shown> {
    const pass = this.part('name')
    const code = this.part('code')
    await pass.or(code).first().waitFor()
    if ((await pass.count()) > 0 && (await pass.isVisible())) return { pass: await pass.innerText() }
    return { code: (await code.innerText()).replace(/\D/g, '') }
  }

  /** Waits for an outcome, or any other title of the element. */
  async title(words: string | RegExp): Promise<void> {
    await this.part('title').getByText(words).waitFor()
  }

  async tryAgain(): Promise<void> {
    await this.part('main').click()
  }

  part(name: string) {
    return this.page.locator(`countersign-login [part~="${name}"]`)
  }

  /** A picture, and what keeps people out of our part of the page. */
  async look(name: string, within = 'countersign-login'): Promise<void> {
    await this.screen.look(name, within)
  }

  /** Presses what the page offers. */
  async press(label: string | RegExp): Promise<void> {
    await this.screen.press(label)
  }

  /** A page of this Nextcloud, by its path after index.php. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#nextcloud.url}/index.php${path}`, SOON)
  }

  /** Whoever was here has gone: a browser without cookies. */
  async forget(): Promise<void> {
    await this.page.context().clearCookies()
  }

  /** Name, password, and the phone approves what the page shows. */
  async inByPhone(person: Person, phone: Phone): Promise<void> {
    await this.signIn(person)
    await phone.approve(await this.shown())
    await this.isIn()
  }

  /** Sends a form of Nextcloud's own scripts, with what proves that this page sent it. */
  async post(
    path: string,
    body: unknown = {},
    method = 'POST',
  ): Promise<{ readonly status: number; readonly text: string }> {
    const url = `${this.#nextcloud.url}/index.php${path}`
    return this.page.evaluate(
      async ({ url, body, method }) => {
        const headers = {
          'content-type': 'application/json',
          requesttoken: document.head.dataset['requesttoken'] ?? '',
          'OCS-APIRequest': 'true',
        }
        const reply = await fetch(url, { method, headers, body: JSON.stringify(body) })
        return { status: reply.status, text: await reply.text() }
      },
      { url, body, method },
    )
  }

  /** Nothing of the second factor stands between this browser and the page any more. */
  async isIn(wanted: string | RegExp = /\/apps\//): Promise<void> {
    await this.page.waitForURL((url) => !url.pathname.includes('/login') && matches(url, wanted), SOON)
  }

  /** Asks Nextcloud, by this browser's cookies, who it thinks this is. Undefined: nobody who is let in. */
  async whoAmI(): Promise<string | undefined> {
    const reply = await this.page.request.get(`${this.#nextcloud.url}/ocs/v2.php/cloud/user?format=json`, {
      headers: { 'OCS-APIRequest': 'true' },
      maxRedirects: 0,
    })
    if (reply.status() !== 200) return undefined
    return String((await reply.json()).ocs.data.id)
  }

  async #isDrawn(): Promise<boolean> {
    if (this.#nextcloud.drawsItsForm === undefined) {
      const drawn = this.page.locator('input[name="password"]').waitFor({ timeout: DRAWN_MS })
      this.#nextcloud.drawsItsForm = await drawn.then(
        () => true,
        () => false,
      )
    }
    return this.#nextcloud.drawsItsForm
  }

  async #postForm(user: string, password: string): Promise<void> {
    await this.page.evaluate(
      (fields) => {
        const form = document.createElement('form')
        form.method = 'post'
        form.action = location.href
        const redirect = new URLSearchParams(location.search).get('redirect_url')
        const all = { ...fields, redirect_url: redirect, requesttoken: document.head.dataset['requesttoken'] }
        for (const [name, value] of Object.entries(all)) {
          if (value == null) continue
          const field = document.createElement('input')
          field.type = 'hidden'
          field.name = name
          field.value = value
          form.append(field)
        }
        document.body.append(form)
        form.submit()
      },
      { user, password, timezone: 'UTC', timezone_offset: '0' },
    )
  }
}

/** Nextcloud's own pages complain where a bundle of theirs is missing; of this app and of content policies everything counts. */
function notOurs(origin: string): RegExp {
  const host = origin.replaceAll('.', '\\.')
  return new RegExp(
    `^(?!.*(?:apps[^ ]*/countersign/|Content Security Policy|countersign-login)).*${host}`,
    's',
  )
}

function matches(url: URL, wanted: string | RegExp): boolean {
  const path = url.pathname + url.search
  return typeof wanted === 'string' ? path === wanted : wanted.test(path)
}
