// Pages of admins that watch something as it happens (server-sent events): each is asked for its news by one timer for all.
import type { ServerResponse } from 'node:http'

export interface LiveEvent {
  readonly name: string
  readonly data: unknown
}

/** What one page watches. */
export interface LiveSource {
  /** Milliseconds between two looks. */
  readonly everyMs: number
  /** Who watches: a person or a token. */
  readonly watcher: string
  /** What is new since the last look. */
  look(): Promise<readonly LiveEvent[]>
  /** Asked again and again: a role that was taken away, or a session that ended, ends the stream. */
  stillAllowed(): Promise<boolean>
}

/** Given by the constructor so that tests need not wait. */
export interface StreamLimits {
  /** Admins who look at once, with several windows each. Every page costs a look in a while and a socket. */
  readonly streams: number
  /** Of one person or token: some windows on two screens. The oldest gives way, so that nobody takes every place. */
  readonly streamsOfOne: number
  /** Below the time after which proxies close a silent stream; and how long somebody who lost a role may go on looking. */
  readonly heartbeatMs: number
}

const defaultLimits: StreamLimits = { streams: 100, streamsOfOne: 12, heartbeatMs: 15_000 }
/** A page that reads nothing for this long is gone, though its connection does not know yet. */
const UNREAD_MAX_BYTES = 1_048_576

interface Stream {
  readonly response: ServerResponse
  readonly source: LiveSource
  nextLookMs: number
  nextBeatMs: number
  busy: boolean
}

export class LiveStreams {
  readonly #streams = new Set<Stream>()
  readonly #limits: StreamLimits

  constructor(limits: Partial<StreamLimits> = {}) {
    this.#limits = { ...defaultLimits, ...limits }
  }

  get size(): number {
    return this.#streams.size
  }

  /** Whether there is a place for this watcher, who may have to give one up for it. */
  hasPlaceFor(watcher: string): boolean {
    return this.#streams.size < this.#limits.streams || this.#of(watcher).length >= this.#limits.streamsOfOne
  }

  /** The first look comes at once. Whoever has as many as one may have loses the oldest; its page asks again some seconds later. */
  async open(response: ServerResponse, source: LiveSource, nowMs: number): Promise<void> {
    response.statusCode = 200
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8')
    // nginx holds back what it proxies unless told not to.
    response.setHeader('X-Accel-Buffering', 'no')
    response.flushHeaders()
    const stream = {
      response,
      source,
      nextLookMs: nowMs,
      nextBeatMs: nowMs + this.#limits.heartbeatMs,
      busy: false,
    }
    const [oldest, ...others] = this.#of(source.watcher)
    if (oldest !== undefined && others.length + 1 >= this.#limits.streamsOfOne) this.#end(oldest)
    this.#streams.add(stream)
    response.on('close', () => this.#streams.delete(stream))
    await this.#visit(stream, nowMs)
  }

  /** Called a few times a second. */
  async tick(nowMs: number): Promise<void> {
    const due = [...this.#streams].filter(({ busy, nextLookMs }) => !busy && nextLookMs <= nowMs)
    for (const stream of due) await this.#visit(stream, nowMs)
  }

  /** The server stops: every page is told when to come back. */
  close(retryMs: () => number): void {
    for (const { response } of this.#streams) response.end(`retry: ${retryMs()}\n\n`)
    this.#streams.clear()
  }

  async #visit(stream: Stream, nowMs: number): Promise<void> {
    const { response, source } = stream
    stream.busy = true
    stream.nextLookMs = nowMs + source.everyMs
    try {
      if (nowMs >= stream.nextBeatMs) {
        stream.nextBeatMs = nowMs + this.#limits.heartbeatMs
        if (!(await source.stillAllowed())) return this.#end(stream)
        write(response, ': \n\n')
      }
      for (const { name, data } of await source.look())
        write(response, `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    } catch {
      // The page comes back by itself, and then hears what is wrong as any request does.
      this.#end(stream)
    } finally {
      stream.busy = false
    }
  }

  /** In the order in which they began. */
  #of(watcher: string): readonly Stream[] {
    return [...this.#streams].filter(({ source }) => source.watcher === watcher)
  }

  #end(stream: Stream): void {
    this.#streams.delete(stream)
    stream.response.end()
  }
}

function write(response: ServerResponse, text: string): void {
  if (response.destroyed || response.writableEnded) return
  if (response.writableLength > UNREAD_MAX_BYTES) response.destroy()
  else response.write(text)
}
