// What flows need of the storage for invitations: found by id or by what somebody holds, changed by compare-and-set.
import type { AccountId } from '@countersign/protocol'
import type { InvitationChannel, InvitationState } from '@countersign/protocol/admin'
import type { Invitation } from './invitation.js'

/** With whom it is about. */
export interface InvitationEntry {
  readonly invitation: Invitation
  readonly userId: string
  readonly displayName: string
}

export interface InvitationFilter {
  readonly state: InvitationState | undefined
  readonly channel: InvitationChannel | undefined
}

/** The last one of a page leads to the next page. */
export type InvitationPlace = Pick<Invitation, 'id' | 'createdAtMs'>

export interface InvitationStore {
  add(invitation: Invitation): Promise<void>
  byId(id: string): Promise<Invitation | undefined>
  bySecret(hash: Uint8Array): Promise<Invitation | undefined>
  byPairing(hash: Uint8Array): Promise<Invitation | undefined>
  entry(id: string): Promise<InvitationEntry | undefined>
  /** Newest first. */
  page(
    filter: InvitationFilter,
    limit: number,
    before?: InvitationPlace | undefined,
  ): Promise<readonly InvitationEntry[]>
  /** Whether the account has an open one. */
  isInvited(accountId: AccountId): Promise<boolean>
  /** Compare-and-set on `invitation.revision`; saved with the next one. */
  save(invitation: Invitation): Promise<boolean>
  /** Every open or blocked invitation of the account is over, and its secrets are forgotten. */
  end(accountId: AccountId, state: 'accepted' | 'revoked'): Promise<void>
  /** The open ones whose time is over, at most `limit`; returns how many. */
  expire(nowMs: number, limit: number): Promise<number>
  count(): Promise<Readonly<Record<InvitationState, number>>>
  /** Active accounts without an active phone and without an open invitation. */
  countNotInvited(): Promise<number>
  /** Removes those that are over and were made before a time, at most `limit`; returns how many. */
  purge(createdBeforeMs: number, limit: number): Promise<number>
}
