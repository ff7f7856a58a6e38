// The settings of the express plugin, checked once at start: a wrong one stops the app before anyone can log in.
import type { WaiverCause } from '@countersign/protocol'
import { fromBase64Url, isId, TEXT_MAX_BYTES, toSignableText } from '@countersign/protocol'
import type { PluginRequest } from './http.js'
import type { Language, OtherWay } from './page.js'
import { preferredLanguage } from './page.js'

/** Who passed the first factor, from the app's own session. */
export interface Subject {
  /** Their user ID at the Countersign server. */
  readonly userId: string
  /** The account noted when the ID was linked, if the app keeps it (it should). */
  readonly accountId?: string | undefined
  /** Thumbprints noted when the ID was linked. Undefined: any device of the account. Empty: none. */
  readonly pinnedDevices?: readonly string[] | undefined
  /**
   * The same of passkeys: `passkeyThumbprint` of an earlier login. Undefined: any of the account, or none while `pinnedDevices` is set.
   */
  readonly pinnedPasskeys?: readonly string[] | undefined
  /** True while this person is proving that `userId` is theirs: `onLinked` is called, not `onApproved`. */
  readonly linking?: boolean | undefined
}

/** What was proven. */
export interface Approved {
  readonly userId: string
  readonly accountId: string
  /** Of the device that signed; keep it to pin the device. Undefined: a typed code, which no device signed. */
  readonly deviceThumbprint?: string | undefined
  /** Of the passkey that signed; keep it to pin the passkey. */
  readonly passkeyThumbprint?: string | undefined
  readonly amr: readonly string[]
  readonly acr: string
}

/** What was proven by a phone: linking takes nothing less. */
export interface Linked extends Approved {
  readonly deviceThumbprint: string
}

/** A login that the server's policies let go on without a phone. */
export interface Waived {
  readonly userId: string
  readonly accountId: string
  readonly because: WaiverCause
  /** Names it in the server's audit. */
  readonly waiverId: string
}

export interface CountersignOptions<Req extends PluginRequest> {
  /** Where this app reaches the Countersign server. */
  readonly serverUrl: string
  /** Where browsers reach it, if that differs. */
  readonly publicServerUrl?: string
  /** The pinned server id, as `countersign init` prints it. */
  readonly serverId: string
  /** As `countersign app add` prints it. From the environment, never from the code. */
  readonly apiKey: string
  readonly appId: string
  /** The name under which the app was added; if given, it must be the one the phone showed. */
  readonly appName?: string
  /** The app's own public origin, e.g. `https://shop.example.org`; the first one given to `countersign app add`, since the phone shows that. */
  readonly origin: string
  /** Who passed the first factor in this browser; undefined for nobody. Never from a form, a cookie or an address. */
  readonly subject: (req: Req) => Subject | undefined | Promise<Subject | undefined>
  /** Called before the login counts. A throw means: not logged in. */
  readonly onApproved?: (req: Req, approved: Approved) => Promise<void> | void
  /**
   * Lets people in without a phone where the server's policies say so. Default false: a phone is asked for every login. Then the
   * server's word is enough, and so is the address you tell it: see `address`. Never for a subject with `pinnedDevices`.
   */
  readonly acceptWaivers?: boolean
  /** Called instead of `onApproved` when the login was waived. A throw means: not logged in. */
  readonly onWaived?: (req: Req, waived: Waived) => Promise<void> | void
  /** Called instead of `onApproved` when the subject was linking: store what was proven. */
  readonly onLinked?: (req: Req, linked: Linked) => Promise<void> | void
  /**
   * Whether a typed code (authenticator app, backup code, help desk) lets in where the server's policies allow it. Default true; the
   * server's word is enough then, so never for a subject with `pinnedDevices` or `linking`.
   */
  readonly acceptCodes?: boolean
  /**
   * Whether a passkey lets in where the server's policies allow it. Default true. Of a subject with `pinnedDevices` only one of its
   * `pinnedPasskeys`; never while `linking`.
   */
  readonly acceptPasskeys?: boolean
  /** The name that the server's passkeys are made for (its setting `passkeys.rpId`). Default: the host of `publicServerUrl`. */
  readonly passkeyRpId?: string
  /**
   * Whether somebody without a second factor is led to the server's set-up page where its policies want that. Default true; never for
   * a subject with `pinnedDevices` or `linking`. "Later" is a waiver, and offered with `acceptWaivers` only.
   */
  readonly setUpAtLogin?: boolean
  /** Path of the app after success. Default `/`. */
  readonly afterLogin?: string
  /** Path of the app where the first factor is asked. Default `/login`. */
  readonly loginAt?: string
  /** Where the routes are mounted. Default `/countersign`. */
  readonly path?: string
  /**
   * The browser's address. Default `req.ip`, which follows express' `trust proxy`: trust your own proxies and no others, since
   * with `acceptWaivers` whoever can choose the address chooses the policy.
   */
  readonly address?: (req: Req) => string | undefined
  /** Language of the waiting page. Default: what the browser prefers of English and German. */
  readonly language?: (req: Req) => Language
  /** Links under the access pass, for a person without their phone. */
  readonly otherWays?: readonly OtherWay[]
  /** Told what happened, for the app's log. Holds no secret. */
  readonly log?: (event: string, fields: Readonly<Record<string, unknown>>) => void
  /** As in `ClientOptions`. */
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
}

/** The options with every default in place. */
export type Settings<Req extends PluginRequest> = CountersignOptions<Req> &
  Required<
    Pick<
      CountersignOptions<Req>,
      | 'publicServerUrl'
      | 'afterLogin'
      | 'loginAt'
      | 'path'
      | 'address'
      | 'language'
      | 'otherWays'
      | 'acceptWaivers'
      | 'acceptCodes'
      | 'acceptPasskeys'
      | 'passkeyRpId'
      | 'setUpAtLogin'
      | 'log'
    >
  >

/** Throws TypeError naming every fault at once. */
export function settle<Req extends PluginRequest>(options: CountersignOptions<Req>): Settings<Req> {
  const settings: Settings<Req> = {
    ...options,
    publicServerUrl: (options.publicServerUrl ?? options.serverUrl).replace(/\/+$/, ''),
    afterLogin: options.afterLogin ?? '/',
    loginAt: options.loginAt ?? '/login',
    path: options.path ?? '/countersign',
    address: options.address ?? ((req) => req.ip ?? req.socket.remoteAddress),
    language: options.language ?? ((req) => preferredLanguage(req.headers['accept-language'])),
    otherWays: options.otherWays ?? [],
    // Closed unless it is said aloud: a setting that came as text from an environment is not.
    acceptWaivers: options.acceptWaivers === true,
    acceptCodes: isOn(options.acceptCodes),
    acceptPasskeys: isOn(options.acceptPasskeys),
    passkeyRpId: options.passkeyRpId ?? hostOf(options.publicServerUrl ?? options.serverUrl),
    setUpAtLogin: isOn(options.setUpAtLogin),
    log: options.log ?? (() => undefined),
  }
  const faults = [
    !isHttpUrl(settings.serverUrl) && 'serverUrl: an http or https URL expected',
    !isHttpUrl(settings.publicServerUrl) && 'publicServerUrl: an http or https URL expected',
    fromBase64Url(settings.serverId)?.length !== 32 && 'serverId: base64url of 32 bytes expected',
    !isId(settings.appId) && 'appId: a UUID in lower case expected',
    !isOrigin(settings.origin) && 'origin: scheme, host and port expected, without a path',
    !isLocalPath(settings.path) &&
      'path: a path that begins with one slash and does not end with one expected',
    !isLocalTarget(settings.afterLogin) && 'afterLogin: a path of this app expected',
    !isLocalTarget(settings.loginAt) && 'loginAt: a path of this app expected',
  ].filter((fault) => fault !== false)
  if (faults.length > 0) throw new TypeError(`countersign: ${faults.join('; ')}`)
  return settings
}

/** An IPv4 address as IPv4, also where the socket speaks IPv6 (RFC 4291 §2.5.5.2); fit to be signed. */
export function addressWords(address: string | undefined): string {
  return toSignableText((address ?? '').replace(/^::ffff:(?=[\d.]+$)/i, ''), TEXT_MAX_BYTES.address)
}

/** On unless it is turned off; what is neither true nor false, such as text from an environment, is off. */
function isOn(setting: boolean | undefined): boolean {
  return setting === undefined || setting === true
}

/** Empty for what is no address, which is told as a fault of its own. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : ''
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function isOrigin(text: string): boolean {
  return isHttpUrl(text) && new URL(text).origin === text
}

/** A path of this app: `//host` and `/\host` would be another site's (CWE-601). */
export function isLocalTarget(target: string): boolean {
  return /^\/(?![/\\])/.test(target)
}

function isLocalPath(text: string): boolean {
  return /^\/[\w./~-]*[\w.~-]$/.test(text) && !text.includes('//')
}
