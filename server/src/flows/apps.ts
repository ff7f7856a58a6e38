// Web apps and their API keys: added, rotated, and recognised at every request. Who may is decided before: see admin/apps.ts.
import type { AppId } from '@countersign/protocol'
import { equalBytes } from '@countersign/protocol'
import {
  APP_KEY_ID_BYTES,
  APP_KEY_SECRET_BYTES,
  appKeyId,
  appOfKey,
  formatAppKey,
  isAppName,
  isOrigin,
  parseAppKey,
} from '../core/app-key.js'
import { newApp } from '../core/new-app.js'
import type { Actor } from '../core/permissions.js'
import type { Ports } from '../core/ports.js'
import type { App, AppKey } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { record } from './admin/action.js'

const OPERATOR: Actor = { kind: 'operator' }

export interface NewApp {
  readonly name: string
  readonly origins: readonly string[]
  /** `#rrggbb`, or empty. */
  readonly colour?: string | undefined
  /** Not unless it is said. */
  readonly mayEnrol?: boolean | undefined
}

/**
 * Checks name and origins, adds the app with its first key. The key is told here and never again.
 * @param origins exact origins, e.g. `https://app.example.org`; the first is what the phone shows.
 * @param by who does it; the caller saw that they may.
 * Refuses with `text_invalid`, `app_exists`.
 */
export async function addApp(
  ports: Ports,
  { name, origins, colour = '', mayEnrol = false }: NewApp,
  by: Actor = OPERATOR,
): Promise<Result<{ readonly app: App; readonly apiKey: string }>> {
  if (!isAppName(name)) return refused({ reason: 'text_invalid', field: 'appName' })
  if (!origins.every(isOrigin)) return refused({ reason: 'text_invalid', field: 'origin' })
  const looks = newApp(ports.random.id<AppId>(), name, origins, ports.clock.nowMs())
  const app: App = { ...looks, colour, mayEnrol }
  const { key, apiKey } = newKey(ports, app)
  const added = await ports.storage.transaction(async (stores) => {
    if (!(await stores.apps.add(app))) return false
    await stores.apps.addKey(key)
    const facts = { appName: name, origins, keyId: key.id, mayEnrol }
    await record(ports, stores, by, { action: 'app.added', appId: app.id, facts })
    return true
  })
  if (!added) return refused({ reason: 'app_exists' })
  ports.log.info('app_added', { appId: app.id, keyId: key.id })
  return accepted({ app, apiKey })
}

export async function listApps(ports: Ports): Promise<Result<readonly App[]>> {
  return accepted(await ports.storage.read.apps.all())
}

/**
 * Adds a new key, ends the others after the overlap, so that an app can change over without a gap, and forgets those that
 * ended before.
 * @param overlapMs 0 ends the old keys at once. Refuses with `app_unknown`.
 */
export async function rotateAppKey(
  ports: Ports,
  name: string,
  overlapMs: number,
): Promise<Result<RotatedKey>> {
  const app = await ports.storage.read.apps.byName(name)
  if (app === undefined || app.state === 'builtin') return refused({ reason: 'app_unknown' })
  return accepted(await rotateKeyOf(ports, app, overlapMs, OPERATOR))
}

export interface RotatedKey {
  readonly app: App
  readonly apiKey: string
  readonly oldKeysExpireAtMs: number
}

/** The same for an app that was looked up. @param by who does it; the caller saw that they may. */
export async function rotateKeyOf(ports: Ports, app: App, overlapMs: number, by: Actor): Promise<RotatedKey> {
  const nowMs = ports.clock.nowMs()
  const oldKeysExpireAtMs = nowMs + overlapMs
  const { key, apiKey } = newKey(ports, app)
  await ports.storage.transaction(async (stores) => {
    await stores.apps.removeEndedKeys(app.id, nowMs)
    await stores.apps.expireKeys(app.id, oldKeysExpireAtMs)
    await stores.apps.addKey(key)
    const facts = { appName: app.name, keyId: key.id, oldKeysExpireAtMs }
    await record(ports, stores, by, { action: 'app.key_rotated', appId: app.id, facts })
  })
  ports.log.info('app_key_rotated', { appId: app.id, keyId: key.id })
  return { app, apiKey, oldKeysExpireAtMs }
}

/**
 * Reads the key, finds it, compares the secret in constant time, checks its end. A key that nobody has costs the same.
 * @param apiKey `cs_<keyId>_<secret>`. Refuses with `app_key_wrong`.
 */
export async function authenticateApp(ports: Ports, apiKey: string): Promise<Result<App>> {
  const parsed = parseAppKey(apiKey)
  if (parsed === undefined) return refused({ reason: 'app_key_wrong' })
  const found = await ports.storage.read.apps.key(parsed.keyId)
  const hash = ports.vault.keyedHash('app-key', parsed.secret)
  const fits = equalBytes(hash, found?.key.secretHash ?? NO_HASH)
  const app = appOfKey(found, fits, ports.clock.nowMs())
  return app === undefined ? refused({ reason: 'app_key_wrong' }) : accepted(app)
}

/** Compared with when there is no key; `appOfKey` refuses without a row whatever comes out. */
const NO_HASH = new Uint8Array(32)

function newKey(ports: Ports, app: App): { readonly key: AppKey; readonly apiKey: string } {
  const id = appKeyId(ports.random.bytes(APP_KEY_ID_BYTES))
  const secret = ports.random.bytes(APP_KEY_SECRET_BYTES)
  const key: AppKey = {
    id,
    appId: app.id,
    secretHash: ports.vault.keyedHash('app-key', secret),
    createdAtMs: ports.clock.nowMs(),
    expiresAtMs: undefined,
  }
  return { key, apiKey: formatAppKey(id, secret) }
}
