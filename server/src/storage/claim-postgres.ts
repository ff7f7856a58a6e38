// Who serves a database in PostgreSQL: one process by itself, or several that a fabric joins. PostgreSQL forgets a claim with its connection.
import { setTimeout as delay } from 'node:timers/promises'
import type { Company } from './claim-file.js'
import type { LinkSettings, PostgresPlace } from './postgres-link.js'
import { Link } from './postgres-link.js'
import { StorageFault } from './storage-fault.js'

/**
 * ASCII `serv` and `Coun`: keys of advisory locks are numbers. Those that begin with `Coun` are of transactions (postgres-scope.ts), and
 * anybody can find a name that leads to any of them.
 */
const LOCK = [0x7365_7276, 0x436f_756e] as const
/** A server that is just ending, or that died: until PostgreSQL has seen that its connection is gone, in milliseconds. */
const WAIT_MS = 3_000
const TRY_EVERY_MS = 200
/** After a restart of the database the claim is made anew. */
const RENEW_EVERY_MS = 5_000
const STATEMENT_TIMEOUT_MS = 5_000

/**
 * Claims the database until the returned function is called: the same promise as `claimFile`, by an advisory lock of a connection of
 * its own (PostgreSQL 18 §13.3.5). It must be a connection to PostgreSQL itself, not to a pooler that lends it to others.
 *
 * Rejects with StorageFault `storage_shared` when another server's claim is in the way.
 *
 * @param onTaken after the database was away for a while another server was faster, and this one should not be there.
 */
export async function claimPostgres(
  place: PostgresPlace,
  company: Company,
  onTaken: () => void,
): Promise<() => Promise<void>> {
  const settings: LinkSettings = { ...place, statementTimeoutMs: STATEMENT_TIMEOUT_MS, readOnly: false }
  const link = new Link(settings)
  try {
    const endMs = Date.now() + WAIT_MS
    while (!(await isClaimed(link, company))) {
      if (Date.now() > endMs) throw new StorageFault('storage_shared')
      await delay(TRY_EVERY_MS)
    }
  } catch (error) {
    await link.close()
    throw error
  }
  // A lock that is taken again by its own connection is simply held, so this asks nothing of others unless the connection was lost.
  const renewing = setInterval(() => {
    isClaimed(link, company).then(
      (isOurs) => {
        if (!isOurs) onTaken()
      },
      // The database is away: whoever needs it says so.
      () => undefined,
    )
  }, RENEW_EVERY_MS).unref()
  return async () => {
    clearInterval(renewing)
    await link.close()
  }
}

async function isClaimed(link: Link, company: Company): Promise<boolean> {
  const { rows } = await link.run<{ readonly ours: boolean }>({
    sql: `select ${company === 'alone' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared'}($1, $2) as ours`,
    parameters: LOCK,
  })
  return rows[0]?.ours === true
}
