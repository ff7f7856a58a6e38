// A server as people run it: the built `countersign` command as a process of its own, in a directory of its own, on loopback.
import type { ChildProcessByStdio } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from './free-port.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PROGRAM = join(ROOT, 'server/bundle/countersign.js')
const run = promisify(execFile)

/** Brings the bundled program up to date: half a second even when it is, so test/run.sh says when it has just done it. */
export async function buildServer(): Promise<void> {
  if (process.env['TEST_SERVER_BUILT'] === 'true') return
  await run(process.execPath, [join(ROOT, 'server/build.mjs')])
}

/** This computer by its name where WebAuthn is tried: it knows no addresses (§5.1.2). */
export type Host = '127.0.0.1' | 'localhost'

/** Where a server lives between its processes: settings, keys, database. */
export class ServerHome {
  readonly directory = mkdtempSync(join(tmpdir(), 'countersign-process-'))
  readonly port: number
  readonly url: string
  readonly #environment: NodeJS.ProcessEnv

  private constructor(port: number, settings: Readonly<Record<string, string>>, host: Host) {
    this.port = port
    this.url = `http://${host}:${port}`
    // The server refuses settings that it does not know, so those of the surrounding shell are left out.
    const outer = Object.entries(process.env).filter(
      ([name]) => !name.startsWith('COUNTERSIGN_') && !name.startsWith('NODE_'),
    )
    this.#environment = { ...Object.fromEntries(outer), COUNTERSIGN_LOG_LEVEL: 'warn', ...settings }
  }

  /** A new server: `countersign init` was run. `settings` are environment variables by name. */
  static async create(
    settings: Readonly<Record<string, string>> = {},
    host: Host = '127.0.0.1',
  ): Promise<ServerHome> {
    await buildServer()
    const port = await freePort()
    const home = new ServerHome(port, settings, host)
    await home.command('init', '--public-url', home.url, '--name', 'ACME', '--port', String(port))
    return home
  }

  /** A script that does the same from any place, e.g. as COUNTERSIGN_CLI of the conformance suite. Its words follow. */
  commandScript(): string {
    const path = join(this.directory, 'countersign.sh')
    const given = Object.entries(this.#environment).filter(([name]) => /^COUNTERSIGN_|^PATH$/.test(name))
    const words = [
      'env',
      '-i',
      ...given.map(([name, value]) => `${name}=${value}`),
      process.execPath,
      PROGRAM,
    ]
    writeFileSync(path, `cd ${quoted(this.directory)} && exec ${words.map(quoted).join(' ')} "$@"\n`)
    return `sh ${path}`
  }

  /** Runs `countersign … --json` and gives the object it prints. Rejects when the command refuses. */
  async command(...words: readonly string[]): Promise<unknown> {
    const { stdout } = await run(process.execPath, [PROGRAM, ...words, '--json'], {
      cwd: this.directory,
      env: this.#environment,
    })
    return JSON.parse(stdout)
  }

  /** Runs a script as a person at this server would type it: in its folder, with `countersign` at hand. Rejects when a line fails. */
  async shell(script: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const door = `countersign() { "${process.execPath}" "${PROGRAM}" "$@"; }`
    const { stdout } = await run(
      'bash',
      ['--norc', '-euo', 'pipefail', '-c', `exec </dev/null\n${door}\n${script}`],
      {
        cwd: this.directory,
        env: { ...this.#environment, ...more },
        timeout: 60_000,
      },
    )
    return stdout
  }

  /** Starts the server; resolves once it answers. `settings` over those of the home, for one process of several; `program` is what
   * it runs, when that is not the bundle. */
  async serve(
    nodeOptions: readonly string[] = [],
    settings: Readonly<Record<string, string>> = {},
    program = PROGRAM,
  ): Promise<ServerProcess> {
    const child = spawn(process.execPath, [...nodeOptions, program, 'serve', '--json'], {
      cwd: this.directory,
      env: { ...this.#environment, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const started = new ServerProcess(child)
    await started.listening
    return started
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }
}

/** As one word of a shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

export class ServerProcess {
  readonly pid: number
  /** What it wrote, oldest first: log lines of level warn and above, and errors. */
  readonly lines: string[] = []
  readonly listening: Promise<void>
  readonly #ended: Promise<number | null>
  readonly #child: ChildProcessByStdio<null, Readable, Readable>

  constructor(child: ChildProcessByStdio<null, Readable, Readable>) {
    this.#child = child
    this.pid = child.pid ?? 0
    this.#ended = new Promise((resolve) => child.once('close', resolve))
    this.listening = new Promise((resolve, reject) => {
      const take = (text: string): void => {
        this.lines.push(...text.trimEnd().split('\n'))
        if (text.includes('"listening"')) resolve()
      }
      child.stdout.setEncoding('utf8').on('data', take)
      child.stderr.setEncoding('utf8').on('data', take)
      void this.#ended.then(() => reject(new Error(`the server ended:\n${this.lines.join('\n')}`)))
    })
    // Whoever waits for `listening` hears of it; nobody else needs to.
    this.listening.catch(() => undefined)
  }

  /** No goodbye: the operating system takes it away between two instructions. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null> {
    this.#child.kill('SIGTERM')
    return this.#ended
  }
}
