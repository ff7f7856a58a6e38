// A passkey is removed: it lets nobody in from that commit on, and the person is told ([PK7]).
import type { AccountId } from '@countersign/protocol'
import type { Actor } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { refuseAbove } from '../admin/rank.js'
import { allOrNothing } from '../all-or-nothing.js'
import { notify } from '../notices.js'

/** Refuses with `not_found`, also when it is somebody else's, and `not_permitted` (an admin above `by`). */
export async function removePasskey(
  ports: Ports,
  { accountId, id }: { readonly accountId: AccountId; readonly id: string },
  by: Actor,
): Promise<Result<undefined>> {
  const removed = await allOrNothing(ports, async (stores): Promise<Result<undefined>> => {
    const passkey = await stores.passkeys.byId(id)
    if (passkey?.accountId !== accountId) return refused({ reason: 'not_found', what: 'passkey' })
    const above = await refuseAbove(stores, by, accountId)
    if (above !== undefined) return refused(above)
    if (!(await stores.passkeys.remove(id))) return refused({ reason: 'not_found', what: 'passkey' })
    const { name } = passkey
    const facts = { passkeyId: id, passkeyName: name }
    await record(ports, stores, by, { action: 'passkey.removed', accountId, facts })
    await notify(ports, stores, accountId, 'passkey_removed', { name })
    return accepted(undefined)
  })
  if (removed.ok) ports.log.info('passkey_removed', { passkeyId: id, accountId })
  return removed
}
