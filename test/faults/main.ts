// `npm run faults [-- NAME…]`: every fault at full size, on real processes and engines, and the table of what was seen.
import { machine } from '../bench/process-facts.js'
import { badNetworks, slowClients } from './bad-network.js'
import { clockJumps } from './clock-jumps.js'
import { crowdComesBack } from './crowd.js'
import { diskFull } from './disk-full.js'
import { floodsOfStrangers } from './floods.js'
import { kills } from './kills.js'
import { postgresFailover, postgresTroubles } from './postgres-faults.js'
import { redisTroubles } from './redis-faults.js'
import type { Fault, Row } from './rows.js'
import { table } from './rows.js'

const faults: Readonly<Record<string, Fault>> = {
  kills,
  disk: diskFull,
  clock: clockJumps,
  network: badNetworks,
  slow: slowClients,
  crowd: crowdComesBack,
  floods: floodsOfStrangers,
  postgres: postgresTroubles,
  failover: postgresFailover,
  redis: redisTroubles,
}

const small = process.argv.includes('--small')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = named.filter((name) => !Object.hasOwn(faults, name))
if (unknown.length > 0)
  throw new Error(`unknown: ${unknown.join(', ')}; known: ${Object.keys(faults).join(', ')}`)
const where = machine()
const rows: Row[] = []
for (const [name, fault] of Object.entries(faults)) {
  if (named.length > 0 && !named.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  rows.push(...(await fault(small ? 'small' : 'full')))
}
console.log(`${where}\n${new Date().toISOString()}\n\n${table(rows)}`)
