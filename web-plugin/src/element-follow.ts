// Follows one request while it is open: says each step, counts its time by the server's clock, and tells what became of it.
import type { ChallengeStatus } from '@countersign/protocol'
import type { StartedHere } from './element-app.js'
import { watch } from './element-watch.js'
import type { Words } from './element-words.js'

/** How long after its end a request may still be told to have been approved in time. */
const END_GRACE_MS = 3_000

export type Step = Pick<ChallengeStatus, 'state' | 'progress'> & { readonly cause?: string }

/** What the page says while a request is open. */
export interface Progress {
  readonly progress: string | undefined
  readonly hint: string | undefined
  readonly live: boolean
  readonly note: string | undefined
}

export interface Followed {
  readonly started: StartedHere
  readonly note: string | undefined
  readonly words: Words
  readonly signal: AbortSignal
  /** As `Watched.askApp`. */
  readonly askApp: () => Promise<ChallengeStatus | undefined>
  /** True when this step has ended the request. */
  readonly onStep: (step: Step) => boolean
  readonly onProgress: (progress: Progress) => void
  readonly onTick: (share: number, secondsLeft: number) => void
  readonly onTimeUp: () => void
  readonly onBackOnline: () => void
}

/** Begins with what `started` says; ends with `signal`, which the caller aborts when the request is over. */
export function follow(followed: Followed): void {
  const { started, words, signal } = followed
  let connected = true
  let step: Step = started
  const draw = (): void => {
    const { progress } = step
    // Nothing rings: say what to do instead of saying that we wait.
    const pull = started.delivery === 'pull' && progress === 'waiting'
    const told = { waiting: words.reaching, sent: words.sent, on_phone: words.onPhone }
    followed.onProgress({
      progress: pull ? undefined : told[progress],
      hint: pull ? words.pull : undefined,
      live: progress !== 'waiting',
      note: connected ? followed.note : words.offline,
    })
  }
  const hear = (next: Step): void => {
    if (signal.aborted) return
    step = next
    if (!followed.onStep(next)) draw()
  }
  const connect = (now: boolean): void => {
    if (now === connected || signal.aborted) return
    connected = now
    draw()
  }
  hear(started)
  if (signal.aborted) return
  count(followed)
  // A dead connection can look open for long; the system often knows at once.
  addEventListener('offline', () => connect(false), { signal })
  addEventListener('online', followed.onBackOnline, { signal })
  void watch({ ...started, signal, askApp: followed.askApp, onStatus: hear, onConnection: connect })
}

/** The page's own clock may be wrong by hours. */
function count({ started, signal, onTick, onTimeUp }: Followed): void {
  const { nowMs, issuedAtMs, expiresAtMs } = started
  const offsetMs = nowMs - performance.now()
  const tick = (): void => {
    const leftMs = expiresAtMs - performance.now() - offsetMs
    const share = Math.min(1, Math.max(0, leftMs / (expiresAtMs - issuedAtMs)))
    onTick(share, Math.max(0, Math.ceil(leftMs / 1000)))
    if (leftMs < -END_GRACE_MS) onTimeUp()
  }
  tick()
  const ticker = setInterval(tick, 1000)
  signal.addEventListener('abort', () => clearInterval(ticker), { once: true })
}
