// The composition root: the one file that knows every adapter, and the order in which a server starts and stops.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { REDEEM_WITHIN_SECONDS } from '@countersign/protocol'
import type { Config } from './config.js'
import type { FlowSettings, Ports, Storage } from './core/ports.js'
import type { PushCourier } from './core/ports-push.js'
import { createMemoryFabric } from './fabric/memory.js'
import { purgeAccess } from './flows/access/purge.js'
import { deliverMail } from './flows/deliver-mail.js'
import { OutgoingRound } from './flows/deliver-outgoing.js'
import { deliverWebhook } from './flows/deliver-webhook.js'
import { loadKeys, rotateKeysIfDue } from './flows/keep-keys.js'
import { policyBook } from './flows/policy-book.js'
import { ringBook } from './flows/push/ring-book.js'
import { pushDue, writeRings } from './flows/push/ring-rounds.js'
import { runImports } from './flows/run-imports.js'
import { auditSealer } from './flows/seal-audit.js'
import { sweep } from './flows/sweep.js'
import { clientAddress, limitKey } from './http/client-address.js'
import { closeGracefully, createListener, listen, renewTls } from './http/listener.js'
import type { StreamLimits } from './http/live-streams.js'
import { LiveStreams } from './http/live-streams.js'
import { httpServer } from './http/server.js'
import type { RoomLimits } from './http/waiting-room.js'
import { WaitingRoom } from './http/waiting-room.js'
import { createMailCourier } from './outgoing/mail.js'
import { createPushCourier, noPushCourier } from './outgoing/push.js'
import { createHookCourier } from './outgoing/webhook.js'
import { createPlaceFile } from './places/place-file.js'
import { startRounds } from './rounds.js'
import { settingsInForce } from './settings-in-force.js'
import type { GatewayLimits } from './socket/gateway.js'
import { Gateway } from './socket/gateway.js'
import { createBackups } from './storage/backups.js'
import { createMemoryStorage } from './storage/memory.js'
import { openSqliteStorage } from './storage/sqlite.js'
import { createAuditOutput } from './telemetry/audit-output.js'
import { createHealth } from './telemetry/health.js'
import { createLog } from './telemetry/log.js'
import { systemClock } from './vault/clock.js'
import { createCodeHash } from './vault/code-hash.js'
import { systemRandom } from './vault/random.js'
import type { RootKeys } from './vault/root-keys.js'
import { loadOrCreateRootKeys, loadRootKeys, rootKeysFromText } from './vault/root-keys.js'
import { vapidKeyOf } from './vault/vapid-key.js'
import { createVault } from './vault/vault.js'
import { createWebAuthn } from './webauthn/webauthn.js'

/** Other adapters and limits than the usual ones: for tests, and for embedding. */
export interface Overrides {
  readonly ports?: Partial<Omit<Ports, 'settings'>>
  readonly gateway?: Partial<GatewayLimits>
  readonly room?: Partial<RoomLimits>
  readonly streams?: Partial<StreamLimits>
}

export interface App {
  readonly ports: Ports
  /** What is held open now: pages that wait, and devices' sockets. */
  readonly open: { readonly pages: number; readonly sockets: number }
  /** Loads the keys, listens, and resolves with the public address. Rejects when the port is taken. */
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
const DAY_MS = 86_400_000
/** A change that was written while the last sweep read is seen by the next one. */
const SWEEP_OVERLAP_MS = 2_000

/** A whole server for this configuration, not yet listening. */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const address: { port: number | undefined } = { port: undefined }
  const ports = await openPorts(config, overrides, () => address.port)
  const health = createHealth(ports)
  const room = new WaitingRoom(ports, overrides.room)
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
  let stopRounds = (): Promise<void> => Promise.resolve()
  return {
    ports,
    open,
    async start() {
      await loadKeys(ports)
      await ports.places.refresh()
      const port = await listen(listener, config['listen.host'], config['listen.port'])
      address.port = port
      stopRounds = startRounds(
        [
          { name: 'waiting pages', everyMs: 250, run: () => room.tick() },
          { name: 'sockets', everyMs: 1_000, run: () => gateway.tick() },
          { name: 'sweep', everyMs: 1_000, run: sweeper(ports) },
          { name: 'audit', everyMs: 500, run: seal },
          { name: 'admins who watch', everyMs: 500, run: () => streams.tick(ports.clock.nowMs()) },
          { name: 'outgoing', everyMs: 1_000, run: () => outgoing.tick() },
          { name: 'imports', everyMs: 250, run: () => runImports(ports) },
          { name: 'pushes', everyMs: 250, run: () => pushDue(ports) },
          { name: 'rings', everyMs: 1_000, run: () => writeRings(ports) },
          { name: 'access', everyMs: MINUTE_MS, run: () => purgeAccess(ports) },
          { name: 'places', everyMs: MINUTE_MS, run: () => ports.places.refresh() },
          { name: 'keys', everyMs: HOUR_MS, run: () => rotateKeysIfDue(ports) },
          { name: 'certificate', everyMs: HOUR_MS, run: () => renewTls(listener, tls) },
        ],
        ports.log,
      )
      const url = ports.settings.publicUrl
      ports.log.info('server_started', { url, port, storage: kindOf(config['storage.url']) })
      return { url, port }
    },
    async stop() {
      if (health.draining) return
      health.drain()
      ports.log.info('server_stopping', { pages: room.size, sockets: gateway.size })
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
      await seal()
      await ports.storage.close()
      ports.log.info('server_stopped')
    },
  }
}

/** What commands need: the same ports as the server's, without a server. `close` when done. */
export async function createPorts(
  config: Config,
  overrides: Overrides = {},
  start: { readonly loadKeys: boolean } = { loadKeys: true },
): Promise<{ readonly ports: Ports; close(): Promise<void> }> {
  const ports = await openPorts(config, overrides, () => undefined)
  if (start.loadKeys) await loadKeys(ports)
  return { ports, close: () => ports.storage.close() }
}

/** Makes the key file of a new installation if there is none. Its keys are who the server is: back it up. */
export function createKeyFile(
  config: Config,
): { readonly path: string; readonly created: boolean } | undefined {
  if (config['keys.root'] !== '') return undefined
  const path = config['keys.file']
  const created = !existsSync(path)
  loadOrCreateRootKeys(path)
  return { path, created }
}

async function openPorts(
  config: Config,
  overrides: Overrides,
  listeningPort: () => number | undefined,
): Promise<Ports> {
  const given = overrides.ports ?? {}
  const clock = given.clock ?? systemClock
  const vault = given.vault ?? createVault(rootKeys(config), clock)
  const log = given.log ?? createLog(config['log.level'])
  return {
    clock,
    random: given.random ?? systemRandom,
    log,
    mail: given.mail ?? createMailCourier(),
    hooks: given.hooks ?? createHookCourier({ allowPrivate: config['webhooks.allowPrivate'] }),
    backups:
      given.backups ??
      createBackups({ database: databaseFile(config['storage.url']), folder: config['backup.dir'] }),
    vault,
    codeHash: given.codeHash ?? createCodeHash(vault),
    webAuthn: given.webAuthn ?? createWebAuthn(),
    fabric: given.fabric ?? createMemoryFabric(clock),
    storage: given.storage ?? (await openStorage(config['storage.url'])),
    policies: given.policies ?? policyBook(),
    push: given.push ?? openPush(config),
    rings: given.rings ?? ringBook(),
    places: given.places ?? createPlaceFile(config['places.file'], log),
    settings: flowSettings(config, listeningPort, clock.nowMs()),
  }
}

function flowSettings(
  config: Config,
  listeningPort: () => number | undefined,
  startedAtMs: number,
): FlowSettings {
  return {
    serverName: config.name,
    // Port 0 means any: what it became is known once the server listens.
    get publicUrl() {
      return config.publicUrl.replace(/:0$/, `:${listeningPort() ?? 0}`)
    },
    challengeTtlMs: config['challenge.ttlSeconds'] * 1000,
    redeemWithinMs: REDEEM_WITHIN_SECONDS * 1000,
    symbolsShown: config['challenge.symbolsShown'],
    retentionMs: config['retention.days'] * DAY_MS,
    passkeys: {
      rpId: config['passkeys.rpId'] || new URL(config.publicUrl).hostname,
      admins: config['passkeys.admins'],
    },
    version: serverVersion(),
    startedAtMs,
    inForce: settingsInForce(config),
  }
}

function rootKeys(config: Config): RootKeys {
  if (config['keys.root'] !== '') return rootKeysFromText(config['keys.root'], config['keys.master'])
  return loadRootKeys(config['keys.file'])
}

function openPush(config: Config): PushCourier {
  if (!config['push.enabled']) return noPushCourier
  const { hostname, protocol } = new URL(config.publicUrl)
  return createPushCourier({
    key: vapidKeyOf(rootKeys(config)),
    // A plain address is this machine's own, for trying things out: no push service can use it, and some answer no.
    contact:
      config['push.contact'] || (protocol === 'https:' ? config.publicUrl : `mailto:postmaster@${hostname}`),
    hosts: config['push.hosts'],
    allowPrivate: config['push.allowPrivate'],
  })
}

/** The file of the embedded database; undefined when nothing is kept. */
export function databaseFile(storageUrl: string): string | undefined {
  return storageUrl === 'memory:' ? undefined : storageUrl.slice('sqlite:'.length)
}

function openStorage(url: string): Promise<Storage> {
  if (url === 'memory:') return Promise.resolve(createMemoryStorage())
  return openSqliteStorage({ path: url.slice('sqlite:'.length) })
}

function kindOf(storageUrl: string): string {
  return storageUrl.slice(0, storageUrl.indexOf(':'))
}

/** A sweep that knows when the one before it began. */
function sweeper(ports: Ports): () => Promise<void> {
  let sinceMs = ports.clock.nowMs()
  return async () => {
    const beganMs = ports.clock.nowMs()
    await sweep(ports, sinceMs - SWEEP_OVERLAP_MS)
    sinceMs = beganMs
  }
}

/**
 * Where an app that comes with this server was built; empty when it is not installed. Found by its folder, as Node finds
 * packages: its `exports` are modules for tests, and the built files are none.
 */
export function builtDirectory(app: 'authenticator' | 'console'): string {
  const name = `@countersign/${app}`
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? []
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(folder))
  return found === undefined ? '' : join(found, 'dist')
}

function serverVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const manifest: unknown = JSON.parse(text)
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}
