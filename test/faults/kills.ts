// SIGKILL of a server's process at random moments under load, again and again.
import { setTimeout as delay } from 'node:timers/promises'
import { seededRandom } from '../support/seeded-random.js'
import { compare } from './ledger.js'
import { Load } from './load.js'
import type { Row } from './rows.js'
import type { Site } from './site.js'

export interface Kills {
  readonly fault: string
  readonly kills: number
  /** The run goes on until there were as many. */
  readonly logins: number
  readonly people: number
  readonly clients: number
  readonly seed: number
}

/** Long enough for a few logins between two kills, short enough that a kill meets each of their steps. */
const LONGEST_LIFE_MS = 600

export async function killUnderLoad(site: Site, kills: Kills): Promise<Row> {
  const { people, clients, seed } = kills
  const random = seededRandom(seed)
  const load = await Load.open(site, { people, clients, seed, denied: 5, wrong: 5 })
  const beganMs = Date.now()
  load.begin()
  let done = 0
  for (; done < kills.kills; done += 1) {
    await delay(20 + random.below(LONGEST_LIFE_MS))
    const node = done % site.nodes
    await site.kill(node)
    await site.start(node)
  }
  const missing = kills.logins - load.logins
  if (missing > 0) await load.more(missing, 600_000)
  await load.end()
  const count = await compare(site.ports, load)
  const seconds = Math.round((Date.now() - beganMs) / 1000)
  const seen = `${count.approvedInVain} approvals in vain; ${seconds} s`
  return { fault: kills.fault, done: `${done} × SIGKILL`, count, seen }
}
