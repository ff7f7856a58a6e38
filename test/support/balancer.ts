// A load balancer for TCP as small as one can be: a new connection goes to the next server that says it is ready, and to no other.
import type { Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

export interface Backend {
  readonly port: number
}

/** Balancers ask each few seconds; tests have less time, and nothing here depends on it. */
const LOOK_EVERY_MS = 100
const LOOK_PATIENCE_MS = 2_000

export class Balancer {
  readonly port: number
  readonly #server: Server
  readonly #backends: readonly Backend[]
  readonly #ready: boolean[]
  readonly #timer: NodeJS.Timeout
  readonly #sockets = new Set<Socket>()
  #next = 0
  #aim: number | undefined

  private constructor(server: Server, port: number, backends: readonly Backend[]) {
    this.#server = server
    this.port = port
    this.#backends = backends
    this.#ready = backends.map(() => false)
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS)
    server.on('connection', (socket) => this.#take(socket))
  }

  static async listen(port: number, backends: readonly Backend[]): Promise<Balancer> {
    const server = createServer({ allowHalfOpen: true })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    const balancer = new Balancer(server, port, backends)
    await balancer.look()
    return balancer
  }

  /** Which servers get new connections. */
  get ready(): readonly boolean[] {
    return this.#ready
  }

  /** New connections go to this one alone, as if by chance; undefined: to each in turn again. */
  aim(backend: number | undefined): void {
    this.#aim = backend
  }

  /** Asks every server once whether it is ready. */
  async look(): Promise<void> {
    await Promise.all(
      this.#backends.map(async ({ port }, at) => {
        this.#ready[at] = await isReady(port)
      }),
    )
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #take(client: Socket): void {
    this.#hold(client)
    this.#join(client, this.#backends.length)
  }

  /** One after the other until one takes the connection: nothing of it was sent to those that did not. */
  #join(client: Socket, tries: number): void {
    const backend = tries > 0 ? this.#pick() : undefined
    if (backend === undefined) {
      client.destroy()
      return
    }
    const server = connect({ port: backend.port, host: '127.0.0.1', allowHalfOpen: true })
    this.#hold(server)
    const onRefused = (): void => this.#join(client, tries - 1)
    server.once('error', onRefused)
    server.once('connect', () => {
      server.off('error', onRefused)
      pass(client, server)
      pass(server, client)
    })
  }

  #pick(): Backend | undefined {
    if (this.#aim !== undefined) return this.#backends[this.#aim]
    for (let tried = 0; tried < this.#backends.length; tried += 1) {
      const at = this.#next
      this.#next = (at + 1) % this.#backends.length
      if (this.#ready[at] === true) return this.#backends[at]
    }
    return undefined
  }

  #hold(socket: Socket): void {
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => undefined)
  }
}

function pass(from: Socket, to: Socket): void {
  from.pipe(to)
  // What was cut on one side is cut on the other; what ended in order ends in order, by the pipe.
  from.on('error', () => to.destroy())
  from.on('close', (broken) => {
    if (broken || !from.readableEnded) to.destroy()
  })
}

async function isReady(port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(LOOK_PATIENCE_MS)
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal })).status === 200
  } catch {
    return false
  }
}
