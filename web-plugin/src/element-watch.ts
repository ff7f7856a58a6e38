// Learns how the request stands: by event stream, else by long-poll, else by asking the app; says when it cannot.
import type { ChallengeStatus } from '@countersign/protocol'
import { limited, pause } from './element-wait.js'

export interface Watched {
  readonly watchUrl: string
  readonly watchToken: string
  /** Asks the app itself; rejects when the app cannot be reached, undefined when it knows no such request. */
  readonly askApp: () => Promise<ChallengeStatus | undefined>
  readonly onStatus: (status: ChallengeStatus) => void
  readonly onConnection: (connected: boolean) => void
  readonly signal: AbortSignal
}

/** Some proxies hold a stream back; the first event comes at once, so seconds of silence mean one of those. */
const FIRST_EVENT_MS = 5_000
/** The server sends a comment every 15 s. */
const SILENCE_MS = 40_000
/** The server answers a long-poll within 25 s. */
const POLL_MS = 30_000
const POLL_SECONDS = 25
const PAUSE_MS = 1_500

type Way = 'stream' | 'poll' | 'app'
const FALLBACK: Readonly<Record<Way, Way>> = { stream: 'poll', poll: 'app', app: 'stream' }

/** Runs until the signal aborts or the request is over; every status goes to `onStatus`. */
export async function watch(watched: Watched): Promise<void> {
  const { signal, onConnection } = watched
  let last: ChallengeStatus | undefined
  const hear = (status: ChallengeStatus): void => {
    last = status
    onConnection(true)
    watched.onStatus(status)
  }
  let way: Way = 'stream'
  while (!signal.aborted && (last === undefined || last.state === 'pending')) {
    const before: ChallengeStatus | undefined = last
    try {
      if (way === 'stream') await stream(watched, hear)
      else if (way === 'poll') await poll(watched, last, hear)
      else await ask(watched, hear)
      // A stream that ended without a word is a proxy's work, not the server's.
      if (way === 'stream' && last === before) way = FALLBACK[way]
    } catch {
      if (signal.aborted) return
      if (way === 'app') onConnection(false)
      way = FALLBACK[way]
    }
    if (way !== 'poll') await pause(PAUSE_MS, signal)
  }
}

/** WHATWG HTML §9.2.6, as much of it as the server uses: `data:` lines, events end with an empty line. */
async function stream(watched: Watched, hear: (status: ChallengeStatus) => void): Promise<void> {
  const { response, extend } = await request(watched, '', 'text/event-stream', FIRST_EVENT_MS)
  if (response.body === null) throw new Error('no body')
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    extend(SILENCE_MS)
    const blocks = (text + value).replaceAll('\r\n', '\n').split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = /^data: ?(.*)$/m.exec(block)?.[1]
      if (data !== undefined) hear(statusOf(JSON.parse(data)))
    }
  }
}

async function poll(
  watched: Watched,
  last: ChallengeStatus | undefined,
  hear: (status: ChallengeStatus) => void,
): Promise<void> {
  const known = last === undefined ? '' : `&state=${last.state}&progress=${last.progress}`
  const { response } = await request(watched, `?wait=${POLL_SECONDS}${known}`, 'application/json', POLL_MS)
  hear(statusOf(await response.json()))
}

async function ask(watched: Watched, hear: (status: ChallengeStatus) => void): Promise<void> {
  const status = await watched.askApp()
  if (status !== undefined) hear(status)
}

async function request(
  { watchUrl, watchToken, signal }: Watched,
  query: string,
  accept: string,
  timeoutMs: number,
): Promise<{ readonly response: Response; readonly extend: (ms: number) => void }> {
  const limit = limited(signal, timeoutMs)
  const response = await fetch(watchUrl + query, {
    headers: { accept, authorization: `Watch ${watchToken}` },
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: limit.signal,
  })
  if (!response.ok) throw new Error(String(response.status))
  return { response, extend: limit.extend }
}

/** The server and the page may differ by a version: what is not a status is a failed try, not a crash. */
function statusOf(value: unknown): ChallengeStatus {
  if (typeof value !== 'object' || value === null || !('state' in value) || typeof value.state !== 'string')
    throw new Error('no status')
  // Sound enough for a view: nothing here decides a login, and an unknown state is shown as not confirmed.
  return value as ChallengeStatus
}
