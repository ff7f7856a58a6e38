// Where Prometheus fetches the figures: a listener of its own, so that what the world may reach never shows them by mistake.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { isIP } from 'node:net'

export interface MetricsListenerOptions {
  readonly host: string
  readonly port: number
  readonly contentType: string
  readonly text: () => Promise<string>
}

/** One request takes milliseconds; a peer that dawdles longer is cut. */
const REQUEST_MAX_MS = 5_000
/** Prometheus needs one, two of them need two. */
const CONNECTIONS_MAX = 16

/** Resolves when it listens. Rejects, with the setting's name, when it cannot. It keeps no process alive. */
export async function listenForMetrics(options: MetricsListenerOptions): Promise<Server> {
  const { host, port } = options
  const once = sharing(options.text)
  const server = createServer(
    { requestTimeout: REQUEST_MAX_MS, headersTimeout: REQUEST_MAX_MS, connectionsCheckingInterval: 1_000 },
    (request, response) => {
      answer(request, response, { ...options, text: once }).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined)
      })
    },
  )
  server.maxConnections = CONNECTIONS_MAX
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        Object.assign(new Error(`no figures at ${host} port ${port} (metrics.port)`, { cause }), {
          code: 'metrics_port_taken',
        }),
      ),
    )
    server.listen(port, host, resolve)
  })
  return server.unref()
}

async function answer(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  { host, contentType, text }: MetricsListenerOptions,
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  if (isLoopback(host) && !isLoopback(nameOf(headers.host))) return end(response, 421)
  if (url !== '/metrics') return end(response, 404)
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return end(response, 405)
  }
  const body = await text()
  response.setHeader('Content-Type', contentType)
  response.end(method === 'HEAD' ? undefined : body)
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status
  response.end()
}

/** Whoever asks while it is being written gets the same text: a crowd costs no more than one. */
function sharing(make: () => Promise<string>): () => Promise<string> {
  let underWay: Promise<string> | undefined
  return () => {
    underWay ??= make().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}

/** `localhost:9464` → `localhost`, `[::1]:9464` → `::1`. */
function nameOf(host = ''): string {
  return /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(host)?.slice(1).find(Boolean) ?? ''
}

/**
 * A page whose name was made to lead to this machine (DNS rebinding) sends its own name as Host; Prometheus on this machine
 * sends one of these.
 */
function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}
