// What the server remembers, as the core sees it: plain data, in the glossary's words, independent of any table.
import type {
  AccountId,
  AppId,
  ChallengeId,
  ChallengeStateName,
  DeviceId,
  DeviceStateName,
  KeyId,
  QuietHours,
  TicketId,
} from '@countersign/protocol'

/** A person's account. Its `id` never changes; `userId` is what people type, compared in its normalised form. */
export interface Account {
  readonly id: AccountId
  readonly userId: string
  readonly displayName: string
  readonly createdAtMs: number
  /** `suspended`: nobody logs in. `deleted`: a tombstone that frees the user ID and holds nothing personal. */
  readonly state: 'active' | 'suspended' | 'deleted'
  /** Where notices go; at most two. */
  readonly emails: readonly string[]
  /** Of admins, for admins. */
  readonly notes: string
  readonly locale: 'en' | 'de'
  /** The identity provider's own id. */
  readonly externalId: string | undefined
  /** Set while an admin lets the account in without its phone. */
  readonly secondFactorOff: SecondFactorOff | undefined
  /** When the person does not want to hear of requests; undefined: always. */
  readonly quietHours: QuietHours | undefined
  readonly changedAtMs: number
  /** Rises with every edit; what an admin read must still be it when they write. */
  readonly revision: number
  /** Devices in state `active`; the device store keeps it. */
  readonly activeDevices: number
  /** Apps and phones whose codes count; the store of them keeps it. */
  readonly activeTotps: number
  /** The passkey store keeps it. */
  readonly activePasskeys: number
  /**
   * The app that made it, as long as it is that app's own: until a second factor was set up, or an admin did anything with it. Till then,
   * and never again, that app may lead it to its first phone ([EN2]).
   */
  readonly enrolledBy: AppId | undefined
}

export interface SecondFactorOff {
  readonly untilMs: number
  readonly reason: string
}

/** A web app that asks. `origins` are the exact origins whose pages may watch. */
export interface App {
  readonly id: AppId
  readonly name: string
  readonly origins: readonly string[]
  readonly createdAtMs: number
  /** `#rrggbb`, or empty. */
  readonly colour: string
  /** Only an active one may ask. `builtin` is the server's own sign-in: it has no key. */
  readonly state: 'active' | 'suspended' | 'builtin' | 'deleted'
  /** Whether it may make accounts for people of its own, and lead those to their first phone ([EN1]). */
  readonly mayEnrol: boolean
  readonly revision: number
}

/** One API key of an app; only a keyed hash of its secret is kept. Two may be valid while one is rotated out. */
export interface AppKey {
  readonly id: string
  readonly appId: AppId
  readonly secretHash: Uint8Array
  readonly createdAtMs: number
  /** After this the key is refused; undefined while it is current. */
  readonly expiresAtMs: number | undefined
}

export interface Device {
  readonly id: DeviceId
  readonly accountId: AccountId
  readonly name: string
  readonly publicKey: Uint8Array
  readonly state: DeviceStateName
  /** Highest counter accepted so far; the next answer must exceed it. */
  readonly counter: number
  /** It has a PIN or biometrics: it approves with one of them, also where no policy asks ([UV2]). */
  readonly verifies: boolean
  readonly createdAtMs: number
  /** Last change of `state`, its own or its account's; the sweep tells open sockets by it. */
  readonly changedAtMs: number
  /** Last answer that counted. */
  readonly lastUsedAtMs: number | undefined
}

/** A pairing ticket. The secret is sealed, since the proof is an HMAC with it. */
export interface Ticket {
  readonly id: TicketId
  readonly accountId: AccountId
  readonly sealedSecret: Uint8Array
  readonly state: 'open' | 'accepted' | 'confirmed' | 'withdrawn'
  readonly expiresAtMs: number
  /** Set once accepted. */
  readonly deviceId: DeviceId | undefined
  /** The six digits of the transcript, once accepted. */
  readonly confirmation: string | undefined
}

export type CancelCause = 'none' | 'by_app' | 'raised'

/**
 * What an account's requests are counted with. `app`: an app asked, for somebody who passed the first factor there. `idFirst`:
 * a browser knew a user ID and nothing else. The pools never touch each other: who knows only the name can neither take the
 * places and rings of real logins, nor end them, nor raise them to a code ([LI8]).
 */
export type RequestPool = 'app' | 'idFirst'

/** One question, whatever the number of devices that show it. Never changed but for `state` and what an answer adds. */
export interface ChallengeRecord {
  readonly id: ChallengeId
  readonly accountId: AccountId
  readonly appId: AppId
  readonly pool: RequestPool
  readonly purpose: 'login' | 'stepUp' | 'transaction'
  readonly mode: 'symbol' | 'code' | 'qr' | 'link'
  /** Bits of `requirementBit`: what its approve must carry. */
  readonly requirements: number
  readonly state: ChallengeStateName
  readonly cause: CancelCause
  readonly pushed: boolean
  /** Symbols on the phone's grid; disjoint between open challenges of one account. Empty in mode code. */
  readonly options: readonly number[]
  readonly appNonce: Uint8Array
  /** HMAC of the right answer; the answer itself is kept nowhere. */
  readonly expectedChoice: Uint8Array
  readonly watchTokenHash: Uint8Array
  /** Who asked, as the app tells it: the same pair replaces its own open request. */
  readonly requester: { readonly address: string; readonly browser: string }
  /** Whether that browser showed that it was here before ([KB4]). */
  readonly browserKnown: BrowserKnown
  /** Row of the browser that showed it, or that was registered after this login ([KB3]). */
  readonly browserId: string | undefined
  /** Where the address is, as the phone showed it; empty: not known. */
  readonly place: string
  /** What the app called the request that asked, or we did: by it a login is found in every log. Decides nothing. */
  readonly requestId: string
  /** W3C `traceparent` of that request; empty when it is not traced. */
  readonly traceParent: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
  /** Last change of `state`. */
  readonly decidedAtMs: number | undefined
  /** The answer that decided, kept as evidence. */
  readonly answer: AnswerRecord | undefined
}

/** `undetermined`: the app says nothing of browsers, or this one was registered and waits to be known ([KB5]). */
export type BrowserKnown = 'undetermined' | 'known' | 'new'

export interface AnswerRecord {
  readonly deviceId: DeviceId
  readonly body: Uint8Array
  readonly signature: Uint8Array
  /** The phone was in the network that the request came from ([KB9]). */
  readonly nearby: boolean
}

/** The exact body that one device was or will be shown. */
export interface Delivery {
  readonly challengeId: ChallengeId
  readonly deviceId: DeviceId
  readonly keyId: KeyId
  readonly body: Uint8Array
}

/** What an account did lately: the one row that budgets and escalation are decided from. */
export interface Guard {
  readonly accountId: AccountId
  /** Pushes since the last success that were not approved, newest last, at most the largest budget. */
  readonly pushTimesMs: readonly number[]
  /** The same of requests by user ID alone, which have a budget of their own. */
  readonly idFirstPushTimesMs: readonly number[]
  /** Wrong picks in a row; only a success of the same account clears it. */
  readonly consecutiveWrong: number
  /** Until then only mode `code`. */
  readonly codeUntilMs: number
  /** Who was reported: their requests do not ring until then. Newest last, few. */
  readonly reported: readonly ReportedRequester[]
  /** Requests after a first factor that nobody approved, ringing or not; newest last, few ([FT4]). */
  readonly unapprovedTimesMs: readonly number[]
  /** Denied or reported since the last login; newest last, few. */
  readonly deniedTimesMs: readonly number[]
  /** When it was last told that somebody asks and asks; 0: never. */
  readonly harassedAtMs: number
  /** For compare-and-set: 0 means there is no row yet. */
  readonly revision: number
}

/** An app and an address that a person said were not theirs. */
export interface ReportedRequester {
  readonly appId: AppId
  readonly address: string
  readonly untilMs: number
}

/** A challenge signing key; the private part is sealed under a key outside the database. */
export interface SigningKeyRecord {
  readonly id: KeyId
  readonly publicKey: Uint8Array
  readonly sealedPrivateKey: Uint8Array
  readonly notBeforeMs: number
  readonly notAfterMs: number
}
