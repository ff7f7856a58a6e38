// A server from its configuration, and the order in which it starts and stops.

import { setTimeout as delay } from 'node:timers/promises'
import type { PortOverrides } from './assembly.js'
import { claimStorage, companyOf, kindOf, openPorts } from './assembly.js'
import type { Config } from './config.js'
import type { Ports } from './core/ports.js'
import { purgeAccess } from './flows/access/purge.js'
import { deliverMail } from './flows/deliver-mail.js'
import { OutgoingRound } from './flows/deliver-outgoing.js'
import { unroutedDelivery } from './flows/deliver-unrouted.js'
import { deliverWebhook } from './flows/deliver-webhook.js'
import { ownHousekeeping, sharedHousekeeping } from './flows/keep-house.js'
import { loadKeys, rotateKeysIfDue } from './flows/keep-keys.js'
import { pushDue, writeRings } from './flows/push/ring-rounds.js'
import { noRoutingDoubt, sharedRoutingDoubt } from './flows/routing-doubt.js'
import { runImports } from './flows/run-imports.js'
import { auditSealer } from './flows/seal-audit.js'
import { sweep } from './flows/sweep.js'
import { changeTeller } from './flows/tell-changes.js'
import { clientAddress, limitKey } from './http/client-address.js'
import { closeGracefully, createListener, listen, renewTls } from './http/listener.js'
import type { StreamLimits } from './http/live-streams.js'
import { LiveStreams } from './http/live-streams.js'
import { httpServer } from './http/server.js'
import type { RoomLimits } from './http/waiting-room.js'
import { WaitingRoom } from './http/waiting-room.js'
import { builtDirectory, serverVersion } from './installed.js'
import { observed } from './observed.js'
import { startRounds } from './rounds.js'
import type { GatewayLimits } from './socket/gateway.js'
import { Gateway } from './socket/gateway.js'
import { createAuditOutput } from './telemetry/audit-output.js'
import { createHealth } from './telemetry/health.js'

/** Other adapters and limits than the usual ones: for tests, and for embedding. */
export interface Overrides extends PortOverrides {
  readonly gateway?: Partial<GatewayLimits>
  readonly room?: Partial<RoomLimits>
  readonly streams?: Partial<StreamLimits>
}

export interface App {
  readonly ports: Ports
  /** What is held open now: pages that wait, and devices' sockets. */
  readonly open: { readonly pages: number; readonly sockets: number }
  /** Loads the keys, listens, and resolves with the public address. Rejects when the port, or the database, is another's; nothing is held then. */
  start(): Promise<{ readonly url: string; readonly port: number }>
  /** Stops without losing anything: not ready, goodbyes, streams ended, requests finished, storage closed. */
  stop(): Promise<void>
}

/** Requests under way get this long when the server stops: longer than any of them takes. */
const STOP_PATIENCE_MS = 10_000
/** Sockets get this long to answer the farewell, then they are cut. */
const FAREWELL_MS = 2_000
/** Phones come back over this time after a restart, so that they do not come as one. */
const RECONNECT_SPREAD_MS = 5_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** A key that another process published is known long before it signs, and one that it dropped is forgotten soon. */
const KEYS_EVERY_MS = 5_000

/** A whole server for this configuration, not yet listening. */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const address: { port: number | undefined } = { port: undefined }
  const watch = await observed(config, await openPorts(config, overrides, () => address.port))
  const { ports } = watch
  const health = createHealth(ports)
  const company = companyOf(config, overrides)
  const doubt = company === 'alone' ? noRoutingDoubt : sharedRoutingDoubt(ports)
  const room = new WaitingRoom(ports, overrides.room, doubt)
  const streams = new LiveStreams(overrides.streams)
  const addressOf = clientAddress(config.proxies)
  const gateway = new Gateway({
    ports,
    allowedOrigins: config['socket.allowedOrigins'],
    addressOf: (request) => limitKey(addressOf(request)),
    behindProxy: config.proxies.length > 0,
    ...(overrides.gateway === undefined ? {} : { limits: overrides.gateway }),
  })
  const tls =
    config['tls.certFile'] === ''
      ? undefined
      : { certFile: config['tls.certFile'], keyFile: config['tls.keyFile'] }
  const listener = createListener(
    tls,
    httpServer({
      ports,
      room,
      streams,
      readiness: () => health.readiness(),
      clientAddress: addressOf,
      version: serverVersion(),
      authenticatorDir: config['authenticator.dir'] || builtDirectory('authenticator'),
      consoleDir: config['console.dir'] || builtDirectory('console'),
    }),
  )
  listener.prependListener('request', (_request, response) => {
    // RFC 9112 §9.6: what is asked next comes over a new connection, which goes to another server.
    if (health.draining) response.shouldKeepAlive = false
  })
  listener.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head))

  const open = {
    get pages() {
      return room.size
    },
    get sockets() {
      return gateway.size
    },
  }
  const seal = auditSealer(ports, createAuditOutput(config['audit.output']))
  const outgoing = new OutgoingRound(ports, { mail: deliverMail, webhook: deliverWebhook })
  const house = company === 'alone' ? ownHousekeeping : sharedHousekeeping(ports)
  /** Done by one node for all. */
  const once = (run: () => Promise<unknown>) => async (): Promise<void> => {
    if (house.isOurs) await run()
  }
  let unclaim = (): Promise<void> => Promise.resolve()
  /** Not ready, and at work: first balancers notice, then phones and pages leave, each at a moment of its own. */
  const goOnServing = async (forMs: number): Promise<void> => {
    await delay(forMs / 2)
    const moment = (): number => ports.random.below(Math.ceil(forMs / 2))
    gateway.announce(moment)
    room.announce(moment)
    await delay(forMs / 2)
  }
  const letGo = async (): Promise<void> => {
    await ports.fabric.close()
    await ports.storage.close()
    await unclaim()
    await watch.close()
  }
  let stopRounds = (): Promise<void> => Promise.resolve()
  return {
    ports,
    open,
    async start() {
      let port: number
      try {
        await watch.listen({
          sockets: () => gateway.size,
          pages: () => room.size,
          keepsHouse: () => house.isOurs,
          readiness: () => health.readiness(),
          connections: () => ports.storage.connections?.(),
        })
        unclaim = await claimStorage(config, company, ports.log)
        await loadKeys(ports)
        await ports.places.refresh()
        port = await listen(listener, config['listen.host'], config['listen.port'])
      } catch (error) {
        await letGo()
        throw error
      }
      address.port = port
      await house.tick()
      stopRounds = startRounds(
        [
          { name: 'waiting pages', everyMs: 250, run: () => room.tick() },
          { name: 'sockets', everyMs: 1_000, run: () => gateway.tick() },
          { name: 'housekeeping', everyMs: 1_000, run: () => house.tick() },
          { name: 'sweep', everyMs: 1_000, run: once(() => sweep(ports)) },
          { name: 'routing', everyMs: 1_000, run: () => doubt.tick() },
          { name: 'requests that were not routed', everyMs: 500, run: unroutedDelivery(ports, doubt) },
          { name: 'changes', everyMs: 1_000, run: changeTeller(ports) },
          { name: 'audit', everyMs: 500, run: once(seal) },
          { name: 'admins who watch', everyMs: 500, run: () => streams.tick(ports.clock.nowMs()) },
          { name: 'outgoing', everyMs: 1_000, run: once(() => outgoing.tick()) },
          { name: 'imports', everyMs: 250, run: once(() => runImports(ports)) },
          { name: 'pushes', everyMs: 250, run: () => pushDue(ports) },
          { name: 'rings', everyMs: 1_000, run: () => writeRings(ports) },
          { name: 'access', everyMs: MINUTE_MS, run: once(() => purgeAccess(ports)) },
          { name: 'places', everyMs: MINUTE_MS, run: () => ports.places.refresh() },
          { name: 'keys', everyMs: KEYS_EVERY_MS, run: () => rotateKeysIfDue(ports) },
          { name: 'certificate', everyMs: HOUR_MS, run: () => renewTls(listener, tls) },
        ],
        ports,
      )
      const url = ports.settings.publicUrl
      ports.log.info('server_started', { url, port, storage: kindOf(config['storage.url']) })
      return { url, port }
    },
    async stop() {
      if (health.draining) return
      health.drain()
      ports.log.info('server_stopping', { pages: room.size, sockets: gateway.size })
      const drainSeconds = config['drain.seconds']
      if (drainSeconds > 0) await goOnServing(drainSeconds * 1_000)
      const spread = (): number => ports.random.below(RECONNECT_SPREAD_MS)
      gateway.drain(spread)
      room.close(spread)
      streams.close(spread)
      const cut = setTimeout(() => gateway.terminate(), FAREWELL_MS)
      await closeGracefully(listener, STOP_PATIENCE_MS)
      clearTimeout(cut)
      await stopRounds()
      await outgoing.settled()
      await ports.rings.settled()
      await writeRings(ports)
      await once(seal)()
      await house.giveUp()
      await letGo()
      ports.log.info('server_stopped')
    },
  }
}
