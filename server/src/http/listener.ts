// The TCP side of the HTTP edge: plain or TLS, its time limits, and how it stops without cutting anyone off.
import { readFileSync } from 'node:fs'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface TlsFiles {
  readonly certFile: string
  readonly keyFile: string
}

/** Limits against slow clients; a waiting page is not meant by them, since its request is complete. */
const timeLimits = {
  /** Headers are one packet or two. */
  headersTimeout: 10_000,
  /** A body is at most 16 kB. */
  requestTimeout: 20_000,
  /** Longer than the 60 s after which common proxies let go of an idle connection, so that they close first. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
} as const

/** An http server, or an https server when `tls` names its files. Listens to nothing yet. */
export function createListener(tls: TlsFiles | undefined, handler: RequestListener): Server | TlsServer {
  const server =
    tls === undefined
      ? createServer(timeLimits, handler)
      : createTlsServer({ ...timeLimits, ...readTls(tls), minVersion: 'TLSv1.2' }, handler)
  // What is not HTTP, or takes too long, gets the shortest possible answer: it would not understand a problem document. Then it is cut:
  // an end alone leaves the connection open for as long as the other side goes on sending.
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) socket.destroy()
    else socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', () => socket.destroy())
  })
  return server
}

/** Reads the certificate again, so that a renewed one is used without a restart. Connections that are open keep theirs. */
export function renewTls(server: Server | TlsServer, tls: TlsFiles | undefined): void {
  if (tls !== undefined && 'setSecureContext' in server) server.setSecureContext(readTls(tls))
}

/** Resolves with the port once the server listens; rejects when it cannot. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      // Sound: a server that listens on a TCP port has an AddressInfo, never a pipe's name.
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Takes no new connections, lets what is under way finish for at most `patienceMs`, then cuts what is left. */
export async function closeGracefully(server: Server, patienceMs: number): Promise<void> {
  if (!server.listening) return
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  // A kept-alive connection becomes idle when its last answer is out; close() only sees those that are idle already.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}

function readTls({ certFile, keyFile }: TlsFiles): { readonly cert: Buffer; readonly key: Buffer } {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) }
}
