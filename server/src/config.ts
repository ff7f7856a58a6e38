// Every setting once: its path, type, default, environment name, sentence and danger; read from a file, then the environment.
import { readFileSync } from 'node:fs'
import { withSettingFiles } from './setting-files.js'
import * as shape from './setting-types.js'
import { settingsOfWatching } from './settings-of-watching.js'
import { storageSettings } from './storage-settings.js'

/**
 * The table. The environment name of `storage.url` is `COUNTERSIGN_STORAGE_URL`; in `countersign.json` a path is nested
 * (`{ "storage": { "url": "…" } }`). docs/reference/configuration is generated from these rows.
 */
export const settings = {
  publicUrl: {
    type: shape.publicUrl,
    default: 'http://localhost:8420',
    sentence:
      'The address that phones and browsers use, without a path. Plain http works on this computer only: browsers give pages on other plain addresses no camera, no keys and no service worker.',
    dangerous: undefined,
  },
  name: {
    type: shape.shortText,
    default: 'Countersign',
    sentence: 'What people read on the phone as the name of this server, at most 64 bytes.',
    dangerous: undefined,
  },
  'listen.host': {
    type: shape.host,
    default: '127.0.0.1',
    sentence: 'The interface to listen on; 0.0.0.0 or :: for all of them.',
    dangerous: undefined,
  },
  'listen.port': {
    type: shape.integer(0, 65_535),
    default: 8420,
    sentence: 'The port to listen on. 0 takes any free one; a publicUrl with port 0 then gets the same.',
    dangerous: undefined,
  },
  'tls.certFile': {
    type: shape.optionalFile,
    default: '',
    sentence: 'Certificate chain in PEM. With tls.keyFile the server speaks https itself.',
    dangerous: undefined,
  },
  'tls.keyFile': {
    type: shape.optionalFile,
    default: '',
    sentence: 'Private key of the certificate in PEM.',
    dangerous: undefined,
  },
  proxies: {
    type: shape.addressList,
    default: [],
    sentence:
      'Addresses or networks (10.0.0.0/8) of the reverse proxies in front. Only their X-Forwarded-For is believed.',
    dangerous: (value: readonly string[]) =>
      value.some((range) => range.endsWith('/0'))
        ? 'every client may claim any address: limits per address no longer hold'
        : undefined,
  },
  ...storageSettings,
  'fabric.url': {
    type: shape.fabricUrl,
    default: '',
    sentence:
      'Where the nodes of this server find each other’s phones and pages: redis://user:password@host:port/database, redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port; rediss… with TLS. Empty: this is the only node. Redis 7 or later. Logins go on without it, slower.',
    dangerous: (value: string) =>
      // Also by Sentinels and in a Cluster.
      /^redis(?:\+\w+)?:\/\/[^/]*:[^/]+@/.test(value) &&
      !/@(?:localhost|127\.0\.0\.1|\[::1\])(?::|\/|$)/.test(value)
        ? 'the password of Redis crosses the network in clear: use rediss://'
        : undefined,
  },
  'fabric.prefix': {
    type: shape.keyPrefix,
    default: 'countersign:',
    sentence:
      'What the keys and channels in Redis begin with; its own for each server that shares one Redis.',
    dangerous: undefined,
  },
  'keys.file': {
    type: shape.file,
    default: './data/keys.json',
    sentence:
      'The file of the server’s root and master key; made by `countersign init`, never in the database. Back it up apart from it.',
    dangerous: undefined,
  },
  'keys.root': {
    type: shape.optionalKey,
    default: '',
    sentence: 'The root key’s seed, base64url of 32 bytes, instead of keys.file. Give it by the environment.',
    dangerous: undefined,
  },
  'keys.master': {
    type: shape.optionalKey,
    default: '',
    sentence: 'The master key, base64url of 32 bytes, instead of keys.file. Give it by the environment.',
    dangerous: undefined,
  },
  'socket.allowedOrigins': {
    type: shape.originList,
    default: [],
    sentence:
      'Origins besides publicUrl whose authenticator may connect, e.g. that of another Countersign server.',
    dangerous: undefined,
  },
  'challenge.ttlSeconds': {
    type: shape.integer(20, 600),
    default: 90,
    sentence: 'How long a request can be answered. NIST SP 800-63B-4 §3.1.3.2 allows at most 600 seconds.',
    dangerous: (value: number) =>
      value > 300 ? 'each second more is one more for an attacker; 90 suffices for a person' : undefined,
  },
  'challenge.symbolsShown': {
    type: shape.integer(4, 12),
    default: 6,
    sentence: 'Access passes on the phone’s grid: a blind tap hits one in this many.',
    dangerous: (value: number) =>
      value < 6 ? `a blind tap succeeds one time in ${value}; a wrong pick is final all the same` : undefined,
  },
  'places.file': {
    type: shape.optionalFile,
    default: '',
    sentence:
      'A MaxMind DB file (GeoLite2 City or Country, or one you bought) that says where addresses are; empty: phones show addresses only. Not shipped: its license is between you and MaxMind. A file that is replaced is read within a minute.',
    dangerous: undefined,
  },
  'passkeys.rpId': {
    type: shape.optionalDomain,
    default: '',
    sentence:
      'The name that passkeys are made for: the host of publicUrl, or a domain above it, e.g. example.org for auth.example.org. Empty: the host of publicUrl. Changing it makes every passkey worthless.',
    dangerous: undefined,
  },
  'passkeys.admins': {
    type: shape.oneOf(['offered', 'required']),
    default: 'offered',
    sentence:
      'required: nothing but a passkey lets anybody into the console. Each admin adds one at /me first, by phone.',
    dangerous: undefined,
  },
  'drain.seconds': {
    type: shape.integer(0, 300),
    default: 0,
    sentence:
      'How long a server that was told to stop goes on serving while /readyz says 503, so that load balancers and phones turn to other servers first: with more than one, at least twice the time a balancer needs to notice, e.g. 10, and a second for each 500 phones it holds. 0: it stops at once.',
    dangerous: undefined,
  },
  'retention.days': {
    type: shape.integer(1, 3_650),
    default: 30,
    sentence: 'How long finished requests and expired pairing links are kept.',
    dangerous: undefined,
  },
  ...settingsOfWatching,
  'push.enabled': {
    type: shape.flag,
    default: true,
    sentence:
      'Wakes phones whose app is closed, by the push service of their browser (Google, Mozilla, Apple, Microsoft). What it sends says nothing about anybody.',
    dangerous: undefined,
  },
  'push.hosts': {
    type: shape.pushHostList,
    default: [],
    sentence:
      'Push services besides those of the browsers, e.g. one of your own: push.example.org, push.example.org:8443 or *.example.org.',
    dangerous: (value: readonly string[]) =>
      value.some((host) => /^\*\.[^.]+$/.test(host))
        ? 'whoever has a phone here can make this server call any name below it'
        : undefined,
  },
  'push.allowPrivate': {
    type: shape.flag,
    default: false,
    sentence:
      'Lets the hosts of push.hosts be in private networks, and on this machine speak plain http. Redirects are never followed.',
    dangerous: undefined,
  },
  'push.contact': {
    type: shape.optionalContact,
    default: '',
    sentence:
      'How the operators of push services reach you (RFC 8292): mailto:admin@example.org, or a https address. Empty: publicUrl. Apple refuses addresses that do not exist.',
    dangerous: undefined,
  },
  'webhooks.allowPrivate': {
    type: shape.flag,
    default: false,
    sentence:
      'Lets webhooks go to addresses of private networks, and by plain http to this machine. Redirects are never followed.',
    dangerous: (value: boolean) =>
      value ? 'whoever may add a webhook can make this server call machines behind it' : undefined,
  },
  'backup.dir': {
    type: shape.optionalFile,
    default: '',
    sentence:
      'The folder for backups made from the console and the API. Empty: only `countersign backup FILE` makes any.',
    dangerous: undefined,
  },
  'authenticator.dir': {
    type: shape.optionalFile,
    default: '',
    sentence:
      'Directory of the built authenticator served at /authenticator/. Empty: the one that comes with this server.',
    dangerous: undefined,
  },
  'console.dir': {
    type: shape.optionalFile,
    default: '',
    sentence:
      'Directory of the built console, with the pages served at /console/, /me/ and /invite/. Empty: the one that comes with this server.',
    dangerous: undefined,
  },
} as const satisfies Record<string, shape.SettingRow>

export type SettingPath = keyof typeof settings
/** All settings by path, checked: `config['storage.url']`. */
export type Config = {
  readonly [P in SettingPath]: shape.ValueOfType<(typeof settings)[P]['type']>
}

/** One fault of a configuration: the path of the setting, where it came from, and what was expected. */
export interface ConfigFault {
  readonly path: string
  readonly source: string
  readonly expected: string
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] }

/** Names the file; the one variable that is not a setting. */
const FILE_VARIABLE = 'COUNTERSIGN_CONFIG'

/** `storage.url` → `COUNTERSIGN_STORAGE_URL`, `publicUrl` → `COUNTERSIGN_PUBLIC_URL`. */
export function environmentName(path: string): string {
  return `COUNTERSIGN_${path
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`
}

/**
 * Reads the configuration: defaults, then the JSON file, then the environment. All faults are reported together.
 *
 * The file is the one that COUNTERSIGN_CONFIG names (it must exist then), else `countersign.json` in `directory` if it is there.
 * A variable with `_FILE` at its end names a file that holds the value.
 */
export function loadConfig(
  given: Readonly<Record<string, string | undefined>>,
  directory = '.',
): ConfigResult {
  const paths = Object.keys(settings)
  const { environment, faults } = withSettingFiles(given, paths.map(environmentName))
  const read = readConfig(environment, directory)
  if (faults.length === 0) return read
  const here = faults.map(({ variable, expected }) => ({
    path: variable,
    source: 'the environment',
    expected,
  }))
  return { ok: false, faults: read.ok ? here : [...here, ...read.faults] }
}

function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
): ConfigResult {
  const named = environment[FILE_VARIABLE]
  const file = named || `${directory}/countersign.json`
  let text: string | undefined
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (named || !isMissing(error)) return fault(file, file, 'a readable file')
  }
  if (text === undefined) return resolveConfig({}, environment)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return fault(file, file, 'a JSON document')
  }
  if (!isRecord(json)) return fault(file, file, 'a JSON object')
  return resolveConfig(flatten(json), environment, file)
}

/** Checks values given by path (`{ 'listen.port': 0 }`) and environment variables; the environment wins. For tests and embedding. */
export function resolveConfig(
  given: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>> = {},
  source = 'the given values',
): ConfigResult {
  const faults: ConfigFault[] = []
  const values: Record<string, unknown> = {}
  const warnings: string[] = []

  for (const path of Object.keys(given))
    if (!Object.hasOwn(settings, path)) faults.push({ path, source, expected: 'a setting that exists' })
  const names = new Set(Object.keys(settings).map(environmentName))
  for (const name of Object.keys(environment))
    if (name.startsWith('COUNTERSIGN_') && name !== FILE_VARIABLE && !names.has(name))
      faults.push({ path: name, source: 'the environment', expected: 'a setting that exists' })

  for (const [path, row] of Object.entries(settings) as [SettingPath, shape.SettingRow][]) {
    const name = environmentName(path)
    const fromEnvironment = environment[name]
    const raw =
      fromEnvironment !== undefined
        ? row.type.fromText(fromEnvironment)
        : Object.hasOwn(given, path)
          ? given[path]
          : row.default
    const value = row.type.check(raw)
    if (value === undefined) {
      const where = fromEnvironment === undefined ? source : name
      faults.push({ path, source: where, expected: row.type.expected })
      continue
    }
    values[path] = value
    const danger = row.dangerous?.(value as never)
    if (danger !== undefined) warnings.push(`${path}: ${danger}`)
  }
  if (faults.length > 0) return { ok: false, faults }
  // Sound: every path of the table was checked by its own type in the loop above.
  const config = values as unknown as Config
  const joint = faultsBetween(config, source)
  return joint.length > 0 ? { ok: false, faults: joint } : { ok: true, config, warnings }
}

/** What no single setting can tell. */
function faultsBetween(config: Config, source: string): readonly ConfigFault[] {
  const faults: ConfigFault[] = []
  if ((config['tls.certFile'] === '') !== (config['tls.keyFile'] === ''))
    faults.push({ path: 'tls', source, expected: 'both certFile and keyFile, or neither' })
  if ((config['keys.root'] === '') !== (config['keys.master'] === ''))
    faults.push({ path: 'keys', source, expected: 'both root and master, or neither' })
  if (config['tls.certFile'] !== '' && !config.publicUrl.startsWith('https:'))
    faults.push({ path: 'publicUrl', source, expected: 'an https address, since tls.certFile is set' })
  const { hostname } = new URL(config.publicUrl)
  const rpId = config['passkeys.rpId']
  if (rpId !== '' && hostname !== rpId && !hostname.endsWith(`.${rpId}`))
    faults.push({ path: 'passkeys.rpId', source, expected: 'the host of publicUrl, or a domain above it' })
  return faults
}

/** `{ storage: { url } }` → `{ 'storage.url': url }`. */
function flatten(nested: Readonly<Record<string, unknown>>, prefix = ''): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(nested)) {
    if (isRecord(value)) Object.assign(out, flatten(value, `${prefix}${key}.`))
    else out[prefix + key] = value
  }
  return out
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function fault(path: string, source: string, expected: string): ConfigResult {
  return { ok: false, faults: [{ path, source, expected }] }
}
