// What flows need to know and change policies: the saved list, the groups of an account, and who has no phone.
import type { AccountId } from '@countersign/protocol'
import type { PolicyBody } from '@countersign/protocol/admin'
import type { Policy } from './policies.js'
import type { LocalTime } from './policy-times.js'
import type { TotpKind } from './totp.js'

export interface PolicyStore {
  current(): Promise<SavedPolicies>
  /** Of the present list: what is read at every login. */
  revision(): Promise<number>
  /** Compare-and-set on the revision that was read; false when another writer was first. */
  replace(policies: readonly PolicyBody[], revision: number): Promise<boolean>
  /** Ids of the groups that the account is in, in no order. */
  groupsOf(accountId: AccountId): Promise<readonly string[]>
  /**
   * Active accounts without an active device, except those whose second factor is off beyond `nowMs`; by user ID, after the given one.
   * @param withGroups false leaves `groupIds` empty, at less cost.
   */
  phoneless(
    afterUserId: string,
    limit: number,
    nowMs: number,
    withGroups: boolean,
  ): Promise<readonly PhonelessAccount[]>
  /** The others: active accounts with an active device, in the same way. */
  withPhones(
    afterUserId: string,
    limit: number,
    nowMs: number,
    withGroups: boolean,
  ): Promise<readonly PhonelessAccount[]>
}

export interface SavedPolicies {
  /** The topmost first. */
  readonly policies: readonly PolicyBody[]
  readonly revision: number
}

export interface PhonelessAccount {
  readonly id: AccountId
  readonly userId: string
  readonly displayName: string
  readonly hasSuspendedDevice: boolean
  /** Some active phone of theirs asks for biometrics, or none does; undefined: no phone is active. */
  readonly phone: 'with_biometrics' | 'without' | undefined
  readonly hasPasskey: boolean
  /** Active apps with codes, each kind once; none of phones: where a phone alone does not let in, its codes do not either ([UV4]). */
  readonly totps: readonly TotpKind[]
  readonly groupIds: readonly string[]
}

/** The policies as they are now, read once a revision, and the clocks that they look at. */
export interface PolicyBook {
  current(store: Pick<PolicyStore, 'current' | 'revision'>): Promise<PolicySheet>
  clocks(timeZones: readonly string[], atMs: number): ReadonlyMap<string, LocalTime>
}

export interface PolicySheet {
  readonly policies: readonly Policy[]
  readonly revision: number
  /** Whether some enabled policy looks at groups: else nobody's are read. */
  readonly namesGroups: boolean
  /** Of every enabled policy with hours. */
  readonly timeZones: readonly string[]
}
