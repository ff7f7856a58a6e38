// `<countersign-login>`: shows the access pass, follows the request, and finishes the login through the app's own routes.
import type { ChallengeStatus } from '@countersign/protocol'
import type {
  Answered,
  App,
  Mode,
  PassedHere,
  SetUpHere,
  StartedHere,
  WayHere,
  WaysAlone,
  WaysHere,
  Wish,
} from './element-app.js'
import { endingOfCode, endingOfState, tell } from './element-app.js'
import { type Finished, finish } from './element-finish.js'
import { follow, type Step } from './element-follow.js'
import { browserKey } from './element-known.js'
import { isOnPhone, linkWish, takeReturnCode, wishAsBefore } from './element-link.js'
import { rememberedWay, rememberWay } from './element-memory.js'
import { saidOf } from './element-said.js'
import type { Offer, Panel, Screen, View } from './element-view.js'
import { makeScreen } from './element-view.js'
import type { ElementLanguage, Ending, Words } from './element-words.js'
import { words } from './element-words.js'

const RELOADS: readonly Ending[] = ['signed_out', 'other_browser']

/**
 * Attributes: `base` where the plugin's routes are (default `/countersign`), `lang` (`en`, `de`; default: the
 * document's), `auto` begins at once, `theme` (`light`, `dark`; default: the system's). Slot `other-ways`. Parts: card,
 * title, logo, help, ring, pass, code, name, progress, sentence, time, notice, button, main, cancel, offers, offer, panel, label,
 * field, hint, fault, other. Custom properties
 * `--cs-accent`, `--cs-on-accent`, `--cs-surface`, `--cs-text`, `--cs-text-muted`, `--cs-line`, `--cs-track`,
 * `--cs-danger`, `--cs-radius`, `--cs-font`.
 *
 * @fires countersign-progress detail `{ state, progress }`
 * @fires countersign-approved detail `{ redirectTo }`; `preventDefault()` keeps the element from going there
 * @fires countersign-failed detail `{ reason }`
 */
export class CountersignLogin extends HTMLElement {
  /**
   * Headers for each post to the app's routes, such as one with a CSRF token; asked anew for each. Only declared: what a
   * page set before the element was defined stays.
   */
  declare headers?: () => Readonly<Record<string, string>>
  #screen: Screen | undefined
  #view: View = { kind: 'idle' }
  #run = new AbortController()
  #raisedOnce = false
  #ways: readonly WayHere[] = []

  connectedCallback(): void {
    this.#screen ??= makeScreen(
      this.attachShadow({ mode: 'open' }),
      () => this.#pressMain(),
      () => void this.#cancel(),
    )
    this.#show({ kind: 'idle' })
    const returnCode = takeReturnCode()
    if (returnCode) void this.#finish('link', { returnCode })
    else if (this.hasAttribute('auto')) this.start()
  }

  disconnectedCallback(): void {
    this.#run.abort()
  }

  /** Begins, or shows the open request again; in the way that this browser took last. */
  start(): void {
    if (rememberedWay()?.startsWith('code')) void this.#beginWithCode()
    else void this.#begin(wishAsBefore())
  }

  get #app(): App {
    const base = (this.getAttribute('base') ?? '/countersign').replace(/\/+$/, '')
    return { base, headers: this.headers }
  }

  get #language(): ElementLanguage {
    const wanted = this.closest('[lang]')?.getAttribute('lang') ?? document.documentElement.lang
    return wanted.toLowerCase().startsWith('de') ? 'de' : 'en'
  }

  get #words(): Words {
    return words[this.#language]
  }

  #show(view: View): void {
    this.#view = view
    this.#screen?.show(view, this.#words, this.#language)
  }

  /** Ends whatever runs; what begins now ends with the signal. */
  #renew(): AbortSignal {
    this.#run.abort()
    this.#run = new AbortController()
    return this.#run.signal
  }

  #pressMain(): void {
    if (this.#view.kind === 'ended' && RELOADS.includes(this.#view.ending)) location.reload()
    else void this.#begin(this.#view.kind === 'ended' ? { again: true, ...wishAsBefore() } : wishAsBefore())
  }

  async #begin(wish: Wish = {}, note?: string): Promise<void> {
    const signal = this.#renew()
    this.#show({ kind: 'asking' })
    const browserProof = await browserKey(this.#app, signal)
    const asked = { mayScan: !wish.typed, ...wish, browserProof }
    const told = await tell<Answered>(this.#app, 'start', asked, signal)
    if (signal.aborted) return
    if (told.kind === 'offline') return this.#end('unreachable')
    if (told.kind === 'no') {
      const ending = endingOfCode(told.code)
      // The phone cannot be asked; a code may still do.
      if (ending === 'too_many') await this.#learnWays(signal)
      return signal.aborted ? undefined : this.#end(ending)
    }
    // Sound, three times: `state` tells the shapes of the answer apart, and these two are no states of a request.
    if (told.value.state === 'passed') return this.#leave((told.value as PassedHere).redirectTo)
    if (told.value.state === 'set_up') return this.#offerSetUp(told.value as SetUpHere, signal)
    this.#follow(told.value as StartedHere | WaysAlone, note, signal)
  }

  #follow(started: StartedHere | WaysAlone, note: string | undefined, signal: AbortSignal): void {
    if (started.look) this.#screen?.wear(started.look)
    this.#ways = started.otherWays
    if (!started.match) return void this.#openCode()
    const { match } = started
    if ('href' in match) void this.#openOwn(match, started, signal)
    follow({
      started,
      note,
      words: this.#words,
      signal,
      askApp: async () => this.#askApp(signal),
      onStep: (step) => this.#hear(step, match.mode) || this.#stays,
      onProgress: (progress) =>
        'href' in match
          ? this.#view.kind === 'panel' && this.#view.panel.tell?.(progress)
          : this.#stays || this.#show({ kind: 'showing', match, ...progress, offers: this.#offers }),
      onTick: (share, secondsLeft) => this.#stays || this.#screen?.tick(share, secondsLeft, this.#words),
      onTimeUp: () => this.#stays || void this.#end('expired'),
      onBackOnline: () => this.#stays || void this.#begin({}, note),
    })
  }

  /** Whoever types a code is left in peace; only an approval goes on by itself. */
  get #stays(): boolean {
    return this.#view.kind === 'panel' && this.#view.panel.stays
  }

  /** True when the request is over. */
  #hear({ state, progress, cause }: Step, mode: Mode): boolean {
    this.#tellPage('progress', { state, progress })
    if (state === 'approved' || state === 'redeemed') {
      void (mode === 'link' ? this.#waitForReturn() : this.#finish(mode))
      return true
    }
    const ending = endingOfState(state, mode)
    if (ending === undefined || this.#stays) return false
    if (state === 'cancelled' && cause === 'raised' && !this.#raisedOnce) {
      this.#raisedOnce = true
      void this.#beginRaised()
    } else void this.#end(ending)
    return true
  }

  /** With the reason, if it can be loaded. */
  async #beginRaised(): Promise<void> {
    const { signal } = this.#run
    const note = await import('./element-more.js').then(
      ({ moreWords }) => moreWords[this.#language].raised,
      () => undefined,
    )
    if (!signal.aborted) await this.#begin({ again: true }, note)
  }

  async #askApp(signal: AbortSignal): Promise<ChallengeStatus | undefined> {
    const told = await tell<ChallengeStatus | PassedHere>(this.#app, 'state', {}, signal)
    if (told.kind === 'offline' || (told.kind === 'no' && told.code === 'unreachable'))
      throw new Error('offline')
    if (signal.aborted) return undefined
    if (told.kind === 'no') void this.#end(endingOfCode(told.code))
    // Sound: as in `#begin`.
    else if (told.value.state === 'passed') this.#leave((told.value as PassedHere).redirectTo)
    else return told.value as ChallengeStatus
    return undefined
  }

  async #finish(mode: Mode, brought: { readonly returnCode?: string } = {}): Promise<void> {
    const signal = this.#renew()
    const show = (note?: string): void => this.#show({ kind: 'approved', note })
    show()
    const finished = await finish(this.#app, brought, mode, signal, () => show(this.#words.offline))
    // Nobody is signing in here: the authenticator came back to another browser than the one that began.
    const isElsewhere =
      brought.returnCode && finished && 'ending' in finished && finished.ending === 'signed_out'
    this.#settle(isElsewhere ? { ending: 'other_browser' } : finished)
  }

  #settle(finished: Finished | undefined): void {
    if (finished === undefined) return
    if ('ending' in finished) void this.#end(finished.ending)
    else this.#leave(finished.redirectTo)
  }

  /** Different ways on, as the policies allow them. */
  get #offers(): readonly Offer[] {
    const link = {
      label: this.#words.here,
      press: () => this.#change('here', { again: true, ...linkWish() }),
    }
    return isOnPhone() ? [link, ...this.#codeOffers] : this.#codeOffers
  }

  get #codeOffers(): readonly Offer[] {
    const code = { label: this.#words.otherWay, press: () => void this.#openCode() }
    return this.#ways.length > 0 ? [code] : []
  }

  #change(way: 'phone' | 'here', wish: Wish): void {
    rememberWay(way)
    void this.#begin(wish)
  }

  /** Rings no phone: the person will not have to take it out. */
  async #beginWithCode(): Promise<void> {
    const signal = this.#renew()
    this.#show({ kind: 'asking' })
    await this.#learnWays(signal)
    if (signal.aborted) return
    if (this.#ways.length > 0) await this.#openCode()
    else await this.#begin()
  }

  async #learnWays(signal: AbortSignal): Promise<void> {
    const told = await tell<WaysHere>(this.#app, 'ways', {}, signal)
    this.#ways = told.kind === 'ok' ? told.value.otherWays : []
    if (told.kind === 'ok' && told.value.look) this.#screen?.wear(told.value.look)
  }

  /** An open request goes on beneath the form: who finds the phone after all just answers it. */
  async #openCode(): Promise<void> {
    const { signal } = this.#run
    await this.#open(signal, async () => {
      const { waysPanel } = await import('./element-more.js')
      return waysPanel(this.#ways, {
        app: this.#app,
        language: this.#language,
        signal,
        passed: (redirectTo) => this.#leave(redirectTo),
        signedOut: () => void this.#end('signed_out'),
        askPhone: () => this.#change('phone', {}),
      })
    })
  }

  /** A match with a screen of its own: a link, or a QR code. */
  #openOwn(
    match: Extract<StartedHere['match'], { href: string }>,
    started: StartedHere,
    signal: AbortSignal,
  ) {
    const language = this.#language
    const again = (wish: Wish): void => this.#change('phone', wish)
    return this.#open(
      signal,
      async () => {
        const { linkPanel, scanPanel } = await import('./element-more.js')
        return match.mode === 'link'
          ? linkPanel(match.href, language, () => again({ again: true }))
          : scanPanel(match, started.delivery, { language, again, cancel: () => void this.#cancel() })
      },
      match.mode === 'link' ? this.#codeOffers : this.#offers,
    )
  }

  /** Approved, and this window is still here: the way back led to another one of this browser. */
  async #waitForReturn(): Promise<void> {
    const signal = this.#renew()
    this.#show({ kind: 'approved', note: undefined })
    const { leftBehind, otherWindow } = await import('./element-more.js')
    if (!signal.aborted) this.#show({ kind: 'approved', note: leftBehind(this.#language) })
    this.#settle(await otherWindow(this.#app, signal))
  }

  #offerSetUp(offer: SetUpHere, signal: AbortSignal): Promise<void> {
    return this.#open(signal, async () => {
      const { setUpPanel } = await import('./element-more.js')
      const again = (wish: Wish): void => void this.#begin(wish)
      return setUpPanel(offer, this.#language, again)
    })
  }

  async #open(signal: AbortSignal, load: () => Promise<Panel>, offers: readonly Offer[] = []): Promise<void> {
    try {
      const panel = await load()
      if (signal.aborted) return
      this.#show({ kind: 'panel', panel, offers })
      panel.focus()
    } catch {
      // The part that only some logins load did not come.
      await this.#end('unreachable')
    }
  }

  async #cancel(): Promise<void> {
    void this.#end('cancelled')
    await tell(this.#app, 'cancel', {}, new AbortController().signal)
  }

  async #end(ending: Ending): Promise<void> {
    const signal = this.#renew()
    const said = await saidOf(ending, this.#language, this.#words)
    if (signal.aborted) return
    const noWay = ending === 'signed_out' || ending === 'unreachable'
    this.#show({ kind: 'ended', ending, said, offers: noWay ? [] : this.#offers })
    this.#tellPage('failed', { reason: ending })
  }

  #leave(redirectTo: string): void {
    this.#run.abort()
    this.#show({ kind: 'approved', note: undefined })
    if (this.#tellPage('approved', { redirectTo })) location.assign(redirectTo)
  }

  #tellPage(name: string, detail: unknown): boolean {
    return this.dispatchEvent(
      new CustomEvent(`countersign-${name}`, { detail, bubbles: true, composed: true, cancelable: true }),
    )
  }
}

if (!customElements.get('countersign-login')) customElements.define('countersign-login', CountersignLogin)
