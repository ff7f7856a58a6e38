// What the server keeps of typed codes: apps that count time, printed codes, codes of the help desk, and the tries of each; plain data.
import type { AccountId, AppId, CodeWay, DeviceId, TicketId } from '@countersign/protocol'

/** A secret that an app, or a phone of ours, makes codes from (RFC 6238). Several an account. */
export interface Totp {
  readonly id: string
  readonly accountId: AccountId
  /** The paired phone whose offline code it is; undefined: some app of the person's choice. */
  readonly deviceId: DeviceId | undefined
  readonly name: string
  readonly algorithm: 'SHA1' | 'SHA256'
  readonly digits: 6 | 8
  /** Sealed, bound to `totp/<id>/secret`. */
  readonly sealedSecret: Uint8Array
  /** `pending` until its first code: it counts nowhere, and is forgotten at `expiresAtMs`. */
  readonly state: 'pending' | 'active'
  /** The last time step that was accepted; only later ones are (RFC 6238 §5.2). 0: none yet. */
  readonly lastStep: number
  readonly createdAtMs: number
  /** Of a pending one. */
  readonly expiresAtMs: number
  readonly lastUsedAtMs: number | undefined
}

/** One code of the printed set. `waiting`: of a set-up that has not ended, counts nowhere yet. */
export interface BackupCode {
  readonly accountId: AccountId
  /** All codes that were made together. */
  readonly setId: string
  /** The first group of the code: it names the code, so that one hash is computed a try. Unique within the account. */
  readonly selector: string
  /** As `CodeHash.make` wrote it. */
  readonly hash: string
  readonly state: 'waiting' | 'active' | 'used'
  /** Of a set that waited: since when it counts. */
  readonly madeAtMs: number
  readonly usedAtMs: number | undefined
}

/** A code that the help desk tells somebody, once, for a short time. At most one open an account. */
export interface BypassCode {
  readonly id: string
  readonly accountId: AccountId
  /** Keyed hash, with a key outside the database: the code lives too short for it to be worth more. */
  readonly codeHash: Uint8Array
  readonly reason: string
  /** As the audit names who made it. */
  readonly madeBy: string
  readonly state: 'open' | 'used' | 'revoked'
  readonly madeAtMs: number
  readonly expiresAtMs: number
  readonly usedAtMs: number | undefined
}

/**
 * Where codes were tried. `app`: an app asked, for somebody who passed the first factor there. `idFirst`: somebody who knows a user ID
 * and nothing else, as at the recovery page. Counted apart: an outsider cannot use up the owner's tries at their apps.
 */
export type CodePool = 'app' | 'idFirst'

/** Wrong codes of one account, one kind and one pool: the one row that tries are decided from. */
export interface CodeGuard {
  readonly accountId: AccountId
  readonly way: CodeWay
  readonly pool: CodePool
  /** Tries that were not right, newest last, at most the largest window's number. A try is charged before it is looked at. */
  readonly wrongAtMs: readonly number[]
  /** Wrong ones in a row; only a right one of the same kind clears it. */
  readonly consecutiveWrong: number
  /** For compare-and-set: 0 means there is no row yet. */
  readonly revision: number
}

/** A set-up that an app began: who, from which app, back to where. */
export interface SetUp {
  readonly id: string
  /** What it rests on, and is asked again at each step: `login` on the policies ([SU1]), `enrolment` on the app that made the account ([EN2]). */
  readonly kind: 'login' | 'enrolment'
  /** Nothing less than a phone ends it: the app takes no codes ([SU6]), or could never lead anybody here again ([EN3]). */
  readonly onlyPhone: boolean
  /** Of the secret in the link. */
  readonly secretHash: Uint8Array
  /** Of the secret in the cookie of the one browser that opened the link; undefined: none yet, or it has left. */
  readonly browserHash: Uint8Array | undefined
  readonly accountId: AccountId
  readonly appId: AppId
  readonly returnTo: string
  /** Of the browser, as the app told it: the policies are asked with it again. */
  readonly address: string
  /** `open` until a phone, or an app with codes, counts. */
  readonly state: 'open' | 'done' | 'withdrawn'
  /** The backup codes that wait for it, if they were made. */
  readonly codeSetId: string | undefined
  /** The pairing that it began last, if any. */
  readonly ticketId: TicketId | undefined
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

/** A recovery under way: one code was right, another kind is asked. */
export interface Recovery {
  /** Of the secret in the browser's cookie. */
  readonly secretHash: Uint8Array
  /** Somebody's, or the one that stands in for nobody. */
  readonly accountId: AccountId
  readonly userId: string
  /** The kind that was right; undefined: none yet. */
  readonly shown: CodeWay | undefined
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

/** The link "this wasn't me" of a notice's mail. */
export interface NotMeLink {
  readonly secretHash: Uint8Array
  readonly accountId: AccountId
  readonly noticeId: string
  readonly expiresAtMs: number
}
