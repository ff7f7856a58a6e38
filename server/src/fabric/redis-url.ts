// Which Redis `fabric.url` names: one server, the master that Sentinels watch, or a Cluster.

/** What is needed to connect. `tls`: certificates are checked against the system's authorities, or those of NODE_EXTRA_CA_CERTS. */
export type RedisAddress = RedisAccess &
  (
    | { readonly kind: 'single'; readonly hosts: readonly [RedisHost]; readonly database: number }
    | {
        readonly kind: 'sentinel'
        /** The Sentinels. User and password are those of the Redis servers; Sentinels are asked without. */
        readonly hosts: readonly RedisHost[]
        readonly master: string
        readonly database: number
      }
    | { readonly kind: 'cluster'; readonly hosts: readonly RedisHost[] }
  )

export interface RedisHost {
  readonly host: string
  readonly port: number
}

interface RedisAccess {
  readonly tls: boolean
  readonly username: string | undefined
  readonly password: string | undefined
}

const DEFAULT_PORT = { single: 6379, sentinel: 26_379, cluster: 6379 }
/** More than anybody lists: the rest of them is found by asking the first that answers. */
const HOSTS_MAX = 64
/** `CONFIG GET databases` is 16 unless somebody raised it. */
const DATABASE_MAX = 65_535

/** `redis(s)://`, `redis(s)+sentinel://` or `redis(s)+cluster://`; undefined for anything else. Never throws. */
export function parseRedisUrl(text: string): RedisAddress | undefined {
  const found =
    /^redis(?<tls>s?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^@/?#]+)(?:\/(?<path>[^?#]*))?$/.exec(
      text,
    )?.groups
  if (found === undefined) return undefined
  const kind = found['kind'] === 'sentinel' ? 'sentinel' : found['kind'] === 'cluster' ? 'cluster' : 'single'
  const username = decoded(found['user'])
  const password = decoded(found['password'])
  if (username === BAD || password === BAD) return undefined
  const hosts = hostsOf(found['hosts'] ?? '', DEFAULT_PORT[kind])
  const path = (found['path'] ?? '').split('/').filter((part) => part !== '')
  if (hosts === undefined) return undefined
  const access = { tls: found['tls'] === 's', username, password }
  if (kind === 'cluster') return path.length === 0 ? { ...access, kind, hosts } : undefined
  const master = kind === 'sentinel' ? path.shift() : undefined
  const database = databaseOf(path)
  if (database === undefined) return undefined
  if (kind === 'sentinel')
    return master === undefined ? undefined : { ...access, kind, hosts, master, database }
  const [host, ...others] = hosts
  return host === undefined || others.length > 0 ? undefined : { ...access, kind, hosts: [host], database }
}

/** Not percent-encoded as a URL asks for. */
const BAD: unique symbol = Symbol('not decodable')

function decoded(text: string | undefined): string | undefined | typeof BAD {
  if (text === undefined || text === '') return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return BAD
  }
}

function hostsOf(text: string, defaultPort: number): readonly RedisHost[] | undefined {
  const hosts = text.split(',').map((each) => hostOf(each, defaultPort))
  const known = hosts.filter((host) => host !== undefined)
  return known.length === hosts.length && known.length <= HOSTS_MAX ? known : undefined
}

/** `redis.example.org`, `10.0.0.1:6380`, `[::1]:6379`. */
function hostOf(text: string, defaultPort: number): RedisHost | undefined {
  const found = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<name>[\w.-]{1,253}))(?::(?<port>[0-9]{1,5}))?$/.exec(
    text,
  )?.groups
  const host = found?.['v6'] ?? found?.['name']
  const port = Number(found?.['port'] ?? defaultPort)
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port }
}

function databaseOf(path: readonly string[]): number | undefined {
  if (path.length === 0) return 0
  const [text = '', ...more] = path
  const database = /^[0-9]{1,5}$/.test(text) ? Number(text) : undefined
  return more.length > 0 || database === undefined || database > DATABASE_MAX ? undefined : database
}
