// In front of the nodes of one process: each new connection goes to the next of them, wherever the one before went.
import type { Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

export class Turnstile {
  readonly port: number
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #ports: readonly number[] = []
  #next = 0

  private constructor(server: Server, port: number) {
    this.#server = server
    this.port = port
    server.on('connection', (socket) => this.#pass(socket))
  }

  static async open(): Promise<Turnstile> {
    const server = createServer({ allowHalfOpen: true })
    await new Promise<void>((resolve) => {
      server.listen(0, 'localhost', resolve)
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('a TCP port expected')
    return new Turnstile(server, address.port)
  }

  leadTo(ports: readonly number[]): void {
    this.#ports = ports
  }

  /** The next in turn. */
  nextPort(): number {
    const port = this.#ports[this.#next % this.#ports.length]
    if (port === undefined) throw new Error('it leads nowhere yet')
    this.#next += 1
    return port
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #pass(client: Socket): void {
    const node = connect({ port: this.nextPort(), host: 'localhost', allowHalfOpen: true })
    for (const [from, to] of [
      [client, node],
      [node, client],
    ] as const) {
      this.#sockets.add(from)
      from.setNoDelay(true)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.#sockets.delete(from)
        if (!from.readableEnded) to.destroy()
      })
    }
  }
}
