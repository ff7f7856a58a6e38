// Nodes of one server as the fabric sees them: several fabrics on one Redis, and a way to know that what they said has arrived.
import { createHmac } from 'node:crypto'
import type { Fabric } from '@countersign/server/core/ports'
import type { RedisFabricOptions } from '@countersign/server/fabric/redis'
import { createRedisFabric } from '@countersign/server/fabric/redis'
import type { LinkTiming } from '@countersign/server/fabric/redis-link'
import { parseRedisUrl } from '@countersign/server/fabric/redis-url'
import type { CollectingLog } from './collecting-log.js'
import { collectingLog } from './collecting-log.js'
import { newDeviceId, PULLED, socketThatKeeps } from './fabric-parts.js'
import { until } from './until.js'

export interface FabricNode {
  readonly fabric: Fabric
  readonly log: CollectingLog
  /** As its channel is called; empty before its link was up. */
  readonly nodeId: string
}

export interface NodeOptions {
  readonly nowMs?: () => number
  readonly prefix?: string
  /** Nodes of one server have it in common. */
  readonly secret?: string
  readonly timing?: Partial<LinkTiming>
}

/** A node whose link is up. */
export async function fabricNode(url: string, options: NodeOptions = {}): Promise<FabricNode> {
  const node = fabricNodeComingUp(url, options)
  await soon(() => node.fabric.state() === 'up')
  return node
}

/** A node that may not reach Redis yet. */
export function fabricNodeComingUp(url: string, options: NodeOptions = {}): FabricNode {
  const log = collectingLog()
  return {
    fabric: createRedisFabric(fabricOptions(url, options, log)),
    log,
    get nodeId() {
      const up = log.lines.find(({ event }) => event === 'fabric_up')
      return /[0-9a-f]*$/.exec(String(up?.fields['channel'] ?? ''))?.[0] ?? ''
    },
  }
}

function fabricOptions(
  url: string,
  { nowMs = Date.now, prefix = 'test:', secret = 'of one server', timing }: NodeOptions,
  log: CollectingLog,
): RedisFabricOptions {
  const address = parseRedisUrl(url)
  if (address === undefined) throw new Error(`not an address of Redis: ${url}`)
  const keyOf = (purpose: string): Uint8Array => createHmac('sha256', secret).update(purpose).digest()
  return { address, prefix, keyOf, clock: { nowMs }, log, ...(timing && { timing }) }
}

/** What `from` said till now has arrived at `to`, and what `to` told Redis is known there. */
export async function heard(from: Fabric, to: Fabric): Promise<void> {
  const probe = socketThatKeeps()
  const id = newDeviceId()
  const leave = to.attach(id, probe)
  await to.announced(id)
  // One channel a node, and messages stay in order: what was said before has been heard when this is.
  await soon(async () => {
    if (probe.frames.length === 0) await from.send(id, PULLED)
    return probe.frames.length > 0
  })
  leave()
}

/** Engines that were killed, and links that look again, take their own time. */
const SOON_MS = 20_000

export function soon(holds: () => boolean | Promise<boolean>): Promise<void> {
  return until(holds, SOON_MS)
}
