// What flows need of the storage of passkeys, and a passkey as the server remembers it.
import type { AccountId, AppId } from '@countersign/protocol'

/** One passkey of an account. It has no state: while its row is there it counts. */
export interface Passkey {
  readonly id: string
  readonly accountId: AccountId
  /** As its person calls it. */
  readonly name: string
  /** The authenticator's own; unique over all accounts. */
  readonly credentialId: Uint8Array
  /** COSE_Key (RFC 9052 §7), as the authenticator wrote it. */
  readonly publicKey: Uint8Array
  /** The highest seen; many authenticators stay at 0. */
  readonly signCount: number
  /** It may be copied between a person's devices. */
  readonly synced: boolean
  readonly createdAtMs: number
  readonly lastUsedAtMs: number | undefined
}

export interface PasskeyStores {
  readonly passkeys: PasskeyStore
}

/** Keeps `Account.activePasskeys` right, as the device store does `activeDevices`. */
export interface PasskeyStore {
  /** False when the credential is known already, whoever has it. */
  add(passkey: Passkey): Promise<boolean>
  byId(id: string): Promise<Passkey | undefined>
  byCredentialId(credentialId: Uint8Array): Promise<Passkey | undefined>
  /** Oldest first. */
  ofAccount(accountId: AccountId): Promise<readonly Passkey[]>
  /** Compare-and-set on the count that was read: true for the one caller. Notes the use. */
  use(id: string, from: number, to: number, nowMs: number): Promise<boolean>
  /** True for the one caller that removed it. */
  remove(id: string): Promise<boolean>
  removeOf(accountId: AccountId): Promise<number>
  /** Notes that a question of this app with this nonce was answered: false when it was before ([PK5]). */
  spend(appId: AppId, appNonce: Uint8Array, expiresAtMs: number): Promise<boolean>
  /** Forgets answered questions that nobody can answer any more, at most `limit`; returns how many. */
  purge(nowMs: number, limit: number): Promise<number>
}
