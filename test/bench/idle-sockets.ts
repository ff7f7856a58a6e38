// Memory that an idle paired socket costs the server, against a socket of a bare `ws` server, both after garbage was collected.
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Figure } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { residentBytes } from './process-facts.js'
import { startRawServer } from './references.js'

/** Connected before the first look, so that neither process is measured while it grows its first pages. */
const WARM = 400
const SOCKETS = 2_000
const collecting = [
  '--expose-gc',
  // V8's young generation grows once to its 16 MB, in whichever process does most: shared out over these sockets it would hide them.
  '--min-semi-space-size=16',
  '--import',
  fileURLToPath(new URL('collect-on-signal.mjs', import.meta.url)),
]

export async function benchIdleSockets(): Promise<readonly Figure[]> {
  const { home, fleet } = await createFleet((WARM + SOCKETS) / 10, 10)
  const server = await home.serve(collecting)
  const raw = await startRawServer(collecting)
  const phones = await Generator.forFleet(fleet)
  const silent = new Generator()
  try {
    await phones.do({ do: 'connect', first: 0, count: WARM })
    await silent.do({ do: 'rawSockets', port: raw.port, count: WARM })
    const before = [await settled(server.pid), await settled(raw.pid)] as const
    await phones.do({ do: 'connect', first: WARM, count: SOCKETS })
    await silent.do({ do: 'rawSockets', port: raw.port, count: SOCKETS })
    const ours = ((await settled(server.pid)) - before[0]) / SOCKETS
    const bare = ((await settled(raw.pid)) - before[1]) / SOCKETS
    const promise = `idle sockets (${SOCKETS.toLocaleString('en')})`
    return [
      { promise, figure: 'resident, raw ws', value: bare / 1024, unit: 'KiB each' },
      { promise, figure: 'resident, paired device', value: ours / 1024, unit: 'KiB each' },
      { promise, figure: 'paired device against raw ws', value: ours / bare, unit: '×', budget: 1.5 },
    ]
  } finally {
    phones.end()
    silent.end()
    raw.end()
    await server.stop()
    home.remove()
  }
}

/** Collects twice, since what the first round frees in one space the second gives back. */
async function settled(pid: number): Promise<number> {
  for (let i = 0; i < 2; i += 1) {
    process.kill(pid, 'SIGUSR2')
    await delay(700)
  }
  return residentBytes(pid)
}
