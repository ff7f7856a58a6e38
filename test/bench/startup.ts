// From the start of the process to its first answer with 100,000 accounts in the database, beside bare node with express.
import { randomBytes, randomUUID } from 'node:crypto'
import type { AccountId, DeviceId } from '@countersign/protocol'
import { newAccount } from '@countersign/server/core/new-account'
import { openAdmin } from '../support/admin.js'
import { ServerHome } from '../support/server-process.js'
import type { Figure } from './figures.js'
import { median } from './figures.js'
import { startRawServer } from './references.js'

const ACCOUNTS = 100_000
const PER_TRANSACTION = 2_000
const STARTS = 7
/** What a person who restarts a server does not notice. */
const BUDGET_MS = 300

export async function benchStartup(): Promise<readonly Figure[]> {
  const home = await ServerHome.create()
  await fill(home)
  const [bare, ours]: [number[], number[]] = [[], []]
  // In turns, so that whatever else the machine does falls on both.
  for (let i = 0; i < STARTS; i += 1) {
    bare.push(await timed(startBare))
    ours.push(await timed(() => startOurs(home)))
  }
  home.remove()
  const promise = 'start-up'
  const accounts = `${ACCOUNTS.toLocaleString('en')} accounts`
  return [
    {
      promise,
      figure: `reference: bare node + express → answers, median of ${STARTS}`,
      value: median(bare),
      unit: 'ms',
    },
    {
      promise,
      figure: `process start → ready, ${accounts}, median of ${STARTS}`,
      value: median(ours),
      unit: 'ms',
    },
    {
      promise,
      figure: 'beyond the reference',
      value: median(ours) - median(bare),
      unit: 'ms',
      budget: BUDGET_MS,
    },
  ]
}

type Started = { readonly url: string; stop(): Promise<unknown> }

async function timed(start: () => Promise<Started>): Promise<number> {
  const beganMs = performance.now()
  const { url, stop } = await start()
  const ready = await fetch(url)
  if (ready.status !== 200) throw new Error(`not ready: ${ready.status}`)
  await ready.arrayBuffer()
  const tookMs = performance.now() - beganMs
  await stop()
  return tookMs
}

async function startBare(): Promise<Started> {
  const { port, end } = await startRawServer([], 'bare-express-server.mjs')
  return { url: `http://127.0.0.1:${port}/`, stop: async () => end() }
}

async function startOurs(home: ServerHome): Promise<Started> {
  const server = await home.serve()
  return { url: `${home.url}/readyz`, stop: () => server.stop() }
}

/** Each account with a phone: nobody logs in here, so that its key need be none. */
async function fill(home: ServerHome): Promise<void> {
  const { ports, close } = await openAdmin(home)
  for (let from = 0; from < ACCOUNTS; from += PER_TRANSACTION)
    await ports.storage.transaction(async (stores) => {
      const createdAtMs = Date.now()
      for (let i = from; i < from + PER_TRANSACTION; i += 1) {
        // Sound: random UUIDs, as these ids are; the brand exists only at compile time.
        const [accountId, deviceId] = [randomUUID() as AccountId, randomUUID() as DeviceId]
        await stores.accounts.add(newAccount(accountId, `user${i}`, createdAtMs))
        await stores.devices.add({
          ...{ id: deviceId, accountId, name: 'phone', state: 'active', counter: 0, verifies: false },
          publicKey: new Uint8Array(randomBytes(32)),
          ...{ createdAtMs, changedAtMs: createdAtMs, lastUsedAtMs: undefined },
        })
      }
    })
  await close()
}
