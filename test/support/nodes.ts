// Several servers as people run them: processes of one home, on one database, joined by one fabric, behind one address without stickiness.
import type { Admin } from './admin.js'
import { openAdmin } from './admin.js'
import { Balancer } from './balancer.js'
import { freePort } from './free-port.js'
import type { ServerProcess } from './server-process.js'
import { ServerHome } from './server-process.js'

export interface NodesOptions {
  readonly nodes: number
  readonly storageUrl: string
  readonly fabricUrl: string
  /** Environment variables by name. */
  readonly settings?: Readonly<Record<string, string>>
  /** Of each process, e.g. a preload. */
  readonly nodeOptions?: readonly string[]
}

/** What a node runs, when that is not the bundled program: another release of it. */
export interface Release {
  readonly program: string
  readonly nodeOptions: readonly string[]
}

/** Long enough for this balancer, which looks each tenth of a second, and short enough for a test. */
const DRAIN_SECONDS = 1

export async function startNodes(options: NodesOptions): Promise<Nodes> {
  const settings = {
    COUNTERSIGN_STORAGE_URL: options.storageUrl,
    COUNTERSIGN_FABRIC_URL: options.fabricUrl,
    COUNTERSIGN_DRAIN_SECONDS: String(DRAIN_SECONDS),
    ...options.settings,
  }
  const home = await ServerHome.create(settings)
  const ports: number[] = []
  for (let node = 0; node < options.nodes; node += 1) ports.push(await freePort())
  const admin = await openAdmin(home, settings)
  const nodes = new Nodes(home, admin, ports, options.nodeOptions ?? [])
  await Promise.all(ports.map((_, node) => nodes.start(node)))
  await nodes.listen()
  return nodes
}

export class Nodes implements AsyncDisposable {
  readonly home: ServerHome
  readonly admin: Admin
  readonly addApp: Admin['addApp']
  readonly nodes: number
  readonly #listening: readonly number[]
  readonly #nodeOptions: readonly string[]
  readonly #running: (ServerProcess | undefined)[]
  readonly #all: ServerProcess[] = []
  #balancer: Balancer | undefined

  constructor(home: ServerHome, admin: Admin, listening: readonly number[], nodeOptions: readonly string[]) {
    this.home = home
    this.admin = admin
    this.addApp = admin.addApp
    this.nodes = listening.length
    this.#listening = listening
    this.#nodeOptions = nodeOptions
    this.#running = listening.map(() => undefined)
  }

  /** The address of all of them. */
  get url(): string {
    return this.home.url
  }

  get ports(): Admin['ports'] {
    return this.admin.ports
  }

  /** What all processes wrote: warnings and errors. */
  get lines(): readonly string[] {
    return this.#all.flatMap(({ lines }) => lines)
  }

  get balancer(): Balancer {
    if (this.#balancer === undefined) throw new Error('not listening yet')
    return this.#balancer
  }

  pid(node: number): number {
    return this.#running[node]?.pid ?? 0
  }

  /** The address of one, which only its balancer knows in earnest. */
  urlOf(node: number): string {
    return `http://127.0.0.1:${this.#portOf(node)}`
  }

  async listen(): Promise<void> {
    this.#balancer = await Balancer.listen(
      this.home.port,
      this.#listening.map((port) => ({ port })),
    )
  }

  /** Resolves once the process serves. */
  async start(node: number, release?: Release): Promise<void> {
    const settings = { COUNTERSIGN_LISTEN_PORT: String(this.#portOf(node)) }
    const nodeOptions = release?.nodeOptions ?? this.#nodeOptions
    const started = await this.home.serve(nodeOptions, settings, release?.program)
    this.#running[node] = started
    this.#all.push(started)
    await this.#balancer?.look()
  }

  /** SIGKILL. */
  async kill(node: number): Promise<void> {
    await this.#running[node]?.kill()
    this.#running[node] = undefined
  }

  /** SIGTERM; resolves with its exit code when it has drained and ended. */
  async drain(node: number): Promise<number | null> {
    const code = (await this.#running[node]?.stop()) ?? null
    this.#running[node] = undefined
    return code
  }

  /** As a new version is brought in: one ends in good order, another takes its place. */
  async restart(node: number, release?: Release): Promise<number | null> {
    const code = await this.drain(node)
    await this.start(node, release)
    return code
  }

  async end(): Promise<void> {
    await this.#balancer?.close()
    await Promise.all(this.#running.map((running) => running?.kill()))
    await this.admin.close()
    this.home.remove()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
  }

  #portOf(node: number): number {
    const port = this.#listening[node]
    if (port === undefined) throw new Error(`no node ${node}`)
    return port
  }
}
