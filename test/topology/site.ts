// The profile `scale` of docker-compose.yml as plain processes: what the image holds, with the settings of the file, behind a real Caddy.
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import type { TestCaddy } from '../support/caddy.js'
import { startCaddy } from '../support/caddy.js'
import { freePort } from '../support/free-port.js'
import type { TestPostgres } from '../support/postgres.js'
import { POSTGRES_PASSWORD, startPostgres } from '../support/postgres.js'
import type { TestRedis } from '../support/redis.js'
import { startRedis } from '../support/redis.js'
import { selfSigned } from '../support/self-signed.js'
import { buildServer, ServerProcess } from '../support/server-process.js'
import { Terminal } from './terminal-phone.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)
const SERVERS = ['server-a', 'server-b'] as const
/** Caddy looks each second: the first half of it is what it has to notice. */
const DRAIN_SECONDS = '4'
const REDIS_PASSWORD = 'RedisPassword1'

export class Site implements AsyncDisposable {
  readonly url: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'countersign-topology-'))
  readonly #ports: number[] = []
  readonly #servers: ServerProcess[] = []
  readonly #started: ServerProcess[] = []
  readonly #phones: Terminal[] = []
  readonly #publicPort: number
  #engines: [TestPostgres, TestRedis] | undefined
  #caddy: TestCaddy | undefined

  private constructor(publicPort: number) {
    this.#publicPort = publicPort
    this.url = `https://localhost:${publicPort}`
  }

  /** In the order of `depends_on`: the engines, init, both servers, the proxy. */
  static async open(): Promise<Site> {
    await buildServer()
    const site = new Site(await freePort())
    try {
      await site.#pack()
      await site.#startEngines()
      await site.command('init')
      for (const _ of SERVERS) site.#ports.push(await freePort())
      for (const index of SERVERS.keys()) await site.start(index)
      site.#caddy = await startCaddy(site.#publicPort, site.#ports)
      return site
    } catch (error) {
      await site.close()
      throw error
    }
  }

  /** Runs `countersign … --json`, as `docker compose exec server-a countersign …` does, and gives the object it prints. */
  async command(...words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await run(process.execPath, [this.#program, ...words, '--json'], {
      cwd: this.#folder,
      env: this.#environment(),
    })
    return JSON.parse(stdout)
  }

  /** Resolves once it serves. */
  async start(index: number): Promise<void> {
    const child = spawn(process.execPath, [this.#program, 'serve', '--json'], {
      cwd: this.#folder,
      env: { ...this.#environment(), COUNTERSIGN_LISTEN_PORT: String(this.#ports[index]) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const started = new ServerProcess(child)
    this.#servers[index] = started
    this.#started.push(started)
    await started.listening
  }

  server(index: number): ServerProcess {
    const server = this.#servers[index]
    if (server === undefined) throw new Error(`no server ${index}`)
    return server
  }

  /** What all servers wrote: warnings and errors, those of servers that are gone included. */
  get lines(): readonly string[] {
    return this.#started.flatMap(({ lines }) => lines)
  }

  get passwords(): readonly string[] {
    return [REDIS_PASSWORD, POSTGRES_PASSWORD, encodeURIComponent(POSTGRES_PASSWORD)]
  }

  /** A phone that trusts the certificate, and reaches the server through the proxy alone. */
  phone(link: string): Terminal {
    const certificate = join(this.#folder, 'certificate.pem')
    writeFileSync(certificate, selfSigned.cert)
    const state = mkdtempSync(join(this.#folder, 'phone-'))
    const words = ['device', 'run', '--state', state, '--pair', link, '--name', 'phone', '--json']
    const phone = new Terminal([this.#program, ...words], { cwd: state, certificate })
    this.#phones.push(phone)
    return phone
  }

  async close(): Promise<void> {
    for (const phone of this.#phones) phone.end()
    await this.#caddy?.[Symbol.asyncDispose]()
    await Promise.all(this.#servers.map((server) => server.kill()))
    for (const engine of this.#engines ?? []) await engine[Symbol.asyncDispose]()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  get #program(): string {
    return join(this.#folder, 'app/server/bundle/countersign.js')
  }

  async #pack(): Promise<void> {
    for (const [workspace, built] of Object.entries(APPS))
      if (!existsSync(join(ROOT, built)))
        await run('npm', ['run', '--silent', 'build', '-w', workspace], { cwd: ROOT })
    await run(join(ROOT, 'deploy/pack.sh'), [join(this.#folder, 'app')])
  }

  async #startEngines(): Promise<void> {
    const postgres = await startPostgres()
    const redis = await startRedis([`requirepass ${REDIS_PASSWORD}`])
    this.#engines = [postgres, redis]
    writeFileSync(join(this.#folder, 'storage_url'), `${await postgres.newDatabase()}\n`)
    writeFileSync(join(this.#folder, 'fabric_url'), `redis://:${REDIS_PASSWORD}@127.0.0.1:${redis.port}/0\n`)
  }

  /** Those of the composition, with the places of this machine; and what the image sets. */
  #environment(): NodeJS.ProcessEnv {
    const here: Readonly<Record<string, string>> = {
      COUNTERSIGN_PUBLIC_URL: this.url,
      COUNTERSIGN_NAME: 'ACME',
      COUNTERSIGN_PROXIES: '127.0.0.1',
      COUNTERSIGN_STORAGE_URL_FILE: join(this.#folder, 'storage_url'),
      COUNTERSIGN_STORAGE_TLS: 'off',
      COUNTERSIGN_FABRIC_URL_FILE: join(this.#folder, 'fabric_url'),
      COUNTERSIGN_DRAIN_SECONDS: DRAIN_SECONDS,
    }
    const composed = composedEnvironment().map((name) => {
      const value = here[name]
      if (value === undefined) throw new Error(`${name} of docker-compose.yml is not known here`)
      return [name, value]
    })
    return {
      PATH: process.env['PATH'],
      ...Object.fromEntries(composed),
      COUNTERSIGN_KEYS_FILE: join(this.#folder, 'keys.json'),
      COUNTERSIGN_LOG_LEVEL: 'warn',
    }
  }
}

const APPS = {
  'client-sdk/authenticator': 'client-sdk/authenticator/dist',
  'server/console': 'server/console/dist',
}

/** What docker-compose.yml gives a server of the profile. */
function composedEnvironment(): readonly string[] {
  const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')
  // Sound: our own file, whose shape test/structure/container.test.ts holds.
  const { services } = parse(text, { merge: true }) as {
    services: Record<string, { environment: Record<string, string> }>
  }
  return Object.keys(services['server-a']?.environment ?? {})
}
