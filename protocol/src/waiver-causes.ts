// Why a login may go on without a phone; the words stand in the answer to the app, in the statement and in the audit.

/**
 * `not_required`: the policy asks nothing of this account at this app. `trusted_network`: because of the address that the app told.
 * `second_factor_off`: an admin turned it off for this account for a time.
 * `set_up_later`: it has none yet, and the policy's grace lasts.
 */
export const waiverCauses = ['not_required', 'trusted_network', 'second_factor_off', 'set_up_later'] as const
export type WaiverCause = (typeof waiverCauses)[number]
