// `<countersign-login>`: shows the access pass, follows the request, and finishes the login through the app's own routes.
import type { ChallengeStatus } from '@countersign/protocol'
import type { PassedHere, StartedHere } from './element-app.js'
import { endingOfCode, endingOfState, tell } from './element-app.js'
import type { Screen, View } from './element-view.js'
import { makeScreen } from './element-view.js'
import { pause } from './element-wait.js'
import { watch } from './element-watch.js'
import type { ElementLanguage, Ending, Words } from './element-words.js'
import { words } from './element-words.js'

/** How often an approved login is finished again while the app cannot be reached: about as long as it can be redeemed. */
const FINISH_TRIES = 25
const FINISH_PAUSE_MS = 2_000
/** Another window of this browser may be finishing the same login: it takes well under a second. */
const EXPLAIN_TRIES = 5
const EXPLAIN_PAUSE_MS = 500
const MAY_BE_DONE: readonly string[] = [
  'challenge_final',
  'challenge_not_approved',
  'nothing_asked',
  'first_factor_missing',
]
/** How long after its end a request may still be told to have been approved in time. */
const END_GRACE_MS = 3_000

/**
 * Attributes: `base` where the plugin's routes are (default `/countersign`), `lang` (`en`, `de`; default: the
 * document's), `auto` begins at once, `theme` (`light`, `dark`; default: the system's). Slot `other-ways`. Parts: card,
 * title, logo, help, ring, pass, code, name, progress, sentence, time, notice, button, main, cancel, other. Custom properties
 * `--cs-accent`, `--cs-on-accent`, `--cs-surface`, `--cs-text`, `--cs-text-muted`, `--cs-line`, `--cs-track`,
 * `--cs-danger`, `--cs-radius`, `--cs-font`.
 *
 * @fires countersign-progress detail `{ state, progress }`
 * @fires countersign-approved detail `{ redirectTo }`; `preventDefault()` keeps the element from going there
 * @fires countersign-failed detail `{ reason }`
 */
export class CountersignLogin extends HTMLElement {
  #screen: Screen | undefined
  #view: View = { kind: 'idle' }
  #run = new AbortController()
  #raisedOnce = false
  #ticker: ReturnType<typeof setInterval> | undefined

  connectedCallback(): void {
    this.#screen ??= makeScreen(
      this.attachShadow({ mode: 'open' }),
      () => this.#pressMain(),
      () => void this.#cancel(),
    )
    this.#show({ kind: 'idle' })
    if (this.hasAttribute('auto')) this.start()
  }

  disconnectedCallback(): void {
    this.#stop()
  }

  /** Begins, or shows the open request again. */
  start(): void {
    void this.#begin(false, undefined)
  }

  get #base(): string {
    return (this.getAttribute('base') ?? '/countersign').replace(/\/+$/, '')
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

  #stop(): void {
    this.#run.abort()
    clearInterval(this.#ticker)
  }

  #pressMain(): void {
    if (this.#view.kind === 'ended' && this.#view.ending === 'signed_out') location.reload()
    else void this.#begin(this.#view.kind === 'ended', undefined)
  }

  async #begin(again: boolean, note: string | undefined): Promise<void> {
    this.#stop()
    this.#run = new AbortController()
    const { signal } = this.#run
    this.#show({ kind: 'asking' })
    const told = await tell<StartedHere | PassedHere>(this.#base, 'start', again ? { again } : {}, signal)
    if (signal.aborted) return
    if (told.kind === 'offline') return this.#end('unreachable')
    if (told.kind === 'no') return this.#end(endingOfCode(told.code))
    if (told.value.state === 'passed') return this.#leave((told.value as PassedHere).redirectTo)
    // Sound: the only other shape of the answer, and `passed` is no state of a request.
    this.#follow(told.value as StartedHere, note, signal)
  }

  #follow(started: StartedHere, note: string | undefined, signal: AbortSignal): void {
    const words = this.#words
    const { match, look } = started
    if (look) this.#screen?.wear(look)
    let connected = true
    let status: Pick<ChallengeStatus, 'state' | 'progress'> = started
    const draw = (): void => {
      const { progress } = status
      // Nothing rings: say what to do instead of saying that we wait.
      const pull = started.delivery === 'pull' && progress === 'waiting'
      const told = { waiting: words.reaching, sent: words.sent, on_phone: words.onPhone }
      this.#show({
        kind: 'showing',
        match,
        progress: pull ? undefined : told[progress],
        hint: pull ? words.pull : undefined,
        live: progress !== 'waiting',
        note: connected ? note : words.offline,
      })
    }
    const hear = (next: Pick<ChallengeStatus, 'state' | 'progress'> & { readonly cause?: string }): void => {
      if (signal.aborted) return
      status = next
      this.#tellPage('progress', { state: next.state, progress: next.progress })
      if (next.state === 'approved' || next.state === 'redeemed') return void this.#finish(match.mode)
      if (next.state === 'cancelled' && next.cause === 'raised' && !this.#raisedOnce) {
        this.#raisedOnce = true
        return void this.#begin(true, words.raised)
      }
      const ending = endingOfState(next.state, match.mode)
      if (ending === undefined) draw()
      else this.#end(ending)
    }
    hear(started)
    if (signal.aborted || this.#view.kind !== 'showing') return
    this.#count(started, signal)
    const connect = (now: boolean): void => {
      if (now === connected || signal.aborted) return
      connected = now
      draw()
    }
    // A dead connection can look open for long; the system often knows at once.
    addEventListener('offline', () => connect(false), { signal })
    addEventListener('online', () => void this.#begin(false, note), { signal })
    void watch({
      ...started,
      signal,
      askApp: async () => this.#askApp(signal),
      onStatus: hear,
      onConnection: connect,
    })
  }

  /** Counts by the server's clock: the page's own may be wrong by hours. */
  #count({ nowMs, issuedAtMs, expiresAtMs }: StartedHere, signal: AbortSignal): void {
    const offsetMs = nowMs - performance.now()
    const tick = (): void => {
      const leftMs = expiresAtMs - performance.now() - offsetMs
      const share = Math.min(1, Math.max(0, leftMs / (expiresAtMs - issuedAtMs)))
      this.#screen?.tick(share, Math.max(0, Math.ceil(leftMs / 1000)), this.#words)
      if (leftMs < -END_GRACE_MS && !signal.aborted) this.#end('expired')
    }
    tick()
    this.#ticker = setInterval(tick, 1000)
  }

  async #askApp(signal: AbortSignal): Promise<ChallengeStatus | undefined> {
    const told = await tell<ChallengeStatus | PassedHere>(this.#base, 'state', {}, signal)
    if (told.kind === 'offline' || (told.kind === 'no' && told.code === 'unreachable'))
      throw new Error('offline')
    if (signal.aborted) return undefined
    if (told.kind === 'no') this.#end(endingOfCode(told.code))
    else if (told.value.state === 'passed') this.#leave((told.value as PassedHere).redirectTo)
    // Sound: as in `#begin`.
    else return told.value as ChallengeStatus
    return undefined
  }

  async #finish(mode: 'symbol' | 'code'): Promise<void> {
    this.#stop()
    this.#run = new AbortController()
    const { signal } = this.#run
    this.#show({ kind: 'approved', note: undefined })
    for (let tries = 0; tries < FINISH_TRIES && !signal.aborted; tries++) {
      const told = await tell<PassedHere>(this.#base, 'complete', {}, signal)
      if (signal.aborted) return
      if (told.kind === 'ok') return this.#leave(told.value.redirectTo)
      if (told.kind === 'no' && told.code !== 'unreachable') return this.#explain(told.code, mode, signal)
      this.#show({ kind: 'approved', note: this.#words.offline })
      await pause(FINISH_PAUSE_MS, signal)
    }
    if (!signal.aborted) this.#end('unreachable')
  }

  /**
   * Denied after all, or being finished by another window of this browser, whose new session arrives a moment later: the app
   * knows which.
   */
  async #explain(code: string, mode: 'symbol' | 'code', signal: AbortSignal): Promise<void> {
    let ending = endingOfCode(code)
    for (let tries = 0; tries < EXPLAIN_TRIES && MAY_BE_DONE.includes(code); tries++) {
      if (tries > 0) await pause(EXPLAIN_PAUSE_MS, signal)
      const told = await tell<ChallengeStatus | PassedHere>(this.#base, 'state', {}, signal)
      if (signal.aborted) return
      if (told.kind === 'offline') ending = 'unreachable'
      else if (told.kind === 'no') ending = endingOfCode(told.code)
      else if (told.value.state === 'passed') return this.#leave((told.value as PassedHere).redirectTo)
      else {
        // Sound: as in `#begin`.
        const { state } = told.value as ChallengeStatus
        ending = endingOfState(state, mode) ?? 'not_confirmed'
        if (state !== 'redeemed') break
      }
    }
    this.#end(ending)
  }

  async #cancel(): Promise<void> {
    this.#end('cancelled')
    await tell(this.#base, 'cancel', {}, new AbortController().signal)
  }

  #end(ending: Ending): void {
    this.#stop()
    this.#show({ kind: 'ended', ending })
    this.#tellPage('failed', { reason: ending })
  }

  #leave(redirectTo: string): void {
    this.#stop()
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
