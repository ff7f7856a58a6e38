// What people may do for themselves at /me: set by an admin, asked by every flow there.
import type { SelfServiceRights } from '@countersign/protocol/me'

export type SelfServiceRight = keyof SelfServiceRights

/** Until an admin says otherwise: each is either told to the person's addresses, or needs a phone of theirs. */
export const usualRights: SelfServiceRights = { pair: true, revoke: true, addresses: true, codes: true }
