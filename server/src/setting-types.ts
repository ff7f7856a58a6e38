// The kinds of values a setting can have: how each is read from text, checked, and described to whoever got it wrong.
import { fromBase64Url, isSignableText, TEXT_MAX_BYTES } from '@countersign/protocol'
import { parseRedisUrl } from './fabric/redis-url.js'
import { parseNetwork } from './http/client-address.js'

/** `check` gives the value in its normal form, or undefined when it is not one. */
export interface SettingType<T> {
  readonly expected: string
  /** Reads what an environment variable holds; what cannot be read fails in `check`. */
  fromText(text: string): unknown
  check(value: unknown): T | undefined
}

/** One row of the table in config.ts. */
export interface SettingRow {
  readonly type: SettingType<unknown>
  readonly default: unknown
  readonly sentence: string
  /** What a value puts at risk, said once at start; undefined when it is safe. */
  readonly dangerous: ((value: never) => string | undefined) | undefined
}

export type ValueOfType<S> = S extends SettingType<infer T> ? T : never

/** An origin: https anywhere, http on this computer only. */
export const publicUrl: SettingType<string> = textType(
  'an origin like https://id.example.org, without a path; http only for localhost',
  (text) => {
    const origin = originOf(text)
    if (origin === undefined) return undefined
    return origin.startsWith('https:') || isLoopbackUrl(origin) ? origin : undefined
  },
)
export const shortText: SettingType<string> = textType(
  `text of 1 to ${TEXT_MAX_BYTES.appName} bytes without control characters`,
  (text) => (text !== '' && isSignableText(text, TEXT_MAX_BYTES.appName) ? text : undefined),
)
export const host: SettingType<string> = textType('a host name or an IP address', (text) =>
  /^[\w.:-]{1,255}$/.test(text) ? text : undefined,
)
/** No address: browsers take none for the name of a passkey. */
export const optionalDomain: SettingType<string> = textType('a host name, or nothing', (text) =>
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*)?$/.test(text) &&
  !/^[\d.]+$/.test(text)
    ? text
    : undefined,
)
/** A mail or https address of whoever runs this server. */
export const optionalContact: SettingType<string> = textType(
  'a mailto: or https: address, or nothing',
  (text) => (text === '' || /^(?:mailto:[^@\s]+@[^@\s]+|https:\/\/[^\s]+)$/.test(text) ? text : undefined),
)
/** Where a program beside the server listens; plain http is for this machine and its own network. */
export const optionalHttpUrl: SettingType<string> = textType(
  'a http or https address without credentials, or nothing',
  (text) => (text === '' || isHttpUrl(text) ? text : undefined),
)
export const file: SettingType<string> = textType('a path', (text) => (text === '' ? undefined : text))
export const optionalFile: SettingType<string> = textType('a path, or nothing', (text) => text)
export const optionalKey: SettingType<string> = textType('base64url of 32 bytes, or nothing', (text) =>
  text === '' || fromBase64Url(text)?.length === 32 ? text : undefined,
)
export const storageUrl: SettingType<string> = textType(
  'sqlite:<file>, postgres://user:password@host:port/database (in the password @ : / # ? % as %40 %3A %2F %23 %3F %25), or memory:',
  (text) => (text === 'memory:' || /^sqlite:.+/.test(text) || isPostgresUrl(text) ? text : undefined),
)
/** Whether a database's URL names this machine, so that what goes there crosses no network. */
export function isOnThisMachine(storageUrl: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(storageUrl).hostname)
}
export const fabricUrl: SettingType<string> = textType(
  'redis://host, redis+sentinel://host,host/master or redis+cluster://host,host (rediss… for TLS), or nothing',
  (text) => (text === '' || parseRedisUrl(text) !== undefined ? text : undefined),
)
/** No braces: in a cluster they would put everything into one slot. */
export const keyPrefix: SettingType<string> = textType('at most 64 letters, digits and -._:', (text) =>
  /^[\w.:-]{0,64}$/.test(text) ? text : undefined,
)
export const addressList: SettingType<readonly string[]> = listType(
  'a list of addresses or networks like 10.0.0.0/8',
  (text) => (parseNetwork(text) === undefined ? undefined : text),
)
export const originList: SettingType<readonly string[]> = listType(
  'a list of origins like https://id.example.org',
  originOf,
)

/** A port that is not named is that of https. */
export const pushHostList: SettingType<readonly string[]> = listType(
  'a list of host names like push.example.org, push.example.org:8443 or *.example.org',
  (text) =>
    /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?$/.test(text) ? text : undefined,
)

export function integer(min: number, max: number): SettingType<number> {
  return {
    expected: `an integer from ${min} to ${max}`,
    fromText: (text) => (/^-?\d+$/.test(text) ? Number(text) : text),
    check: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? value
        : undefined,
  }
}

export function oneOf<const T extends string>(allowed: readonly T[]): SettingType<T> {
  return {
    expected: `one of ${allowed.join(', ')}`,
    fromText: (text) => text,
    check: (value) => allowed.find((one) => one === value),
  }
}

export const flag: SettingType<boolean> = {
  expected: 'true or false',
  fromText: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  check: (value) => (typeof value === 'boolean' ? value : undefined),
}

/** Hosts that browsers take for a secure context without TLS. */
export function isLoopbackUrl(url: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(url)
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === ''
}

function textType(expected: string, normalise: (text: string) => string | undefined): SettingType<string> {
  return {
    expected,
    fromText: (text) => text,
    check: (value) => (typeof value === 'string' ? normalise(value) : undefined),
  }
}

/** In the environment a list is written with commas. */
function listType(
  expected: string,
  normalise: (text: string) => string | undefined,
): SettingType<readonly string[]> {
  return {
    expected,
    fromText: (text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    check(value) {
      if (!Array.isArray(value)) return undefined
      const entries = value.map((entry) => (typeof entry === 'string' ? normalise(entry) : undefined))
      return entries.every((entry) => entry !== undefined) ? entries : undefined
    },
  }
}

/** What a driver reads in the query of such a URL would be settings that nobody finds here: TLS, time-outs, a file of keys. */
function isPostgresUrl(text: string): boolean {
  if (!/^postgres(?:ql)?:\/\//.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  // With an @ in the place of the database's name, a password that begins like a port and holds a slash was taken for an address.
  return url.hostname !== '' && /^\/[^/@]+$/.test(url.pathname) && url.search === '' && url.hash === ''
}

/** `https://Example.org/` → `https://example.org`; undefined for anything with a path, a query or credentials. */
function originOf(text: string): string | undefined {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return undefined
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  return url.href === `${url.origin}/` ? url.origin : undefined
}
