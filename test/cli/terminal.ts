// A terminal for tests of the command line: a folder of its own, lines typed beforehand or later, everything said kept.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { run } from '@countersign/server/cli/index'
import type { Io } from '@countersign/server/cli/io'
import { freePort } from '../support/free-port.js'

export interface Said {
  readonly code: number
  readonly out: string
  readonly error: string
  /** The one object of `--json`. */
  readonly json: Readonly<Record<string, unknown>>
}

/** A command that still runs. */
export interface Running {
  readonly ended: Promise<Said>
  type(line: string): void
  /** Ctrl-C. */
  stop(): void
  /** The next JSON line that fits, those said before included; rejects when the command ends without it. */
  event(name: string, fields?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
}

export interface Place {
  readonly folder: string
  readonly port: number
  readonly environment: Readonly<Record<string, string>>
  start(...argv: readonly string[]): Running
  run(...argv: readonly string[]): Promise<Said>
  /** The same with other settings. */
  runWith(more: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<Said>
}

/** A place where nothing is set up yet; gone when the test ends. */
export async function emptyPlace(
  t: TestContext,
  more: Readonly<Record<string, string>> = {},
): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-cli-'))
  t.after(() => rm(folder, { recursive: true }))
  const port = await freePort('localhost')
  const environment = {
    COUNTERSIGN_PUBLIC_URL: `http://localhost:${port}`,
    COUNTERSIGN_LISTEN_PORT: String(port),
    COUNTERSIGN_LISTEN_HOST: 'localhost',
    COUNTERSIGN_STORAGE_URL: `sqlite:${join(folder, 'data', 'countersign.db')}`,
    COUNTERSIGN_KEYS_FILE: join(folder, 'data', 'keys.json'),
    COUNTERSIGN_LOG_LEVEL: 'error',
    ...more,
  }
  const start = (...argv: readonly string[]): Running => startIn({ folder, environment }, argv)
  return {
    ...{ folder, port, environment, start },
    run: (...argv) => start(...argv).ended,
    runWith: (other, ...argv) => startIn({ folder, environment: { ...environment, ...other } }, argv).ended,
  }
}

/** A place after `countersign init`. */
export async function readyPlace(t: TestContext): Promise<Place> {
  const place = await emptyPlace(t)
  const { code, error } = await place.run('init')
  if (code !== 0) throw new Error(error)
  return place
}

function startIn(
  place: { readonly folder: string; readonly environment: Readonly<Record<string, string>> },
  argv: readonly string[],
): Running {
  const stop = new AbortController()
  const typed: string[] = []
  const readers: ((line: string | undefined) => void)[] = []
  const listeners = new Set<() => void>()
  let out = ''
  let error = ''
  let over = false
  stop.signal.addEventListener('abort', () => {
    for (const read of readers.splice(0)) read(undefined)
  })
  const io: Io = {
    out(text) {
      out += text
      for (const listener of listeners) listener()
    },
    error(text) {
      error += text
    },
    readLine: () =>
      new Promise((resolve) => {
        const line = typed.shift()
        if (line !== undefined || stop.signal.aborted) resolve(line)
        else readers.push(resolve)
      }),
    interactive: false,
    environment: place.environment,
    directory: place.folder,
    stopped: stop.signal,
    nowMs: () => Date.now(),
  }
  const ended = run(argv, io).then((code) => {
    over = true
    for (const listener of listeners) listener()
    return { code, out, error, json: argv.includes('--json') ? lastObject(out) : {} }
  })
  return {
    ended,
    type(line) {
      const read = readers.shift()
      if (read === undefined) typed.push(line)
      else read(line)
    },
    stop: () => stop.abort(),
    event: (name, fields = {}) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const wanted = Object.entries({ event: name, ...fields })
          const found = objects(out).find((object) => wanted.every(([key, value]) => object[key] === value))
          if (found === undefined && !over) return
          listeners.delete(look)
          if (found === undefined) reject(new Error(`no event ${name} in:\n${out}\n${error}`))
          else resolve(found)
        }
        listeners.add(look)
        look()
      }),
  }
}

function objects(out: string): readonly Readonly<Record<string, unknown>>[] {
  return out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}

function lastObject(out: string): Readonly<Record<string, unknown>> {
  return objects(out).at(-1) ?? {}
}
