// An app with codes in a set-up: beside the phone once that counts, or instead of one at a login, where the policies take its codes for enough.
import type { TotpBegun, TotpBody } from '@countersign/protocol/admin'
import type { SetUp } from '../../core/codes.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { mayAddTotp } from '../../core/set-up.js'
import { beginTotp, confirmTotp } from '../codes/set-up-totp.js'
import { totpBegunBody, totpBodyOf } from '../codes/totp-body.js'
import { CODES_FIRST, completeSetUp } from './complete-set-up.js'
import type { CurrentSetUp } from './current-set-up.js'
import { OVER, personIn, setUpOf } from './current-set-up.js'

/**
 * Draws the secret, which is shown here and never again.
 * Refuses with `link_invalid`, `way_not_allowed` (at the app that the person comes from), `conflict` (no backup codes yet).
 */
export async function beginSetUpTotp(
  ports: Ports,
  browserSecret: Uint8Array,
  name: string,
): Promise<Result<TotpBegun>> {
  const current = await setUpForTotp(ports, browserSecret)
  if (!current.ok) return current
  const { account, setUp } = current.value
  if (setUp.codeSetId === undefined) return refused(CODES_FIRST)
  const drawn = await beginTotp(ports, { accountId: account.id, name }, personIn(current.value))
  return drawn.ok ? accepted(totpBegunBody(ports, drawn.value)) : drawn
}

/**
 * With the first code that the app shows: its codes count. While no phone does, all of the set-up counts with it ([SU6]).
 * Refuses as beginning does, and with `not_found` (also when its time is over), `code_refused`.
 */
export async function confirmSetUpTotp(
  ports: Ports,
  browserSecret: Uint8Array,
  { id, code }: { readonly id: string; readonly code: string },
): Promise<Result<TotpBody>> {
  const current = await setUpForTotp(ports, browserSecret)
  if (!current.ok) return current
  const { account } = current.value
  const first = { accountId: account.id, id, code }
  const confirmed = await confirmTotp(ports, first, personIn(current.value), async (stores) => {
    // As it is now: done by a phone since, or over.
    const still = await setUpOf(ports, stores, browserSecret)
    if (!still.ok) return still
    const { setUp } = still.value
    if (setUp.state === 'done')
      return (await hasItsPhone(stores, setUp)) ? accepted(undefined) : refused(OVER)
    return completeSetUp(ports, stores, browserSecret, { kind: 'totp', totpId: id })
  })
  return confirmed.ok ? accepted(totpBodyOf(confirmed.value)) : confirmed
}

async function setUpForTotp(ports: Ports, browserSecret: Uint8Array): Promise<Result<CurrentSetUp>> {
  const current = await setUpOf(ports, ports.storage.read, browserSecret)
  if (!current.ok) return current
  const { setUp, terms } = current.value
  if (!mayAddTotp(setUp, terms)) return refused({ reason: 'way_not_allowed', way: 'totp' })
  if (setUp.state === 'done' && !(await hasItsPhone(ports.storage.read, setUp))) return refused(OVER)
  return current
}

/** Whether the phone that it was done with still counts: else whoever was thrown out with it would come back by an app. */
async function hasItsPhone({ tickets, devices }: Stores, { ticketId }: SetUp): Promise<boolean> {
  const ticket = ticketId && (await tickets.byId(ticketId))
  const device = ticket?.deviceId && (await devices.byId(ticket.deviceId))
  return device !== undefined && device.state === 'active'
}
