// A port for a server that is started later, by another process: one that nobody is given by chance meanwhile.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Free a moment ago, at this host. From below the range that operating systems give to connections and to `listen(0)` (Linux 32768,
 * RFC 6335 §6 49152): a port from there can be somebody's before the server that it was meant for has started.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(15_000, 32_000)
    if (await isFree(port, host)) return port
  }
  throw new Error('no free port found')
}

function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
