// A relay as attackers run them: a page on a host of its own that hands everything to the real login page and back, live, and keeps the
// session that comes out. It speaks to the real site from an address of its own, and may change what passes.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request } from 'node:http'
import { freePort } from './free-port.js'

/** What it does with the browser's key beside relaying: nothing; a proof that it got hold of; the real page's origin in the script. */
export type RelayTrick =
  | { readonly kind: 'none' }
  | { readonly kind: 'replay'; readonly browserProof: unknown }
  | { readonly kind: 'lie' }

export interface RelaySite {
  readonly origin: string
  trick: RelayTrick
  close(): Promise<void>
}

/** Where it calls from. Every address of 127.0.0.0/8 is this machine; to the app this one is somewhere else. */
const OWN_ADDRESS = '127.0.0.66'

/** @param host a name of this machine; browsers find every name below `localhost` there by themselves. */
export async function openRelay(real: string, host = '127.0.0.1'): Promise<RelaySite> {
  const port = await freePort()
  const origin = `http://${host}:${port}`
  const site: { trick: RelayTrick } = { trick: { kind: 'none' } }
  const server = createServer((incoming, outgoing) => {
    relay({ real, origin, trick: site.trick }, incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return Object.assign(site, {
    origin,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

interface Relaying {
  readonly real: string
  readonly origin: string
  readonly trick: RelayTrick
}

async function relay(relaying: Relaying, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { real, origin } = relaying
  const target = new URL(incoming.url ?? '/', real)
  const body = onTheWayIn(relaying, target.pathname, await bytesOf(incoming))
  // To the real site its own page is calling: a relay writes what it likes into headers that only browsers keep honest.
  const named = JSON.parse(JSON.stringify(incoming.headers).replaceAll(origin, real))
  const headers = {
    ...named,
    host: target.host,
    'content-length': String(body.length),
    'accept-encoding': 'identity',
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request(target, { method: incoming.method, headers, localAddress: OWN_ADDRESS }, resolve)
    call.on('error', reject)
    call.end(body)
  })
  const came = onTheWayBack(relaying, target.pathname, await bytesOf(answer))
  const { 'content-length': _, 'transfer-encoding': __, ...back } = answer.headers
  outgoing.writeHead(answer.statusCode ?? 502, JSON.parse(JSON.stringify(back).replaceAll(real, origin)))
  outgoing.end(came)
}

function onTheWayIn({ trick }: Relaying, path: string, body: Buffer): Buffer {
  if (!path.endsWith('/start') || trick.kind !== 'replay') return body
  return Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), browserProof: trick.browserProof }))
}

/** The key's script would name the page that it is on; a relay that lies has it name the real one. */
function onTheWayBack({ real, origin, trick }: Relaying, path: string, body: Buffer): Buffer {
  if (trick.kind === 'lie' && path.endsWith('/element-browser.js'))
    return Buffer.from(body.toString().replaceAll('location.origin', JSON.stringify(real)))
  return path.endsWith('.js') ? body : Buffer.from(body.toString().replaceAll(real, origin))
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
