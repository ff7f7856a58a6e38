// The line between Nextcloud and the server: bytes as they are, until somebody pulls the plug.
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

export class Cable {
  readonly url: string
  readonly #port: number
  #server: Server
  readonly #to: number
  readonly #open = new Set<Socket>()
  /** How many connections came so far. */
  used = 0
  /** What went over it in either direction, as text. */
  heard = ''

  private constructor(server: Server, port: number, to: number) {
    this.#server = server
    this.#port = port
    this.#to = to
    this.url = `http://localhost:${port}`
  }

  /** A port of its own that leads to the given one. */
  static async to(port: number): Promise<Cable> {
    const server = createServer()
    await listen(server, 0)
    const cable = new Cable(server, (server.address() as AddressInfo).port, port) // sound: it listens on TCP
    cable.#serve()
    return cable
  }

  /** From now on connections are refused, as by a machine that is off. */
  async cut(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  /** As before the cut. */
  async mend(): Promise<void> {
    if (this.#server.listening) return
    this.#server = createServer()
    await listen(this.#server, this.#port)
    this.#serve()
  }

  #serve(): void {
    this.#server.on('connection', (near) => {
      this.used += 1
      const far = connect(this.#to, 'localhost')
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#open.add(socket)
        socket.on('error', () => other.destroy())
        socket.on('close', () => {
          this.#open.delete(socket)
          other.destroy()
        })
      }
      for (const socket of [near, far]) socket.on('data', (bytes) => this.#hear(bytes))
      near.pipe(far).pipe(near)
    })
  }

  #hear(bytes: Buffer): void {
    this.heard += bytes.toString('latin1')
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, 'localhost', () => resolve())
  })
}
