// The world as the command line sees it: two streams, lines typed, environment, folder, a signal to stop. Tests bring their own.
import { createInterface } from 'node:readline'

export interface Io {
  out(text: string): void
  error(text: string): void
  /** The next line that comes in; undefined when there will be none, or `stopped` fired. */
  readLine(): Promise<string | undefined>
  /** Whether a person sits at the other end: only then questions are asked. */
  readonly interactive: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where relative paths start. */
  readonly directory: string
  /** Fires when the person or the machine wants the program to end. */
  readonly stopped: AbortSignal
  nowMs(): number
}

/** The io of this process. Nothing is read from the standard input before the first `readLine`. */
export function processIo(): Io {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(signal))
  let lines: LineQueue | undefined
  return {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    readLine() {
      lines ??= readLines(process.stdin, stop.signal)
      return lines.next()
    },
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
    environment: process.env,
    directory: process.cwd(),
    stopped: stop.signal,
    nowMs: () => Date.now(),
  }
}

export interface LineQueue {
  next(): Promise<string | undefined>
}

/** Lines of a stream, kept until someone asks: typing ahead loses nothing. */
export function readLines(input: NodeJS.ReadableStream, stopped: AbortSignal): LineQueue {
  const waiting: ((line: string | undefined) => void)[] = []
  const lines: string[] = []
  let ended = stopped.aborted
  const reader = createInterface({ input, terminal: false })
  const end = (): void => {
    ended = true
    reader.close()
    for (const resolve of waiting.splice(0)) resolve(undefined)
  }
  reader.on('line', (line) => {
    const resolve = waiting.shift()
    if (resolve === undefined) lines.push(line)
    else resolve(line)
  })
  reader.once('close', end)
  stopped.addEventListener('abort', end, { once: true })
  return {
    next: () =>
      new Promise((resolve) => {
        const line = lines.shift()
        if (line !== undefined || ended) resolve(line)
        else waiting.push(resolve)
      }),
  }
}
