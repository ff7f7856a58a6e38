// An invitation to pair a first phone, and what time and guesses make of it.
import type { AccountId, TicketId } from '@countersign/protocol'
import type { InvitationChannel, InvitationState } from '@countersign/protocol/admin'

export interface Invitation {
  readonly id: string
  readonly accountId: AccountId
  readonly secretHash: Uint8Array
  /** Kept while it is open, since it may be sent or printed again. */
  readonly sealedSecret: Uint8Array | undefined
  readonly sealedStartCode: Uint8Array | undefined
  readonly channel: InvitationChannel
  readonly state: InvitationState
  readonly wrongCodes: number
  /** Once the start code was given: the ticket that was made for it, and the browser that goes on with it. */
  readonly ticketId: TicketId | undefined
  readonly pairingHash: Uint8Array | undefined
  /** The backup codes that wait for its phone, if they were made. */
  readonly codeSetId: string | undefined
  readonly createdBy: string
  readonly createdAtMs: number
  readonly sentAtMs: number | undefined
  readonly remindedAtMs: number | undefined
  readonly openedAtMs: number | undefined
  readonly expiresAtMs: number
  readonly revision: number
}

/** Of eight digits, five guesses hit once in twenty million; right ones in between do not begin the count anew. */
export const WRONG_CODES_MAX = 5

/** Whether a link and its start code still pair a phone. */
export function isGood({ state, expiresAtMs }: Invitation, nowMs: number): boolean {
  return state === 'open' && nowMs < expiresAtMs
}

/** After one more wrong start code. */
export function afterWrongCode(invitation: Invitation): Invitation {
  const wrongCodes = invitation.wrongCodes + 1
  const counted = { ...invitation, wrongCodes }
  return wrongCodes < WRONG_CODES_MAX ? counted : ended(counted, 'blocked')
}

/** What is over forgets its secrets. */
export function ended(invitation: Invitation, state: Exclude<InvitationState, 'open'>): Invitation {
  return { ...invitation, state, sealedSecret: undefined, sealedStartCode: undefined }
}

/** Where the secret of its link is kept; its sealed bytes open nowhere else. */
export function invitationSecretPlace(id: string): string {
  return `invitation/${id}/sealed_secret`
}

export function invitationCodePlace(id: string): string {
  return `invitation/${id}/sealed_start_code`
}
