// A phone whose browser has a push service: ours, since no test browser reaches a real one. Everything else is the browser's own:
// the worker, its notifications, the arrival of a push by the devtools protocol.
import { fileURLToPath } from 'node:url'
import type { BrowserContext, BrowserContextOptions, CDPSession, Page, Worker } from 'playwright-core'
import type { PushService } from '../support/push-service.js'
import type { Phone } from './phone.js'
import type { World } from './world.js'

const PUSH_MANAGER = fileURLToPath(new URL('push-manager.mjs', import.meta.url))

/** A notification as the worker has shown it. */
export interface ShownNotification {
  readonly title: string
  readonly body: string
  readonly tag: string
  readonly data: unknown
  readonly actions: readonly string[]
}

export class RingingPhone {
  readonly phone: Phone
  readonly #context: BrowserContext
  readonly #service: PushService
  readonly #origin: string
  /** Stays open while the app is closed, so that the browser does. */
  #drawer: Page | undefined
  #devtools: CDPSession | undefined
  readonly #registrations = new Map<string, string>()

  private constructor(phone: Phone, service: PushService, origin: string) {
    this.phone = phone
    this.#context = phone.screen.context
    this.#service = service
    this.#origin = origin
  }

  static async open(
    world: World,
    service: PushService,
    story: string,
    kind: BrowserContextOptions = {},
  ): Promise<RingingPhone> {
    const phone = await world.phone(story, kind)
    const ringing = new RingingPhone(phone, service, world.home.url)
    await ringing.#prepare()
    return ringing
  }

  /** Pairs, and turns notifications on when the app offers it. */
  async pairAndTurnOn(world: World, userId: string): Promise<void> {
    await this.pair(world, userId)
    await this.phone.screen.press('Turn on notifications')
    await this.phone.screen.sees('This phone rings when a request waits.')
  }

  /** Pairs, up to the screen that says so. */
  async pair(world: World, userId: string): Promise<void> {
    const ticket = await world.ticket(userId)
    await this.phone.accept(ticket.link)
    await world.confirm(ticket, await this.phone.confirmation())
    await this.phone.title('Paired')
  }

  /** The person puts the phone away: no page of the app is open any more. */
  async closeApp(): Promise<void> {
    await this.phone.screen.page.close()
  }

  /** A page of the app at this address, as the browser opens it; `undefined`: its start. */
  async openApp(path = '/authenticator/'): Promise<Page> {
    const page = await this.#context.newPage()
    await page.goto(this.#origin + path)
    return page
  }

  /** The push service forgets this phone, as after weeks without use; its browser has not noticed. */
  async endAtService(): Promise<void> {
    const endpoint = await this.phone.screen.page.evaluate(
      () => JSON.parse(localStorage.getItem('test.subscription') ?? '{}').endpoint as string,
    )
    this.#service.end(endpoint)
  }

  /** The push service hands over what came for this phone. */
  async deliver(text: string | undefined): Promise<void> {
    const registrationId = [...this.#registrations.entries()].find(([scope]) =>
      scope.endsWith('/authenticator/'),
    )?.[1]
    if (registrationId === undefined) throw new Error('the app has no worker')
    await this.#devtools?.send('ServiceWorker.deliverPushMessage', {
      origin: this.#origin,
      registrationId,
      data: text ?? '',
    })
  }

  /** Waits until so many notifications are on the screen. */
  async notifications(count: number): Promise<readonly ShownNotification[]> {
    const worker = await this.worker()
    for (;;) {
      const shown = await worker.evaluate(async () => {
        const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration }
        return (await registration.getNotifications()).map((each) => {
          const actions: readonly { title: string }[] = Reflect.get(each, 'actions') ?? []
          const { title, body, tag, data } = each
          return { title, body, tag, data, actions: actions.map((action) => action.title) }
        })
      })
      if (shown.length === count) return shown
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Taps the one notification, or its button. Resolves to the address that the worker asks the browser to open. */
  async tap(action = ''): Promise<string | undefined> {
    const worker = await this.worker()
    return worker.evaluate(async (button) => {
      // Only a finger may open windows, and no protocol of a test is one: what is asked for is written down instead.
      let opened: string | undefined
      const scope = globalThis as unknown as {
        registration: ServiceWorkerRegistration
        clients: { openWindow: (url: string) => Promise<null> }
        NotificationEvent: new (type: string, init: object) => Event
        dispatchEvent: (event: Event) => boolean
      }
      scope.clients.openWindow = async (url) => {
        opened = url
        return null
      }
      const [notification] = await scope.registration.getNotifications()
      const event = new scope.NotificationEvent('notificationclick', { notification, action: button })
      scope.dispatchEvent(event)
      await new Promise((resolve) => setTimeout(resolve, 200))
      return opened
    }, action)
  }

  async worker(): Promise<Worker> {
    const [running] = this.#context.serviceWorkers()
    return running ?? this.#context.waitForEvent('serviceworker')
  }

  async #prepare(): Promise<void> {
    await this.#context.grantPermissions(['notifications'], { origin: this.#origin })
    const endpoints = this.#service
    await this.#context.exposeFunction('testSubscribe', (key: string) => endpoints.subscribe(key))
    await this.#context.exposeFunction('testEnd', (endpoint: string) => endpoints.end(endpoint))
    await this.#context.addInitScript({ path: PUSH_MANAGER })
    this.#drawer = await this.#context.newPage()
    await this.#drawer.goto('about:blank')
    this.#devtools = await this.#context.newCDPSession(this.phone.screen.page)
    await this.#listen(this.#devtools)
    const ofDrawer = await this.#context.newCDPSession(this.#drawer)
    await this.#listen(ofDrawer)
    this.#devtools = ofDrawer
  }

  async #listen(devtools: CDPSession): Promise<void> {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const { scopeURL, registrationId } of registrations)
        this.#registrations.set(scopeURL, registrationId)
    })
    await devtools.send('ServiceWorker.enable')
  }
}
