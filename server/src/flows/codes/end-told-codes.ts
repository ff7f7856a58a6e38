// With a role goes whatever somebody else may have been told of an account's other ways in: who set them up may have kept them.
import type { AccountId } from '@countersign/protocol'
import { codesLeft } from '../../core/backup-codes.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import { record } from '../admin/action.js'
import { notify } from '../notices.js'
import { endUnderWay } from './end-under-way.js'

/**
 * Inside the transaction that gives the role: the help desk prints codes and sets up apps for whoever is below it, and two codes of
 * different kinds are a recovery. A phone's own offline code stays: only that phone was told it. The person is told what went.
 */
export async function endToldCodes(
  ports: Ports,
  stores: Stores,
  by: Actor,
  accountId: AccountId,
): Promise<void> {
  await endApps(ports, stores, by, accountId)
  await endPrinted(ports, stores, by, accountId)
  // What was begun with such codes, or may still add one.
  await endUnderWay(ports, stores, accountId)
  for (const session of await stores.sessions.ofAccount(accountId, '', SESSIONS_MAX))
    if (session.by === 'codes') await stores.sessions.end(session.id)
}

/** A session needs an approval, or two codes, each: nobody has nearly as many. */
const SESSIONS_MAX = 1_000

async function endApps(ports: Ports, stores: Stores, by: Actor, accountId: AccountId): Promise<void> {
  for (const { id, name, deviceId, state, algorithm, digits } of await stores.totps.ofAccount(accountId)) {
    if (deviceId !== undefined || !(await stores.totps.remove(id)) || state === 'pending') continue
    const facts = { totpId: id, totpName: name, deviceId: null, algorithm, digits }
    await record(ports, stores, by, { action: 'totp.removed', accountId, facts })
    await notify(ports, stores, accountId, 'totp_removed', { name })
  }
}

async function endPrinted(ports: Ports, stores: Stores, by: Actor, accountId: AccountId): Promise<void> {
  const left = codesLeft(await stores.backupCodes.ofAccount(accountId))
  if ((await stores.backupCodes.removeOf(accountId)) === 0) return
  await record(ports, stores, by, { action: 'backup_codes.removed', accountId, facts: { left } })
  if (left > 0) await notify(ports, stores, accountId, 'backup_codes_removed', {})
}
