// `npm run bench [-- --json] [-- NAME…]`: measures what is promised, next to its references, in one run of at most four minutes.
import { benchAccounts } from './accounts.js'
import { benchBundles } from './bundles.js'
import { benchCrossNode } from './cross-node.js'
import type { Figure } from './figures.js'
import { isKept, table } from './figures.js'
import { benchIdleSockets } from './idle-sockets.js'
import { benchImports } from './imports.js'
import { benchLogins } from './logins.js'
import { benchPin } from './pin.js'
import { benchPolicies } from './policies.js'
import { benchPostgresLogins } from './postgres-logins.js'
import { machine } from './process-facts.js'
import { benchPushLatency } from './push-latency.js'
import { benchReconnect } from './reconnect.js'
import { benchScale } from './scale.js'
import { benchStartup } from './startup.js'
import { benchTelemetry } from './telemetry.js'
import { benchTwoNodes } from './two-nodes.js'
import { benchWaitingPages } from './waiting-pages.js'
import { benchWakes } from './wake-latency.js'
import { benchWeight } from './weight.js'

const promises: Readonly<Record<string, () => readonly Figure[] | Promise<readonly Figure[]>>> = {
  logins: benchLogins,
  'postgres-logins': benchPostgresLogins,
  'two-nodes': benchTwoNodes,
  scale: benchScale,
  push: async () => [...(await benchPushLatency()), ...(await benchWakes())],
  'cross-node': benchCrossNode,
  pin: benchPin,
  idle: benchIdleSockets,
  reconnect: benchReconnect,
  startup: benchStartup,
  bundles: benchBundles,
  accounts: benchAccounts,
  imports: benchImports,
  policies: benchPolicies,
  telemetry: benchTelemetry,
  pages: benchWaitingPages,
  weight: benchWeight,
}

const json = process.argv.includes('--json')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = named.filter((name) => !Object.hasOwn(promises, name))
if (unknown.length > 0)
  throw new Error(`unknown: ${unknown.join(', ')}; known: ${Object.keys(promises).join(', ')}`)

const where = machine()
const atUtc = new Date().toISOString()
const figures: Figure[] = []
for (const [name, measure] of Object.entries(promises)) {
  if (named.length > 0 && !named.includes(name)) continue
  if (!json) process.stderr.write(`measuring ${name} …\n`)
  figures.push(...(await measure()))
}
if (json)
  console.log(
    JSON.stringify({
      machine: where,
      atUtc,
      figures: figures.map((each) => ({ ...each, kept: isKept(each) })),
    }),
  )
else console.log(`${where}\n${atUtc}\n\n${table(figures)}`)
if (!figures.every(isKept)) process.exitCode = 1
