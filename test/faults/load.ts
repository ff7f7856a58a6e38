// People who log in again and again, each with an app and a phone, whatever breaks meanwhile; everything they are told goes into the ledger.
import { setTimeout as delay } from 'node:timers/promises'
import type { Device, DeviceSocketConstructor, OpenRequest, Outcome, Picked } from '@countersign/client-sdk'
import type { AppId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { seededRandom } from '../support/seeded-random.js'
import type { Ledger, Signed, Told } from './ledger.js'
import { isLogin } from './ledger.js'
import type { Person } from './people.js'
import { addPeople, phoneOf } from './people.js'
import type { Scale } from './rows.js'
import type { Site } from './site.js'
import type { Asked } from './web-app.js'
import { WebApp } from './web-app.js'

export interface LoadOptions {
  readonly people: number
  /** Logins at once. */
  readonly clients: number
  readonly seed: number
  /** Out of a hundred logins, how many a person denies, and how many are picked wrong; the others approve. */
  readonly denied?: number
  readonly wrong?: number
  /** How phones connect, e.g. through a bad network. */
  readonly webSocket?: DeviceSocketConstructor
  /** What phones were paired with. Default: the site's address. */
  readonly phoneUrl?: string
  /** The app's clock. */
  readonly nowMs?: () => number
  /** How long a person waits for the phone to ring before they begin anew. */
  readonly patienceMs?: number
}

/** Enough people that nobody logs in more often than a phone shows requests: two dozen in two and a half minutes. */
export function crew(scale: Scale): Pick<LoadOptions, 'people' | 'clients' | 'denied'> {
  return { people: scale === 'full' ? 200 : 40, clients: 8, denied: 5 }
}

/** Longer than any break of these tests: what does not come in this time does not come. */
const PATIENCE_MS = 20_000
/** A person who waits for a phone looks at it. */
const LOOK_EVERY_MS = 1_000
/** The server has said what became of a redemption long before. */
const REDEEM_PATIENCE_MS = 30_000

interface PhoneOwner {
  readonly person: Person
  readonly phone: Device
}

export class Load implements Ledger {
  readonly appId: AppId
  readonly told: Told[] = []
  readonly app: WebApp
  readonly #owners: readonly PhoneOwner[]
  readonly #resting: PhoneOwner[]
  readonly #options: LoadOptions
  readonly #next: (bound: number) => number
  #clients: readonly Promise<void>[] = []
  #ending = false

  private constructor(
    app: WebApp,
    appId: AppId,
    people: readonly Person[],
    options: LoadOptions,
    site: Site,
  ) {
    this.app = app
    this.appId = appId
    this.#options = options
    this.#owners = people.map((person) => {
      const { phoneUrl = site.url, webSocket } = options
      return { person, phone: phoneOf(person, site.ports, phoneUrl, webSocket) }
    })
    this.#resting = [...this.#owners]
    const random = seededRandom(options.seed)
    this.#next = (bound) => random.below(bound)
  }

  /** Makes the people and their phones, and waits until every phone is online. */
  static async open(site: Site, options: LoadOptions): Promise<Load> {
    const { appId, apiKey } = await site.addApp(`Wiki ${options.seed}`)
    const serverId = toBase64Url(site.ports.vault.serverId)
    const { nowMs } = options
    const app = new WebApp({
      url: site.url,
      serverId,
      appId,
      apiKey,
      ...(nowMs === undefined ? {} : { nowMs }),
    })
    const people = await addPeople(site.ports, options.people, `p${options.seed}-`)
    // Sound: the id that the server has just given it.
    const load = new Load(app, appId as AppId, people, options, site)
    // A stranger may hold few sockets that have not authenticated: so they come a few at a time.
    for (let from = 0; from < load.phones.length; from += 50) {
      for (const phone of load.phones.slice(from, from + 50)) phone.start()
      await load.allOnline(from + 50)
    }
    return load
  }

  get phones(): readonly Device[] {
    return this.#owners.map(({ phone }) => phone)
  }

  get logins(): number {
    return this.told.filter(isLogin).length
  }

  /** Resolves with how long it took until the first phones, or all of them, were online. */
  async allOnline(first = this.#owners.length, patienceMs = 90_000): Promise<number> {
    const beganMs = Date.now()
    const waited = this.phones.slice(0, first)
    while (!waited.every(({ connection }) => connection === 'online')) {
      if (Date.now() - beganMs > patienceMs) {
        const away = waited.filter(({ connection }) => connection !== 'online').length
        throw new Error(`${away} of ${waited.length} phones did not come back`)
      }
      await delay(20)
    }
    return Date.now() - beganMs
  }

  begin(): void {
    this.#clients = Array.from({ length: this.#options.clients }, () => this.#client())
  }

  /** Logins under way are finished, then the phones are switched off. */
  async end(): Promise<void> {
    this.#ending = true
    await Promise.all(this.#clients)
    for (const phone of this.phones) phone.stop()
  }

  /** Resolves when so many more logins are through; with the milliseconds that took. */
  async more(logins: number, patienceMs = 240_000): Promise<number> {
    const beganMs = Date.now()
    const enough = this.logins + logins
    while (this.logins < enough) {
      if (Date.now() - beganMs > patienceMs)
        throw new Error(`${this.logins} logins of ${enough} in ${patienceMs} ms; last: ${this.#lastWords()}`)
      await delay(10)
    }
    return Date.now() - beganMs
  }

  /** Resolves with how long after `sinceMs` the first login that began since then was through. */
  async firstSince(sinceMs: number, patienceMs = 120_000): Promise<number> {
    while (Date.now() - sinceMs < patienceMs) {
      const first = this.told.find((each) => each.beganMs >= sinceMs && isLogin(each))
      if (first !== undefined) return first.endedMs - sinceMs
      await delay(10)
    }
    throw new Error(`no login in ${patienceMs} ms; last: ${this.#lastWords()}`)
  }

  #lastWords(): string {
    const last = this.told.slice(-3)
    return JSON.stringify(
      last.map(({ askLost, signed, receipt, redemptions }) => ({ askLost, signed, receipt, redemptions })),
    )
  }

  async #client(): Promise<void> {
    while (!this.#ending) {
      // The one that rested longest.
      const owner = this.#resting.shift()
      if (owner === undefined) throw new Error('more clients than people')
      const told = await this.#oneLogin(owner)
      this.told.push(told)
      this.#resting.push(owner)
      // A person does not click twenty times a second on a page that says it cannot.
      if (told.asked === undefined) await delay(20)
    }
  }

  async #oneLogin({ person, phone }: PhoneOwner): Promise<Told> {
    const beganMs = Date.now()
    const login = await this.#tryLogin(person, phone)
    return { person, beganMs, endedMs: Date.now(), ...login }
  }

  async #tryLogin(person: Person, phone: Device): Promise<Omit<Told, 'person' | 'beganMs' | 'endedMs'>> {
    const nothing = { askLost: undefined, signed: undefined, receipt: undefined, redemptions: [] }
    const asked = await this.app.ask(person.userId)
    if ('lost' in asked) return { ...nothing, asked: undefined, askLost: asked.lost }
    const request = await this.#shown(phone, asked)
    if (request === undefined) return { ...nothing, asked, redemptions: [await this.app.redeem(asked)] }
    const signed = this.#decide()
    const receipt = await answer(phone, asked, request, signed)
    const redemptions = await this.app.redeemAtLast(asked, REDEEM_PATIENCE_MS)
    return { ...nothing, asked, signed, receipt, redemptions }
  }

  #decide(): Signed {
    const { denied = 0, wrong = 0 } = this.#options
    const dice = this.#next(100)
    if (dice < denied) return 'deny'
    return dice < denied + wrong ? 'wrong' : 'approve'
  }

  /** The request once the phone shows it; a person whose phone does not ring opens the app, which asks. */
  async #shown(phone: Device, { challengeId, delivery }: Asked): Promise<OpenRequest | undefined> {
    const endMs = Date.now() + (this.#options.patienceMs ?? PATIENCE_MS)
    if (delivery === 'pull') await phone.pull().catch(() => undefined)
    const closeApp = lookAt(phone)
    try {
      while (Date.now() < endMs) {
        const request = phone.requests.find((each) => each.challengeId === challengeId)
        if (request !== undefined) return request
        await delay(4)
      }
      return undefined
    } finally {
      closeApp()
    }
  }
}

/** The state of the verified receipt; undefined when none came. */
async function answer(
  phone: Device,
  asked: Asked,
  request: OpenRequest,
  signed: Signed,
): Promise<Outcome['state'] | undefined> {
  const { challengeId } = asked
  const decision =
    signed === 'deny'
      ? phone.deny(challengeId)
      : phone.approve(challengeId, signed === 'approve' ? rightChoice(asked) : wrongChoice(asked, request))
  const closeApp = lookAt(phone)
  try {
    return (await decision).state
  } catch {
    return undefined
  } finally {
    closeApp()
  }
}

/** Somebody who waits opens the app now and then: it tries at once what it would have waited for, and finds out a dead connection. */
function lookAt(phone: Device): () => void {
  const timer = setInterval(() => phone.wake(), LOOK_EVERY_MS)
  return () => clearInterval(timer)
}

/** What the page shows. */
function rightChoice({ match }: Asked): Picked {
  if (match.mode === 'symbol' || match.mode === 'code') return match
  throw new Error(`nobody asked for a ${match.mode}`)
}

/** What the request offers and the page does not show. */
function wrongChoice({ match }: Asked, { options }: OpenRequest): Picked {
  if (match.mode === 'code') return { mode: 'code', code: match.code === '000000' ? '000001' : '000000' }
  const symbolId = options.find((option) => match.mode === 'symbol' && option !== match.symbolId)
  if (symbolId === undefined) throw new Error('a grid with one symbol')
  return { mode: 'symbol', symbolId }
}
