// People are invited to pair their first phone, by mail or by a sheet of paper.
import type { InviteBody, Invited } from '@countersign/protocol/admin'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Account } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import type { Candidate } from '../invite/candidates.js'
import { candidates, refuseSelection } from '../invite/candidates.js'
import type { Inviting } from '../invite/make-invitation.js'
import { makeInvitation } from '../invite/make-invitation.js'
import { mailIsSetUp } from '../mail.js'
import { action } from './action.js'
import { refuseAbove } from './rank.js'

/** One call makes at most so many, so that it answers within seconds. */
const INVITED_PER_CALL_MAX = 1_000
const DAYS = 14
const DAY_MS = 86_400_000

type LeftOut = keyof Invited['leftOut']

/**
 * Invites everybody of the selection who can be invited, and counts why others were left out.
 * Refuses with `not_found` (group, import), `conflict` (by mail, and mail is not set up).
 */
export const invite = action(
  'invitation.make',
  'onboarding:write',
  async (ports, actor, { select, channel, days = DAYS }: InviteBody): Promise<Result<Invited>> => {
    const nobody = await refuseSelection(ports, select)
    if (nobody !== undefined) return refused(nobody)
    if (channel === 'mail' && !(await mailIsSetUp(ports, ports.storage.read)))
      return refused({ reason: 'conflict', what: 'mail', because: 'not_set_up' })
    const inviting = { channel, by: actor, expiresAtMs: ports.clock.nowMs() + days * DAY_MS }
    const ids: string[] = []
    const leftOut = { hasDevice: 0, notActive: 0, invitedAlready: 0, noAddress: 0, notPermitted: 0 }
    for await (const page of candidates(ports, select)) {
      const room = INVITED_PER_CALL_MAX - ids.length
      const { made, left, full } = await invitePage(ports, page, inviting, room)
      ids.push(...made)
      for (const why of left) leftOut[why] += 1
      if (full) return accepted({ ids, more: true, leftOut })
    }
    return accepted({ ids, more: false, leftOut })
  },
)

interface PageInvited {
  readonly made: readonly string[]
  readonly left: readonly LeftOut[]
  /** There was somebody for whom there was no room any more. */
  readonly full: boolean
}

function invitePage(
  ports: Ports,
  page: readonly Candidate[],
  inviting: Inviting,
  room: number,
): Promise<PageInvited> {
  return ports.storage.transaction(async (stores) => {
    const made: string[] = []
    const left: LeftOut[] = []
    for (const { account, startCode } of page) {
      const why = await whyLeftOut(stores, inviting.by, account, inviting.channel)
      if (why !== undefined) {
        left.push(why)
        continue
      }
      if (made.length === room) return { made, left, full: true }
      made.push((await makeInvitation(ports, stores, account, inviting, startCode)).id)
    }
    return { made, left, full: false }
  })
}

/** Read again in the transaction that invites: a phone may have come meanwhile. */
async function whyLeftOut(
  stores: Stores,
  actor: Actor,
  { id }: Account,
  channel: Inviting['channel'],
): Promise<LeftOut | undefined> {
  const account = await stores.accounts.byId(id)
  if (account?.state !== 'active') return 'notActive'
  if (await hasPhone(stores, account)) return 'hasDevice'
  if (await stores.invitations.isInvited(id)) return 'invitedAlready'
  if ((await refuseAbove(stores, actor, id)) !== undefined) return 'notPermitted'
  return channel === 'mail' && account.emails.length === 0 ? 'noAddress' : undefined
}

/** One that may only deny counts too: an invitation is for a first phone, and for nothing else. */
export async function hasPhone({ devices }: Stores, { id }: Pick<Account, 'id'>): Promise<boolean> {
  const held = await devices.ofAccount(id)
  return held.some(({ state }) => state === 'active' || state === 'suspended')
}
