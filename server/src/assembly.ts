// The adapters that flows are given, by a configuration: the one file that knows them all. Commands need no more of a server.
import { existsSync, readFileSync } from 'node:fs'
import { REDEEM_WITHIN_SECONDS } from '@countersign/protocol'
import type { Engine } from '@countersign/protocol/admin'
import type { Config } from './config.js'
import type { Clock, Fabric, FlowSettings, Log, Ports, Storage, Vault } from './core/ports.js'
import type { PushCourier } from './core/ports-push.js'
import { noMetrics, noTracer } from './core/ports-telemetry.js'
import { createMemoryFabric } from './fabric/memory.js'
import { parseRedisUrl } from './fabric/redis-url.js'
import { loadKeys } from './flows/keep-keys.js'
import { policyBook } from './flows/policy-book.js'
import { ringBook } from './flows/push/ring-book.js'
import { serverVersion } from './installed.js'
import { createMailCourier } from './outgoing/mail.js'
import { createPushCourier, noPushCourier } from './outgoing/push.js'
import { createHookCourier } from './outgoing/webhook.js'
import { createPlaceFile } from './places/place-file.js'
import { isOnThisMachine } from './setting-types.js'
import { settingsInForce } from './settings-in-force.js'
import type { BackupSettings } from './storage/backups.js'
import { createBackups } from './storage/backups.js'
import type { Company } from './storage/claim-file.js'
import { claimFile } from './storage/claim-file.js'
import { copyDatabase } from './storage/copy-database.js'
import { createMemoryStorage } from './storage/memory.js'
import { allMigrations } from './storage/migrations/all.js'
import type { PostgresSettings } from './storage/postgres.js'
import type { PostgresPlace } from './storage/postgres-link.js'
import { openSqliteStorage } from './storage/sqlite.js'
import { migrateSqlite } from './storage/sqlite-migrate.js'
import { createLog } from './telemetry/log.js'
import { systemClock } from './vault/clock.js'
import { createCodeHash } from './vault/code-hash.js'
import { systemRandom } from './vault/random.js'
import type { RootKeys } from './vault/root-keys.js'
import { loadOrCreateRootKeys, loadRootKeys, rootKeysFromText } from './vault/root-keys.js'
import { vapidKeyOf } from './vault/vapid-key.js'
import { createVault } from './vault/vault.js'
import { createWebAuthn } from './webauthn/webauthn.js'

/** Other adapters than the usual ones: for tests, and for embedding. */
export interface PortOverrides {
  readonly ports?: Partial<Omit<Ports, 'settings'>>
}

const DAY_MS = 86_400_000
const PATIENT_SECONDS = 3_600

/** What commands need: the same ports as the server's, without a server. `close` when done. */
export async function createPorts(
  config: Config,
  overrides: PortOverrides = {},
  start: { readonly loadKeys: boolean } = { loadKeys: true },
): Promise<{ readonly ports: Ports; close(): Promise<void> }> {
  const ports = await openPorts(config, overrides, () => undefined)
  if (start.loadKeys) await loadKeys(ports)
  return {
    ports,
    async close() {
      await ports.fabric.close()
      await ports.storage.close()
    },
  }
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

/** Everything a flow is given, by this configuration. `listeningPort`: what port 0 became, once it is known. */
export async function openPorts(
  config: Config,
  overrides: PortOverrides,
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
    backups: given.backups ?? createBackups({ copy: copyOf(config), folder: config['backup.dir'] }),
    vault,
    codeHash: given.codeHash ?? createCodeHash(vault),
    webAuthn: given.webAuthn ?? createWebAuthn(),
    storage: given.storage ?? (await openStorage(config)),
    // Last of what is opened: nobody closes it when another cannot be.
    fabric: given.fabric ?? (await openFabric(config, { clock, log, vault })),
    policies: given.policies ?? policyBook(),
    push: given.push ?? openPush(config),
    rings: given.rings ?? ringBook(),
    places: given.places ?? createPlaceFile(config['places.file'], log),
    metrics: given.metrics ?? noMetrics,
    tracer: given.tracer ?? noTracer,
    requestId: '',
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
    engine: engineOf(config['storage.url']),
    joined: config['fabric.url'] !== '',
    inForce: settingsInForce(config),
  }
}

function rootKeys(config: Config): RootKeys {
  if (config['keys.root'] !== '') return rootKeysFromText(config['keys.root'], config['keys.master'])
  return loadRootKeys(config['keys.file'])
}

/** What this node shares with the others, if there are any. The driver is loaded only where it is needed. */
async function openFabric(
  config: Config,
  { clock, log, vault }: { readonly clock: Clock; readonly log: Log; readonly vault: Vault },
): Promise<Fabric> {
  const address = parseRedisUrl(config['fabric.url'])
  if (address === undefined) return createMemoryFabric(clock)
  const { createRedisFabric } = await import('./fabric/redis.js')
  const keyOf = (purpose: string): Uint8Array => vault.keyedHash('fabric', new TextEncoder().encode(purpose))
  return createRedisFabric({ address, prefix: config['fabric.prefix'], keyOf, clock, log })
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

/** The file of the embedded database; undefined when nothing is kept, or kept in PostgreSQL. */
export function databaseFile(storageUrl: string): string | undefined {
  return kindOf(storageUrl) === 'sqlite' ? storageUrl.slice('sqlite:'.length) : undefined
}

/** For work on a whole database that nobody serves meanwhile: a transaction may take as long as every row needs. */
export function openPatiently(config: Config): Promise<Storage> {
  return openStorage(
    { ...config, 'storage.statementTimeoutSeconds': PATIENT_SECONDS },
    PATIENT_SECONDS * 1000,
  )
}

async function openStorage(config: Config, workMaxMs?: number): Promise<Storage> {
  const url = config['storage.url']
  if (url === 'memory:') return createMemoryStorage()
  const migrate = config['storage.migrate']
  const path = databaseFile(url)
  const patience = workMaxMs === undefined ? {} : { workMaxMs }
  if (path !== undefined) return openSqliteStorage({ path, migrate, ...patience })
  // As in openFabric: a driver is loaded only where it is needed.
  const { openPostgresStorage } = await import('./storage/postgres.js')
  return openPostgresStorage({ ...postgresSettings(config), migrate, ...patience })
}

/** Brings the database to the schema of this program, and resolves with the names of what ran; with `dryRun`, of what would. */
export async function migrateStorage(
  config: Config,
  options: { readonly dryRun: boolean },
): Promise<readonly string[]> {
  const url = config['storage.url']
  if (url === 'memory:') return []
  const path = databaseFile(url)
  if (path !== undefined) return migrateSqlite(path, allMigrations, options)
  const { migratePostgresStorage } = await import('./storage/postgres.js')
  return migratePostgresStorage(postgresSettings(config), options)
}

function postgresSettings(config: Config): PostgresSettings {
  return {
    ...postgresPlace(config),
    poolSize: config['storage.poolSize'],
    statementTimeoutSeconds: config['storage.statementTimeoutSeconds'],
  }
}

/** Where the PostgreSQL of these settings is, and how its server is known. */
export function postgresPlace(config: Config): PostgresPlace {
  const url = config['storage.url']
  const caFile = config['storage.tlsCaFile']
  const isPlain = config['storage.tls'] === 'off' || (isOnThisMachine(url) && caFile === '')
  return { url, tls: isPlain ? undefined : caFile === '' ? {} : { ca: certificatesIn(caFile) } }
}

/** A file without a certificate would do no harm, but look like PostgreSQL's fault. */
function certificatesIn(file: string): string {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  } catch (cause) {
    throw new Error('storage.tlsCaFile cannot be read', { cause })
  }
  throw new Error(`storage.tlsCaFile: there is no certificate in ${file}`)
}

/** A copy of the whole database in one file, made while servers go on. */
function copyOf(config: Config): BackupSettings['copy'] {
  const url = config['storage.url']
  const file = databaseFile(url)
  if (file !== undefined) return (to) => copyDatabase(file, to)
  if (url === 'memory:') return undefined
  return async (to) => {
    const { copySnapshot } = await import('./storage/copy-snapshot.js')
    return copySnapshot(postgresPlace(config), to)
  }
}

/** Whether other servers may serve the same database: only where a fabric joins them. */
export function companyOf(config: Config, overrides: PortOverrides): Company {
  return config['fabric.url'] === '' && overrides.ports?.fabric === undefined ? 'alone' : 'joined'
}

/** For as long as this server serves, until the returned function is called. Rejects when another one is in the way. */
export async function claimStorage(config: Config, company: Company, log: Log): Promise<() => Promise<void>> {
  const url = config['storage.url']
  const file = databaseFile(url)
  if (url === 'memory:') return () => Promise.resolve()
  if (file !== undefined) {
    const end = claimFile(file, company)
    return async () => end()
  }
  const { claimPostgres } = await import('./storage/claim-postgres.js')
  return claimPostgres(postgresPlace(config), company, () =>
    log.error('storage_shared', { next: 'stop this server or the other, or give both the same fabric.url' }),
  )
}

function engineOf(storageUrl: string): Engine {
  if (databaseFile(storageUrl) !== undefined) return 'sqlite'
  return storageUrl === 'memory:' ? 'memory' : 'postgres'
}

export function kindOf(storageUrl: string): string {
  return storageUrl.slice(0, storageUrl.indexOf(':'))
}
