// Which node keeps house: ends what is overdue, seals the audit, sends mail, takes over lists; one of all that share the database.
import type { Log, Random, Storage } from '../core/ports.js'
import type { Lease } from '../core/ports-leases.js'

/** Asked before each piece of work that is done once for all nodes. */
export interface Housekeeping {
  readonly isOurs: boolean
  /** Called about once a second. */
  tick(): Promise<void>
  /** The node stops: another may begin at once. */
  giveUp(): Promise<void>
}

/** A server that nobody shares its database with has nothing to ask. */
export const ownHousekeeping: Housekeeping = {
  isOurs: true,
  tick: () => Promise.resolve(),
  giveUp: () => Promise.resolve(),
}

/** Between two renewals: a write each three seconds is none beside the logins. */
const RENEW_EVERY_TICKS = 3
/** A holder that did not get through to the database for so long stops by itself, before another may begin. */
const OURS_FOR_TICKS = 8
/** A lease that stood still for so long is nobody's: what waits for it waits these seconds after a node died. */
const GONE_AFTER_TICKS = 10

const NAME = 'housekeeping'

/**
 * Shared by compare-and-set on a lease in the database. Time is counted in ticks of one's own, never read from a clock: a clock
 * that jumps takes the lease from nobody, and holds it for nobody.
 */
export function sharedHousekeeping({
  storage,
  random,
  log,
}: {
  readonly storage: Storage
  readonly random: Random
  readonly log: Log
}): Housekeeping {
  // Of this run: a process that is started again is another holder.
  const self = random.id<string>()
  let seen: Lease = { name: NAME, holder: '', revision: 0 }
  /** Ticks since the lease was seen to change, by us or another. */
  let stood = 0
  let isOurs = false

  async function save(holder: string): Promise<boolean> {
    const saved = await storage.transaction(({ leases }) => leases.save({ ...seen, holder }), {
      one: `lease ${NAME}`,
    })
    if (!saved) return false
    seen = { name: NAME, holder, revision: seen.revision + 1 }
    stood = 0
    return true
  }

  async function look(): Promise<void> {
    const found = await storage.read.leases.of(NAME)
    if (found === undefined || found.revision === seen.revision) return
    seen = found
    stood = 0
  }

  return {
    get isOurs() {
      return isOurs
    },
    async tick() {
      stood += 1
      if (isOurs && stood >= OURS_FOR_TICKS) isOurs = false
      if (isOurs && stood < RENEW_EVERY_TICKS) return
      if (!isOurs) await look()
      const isFree = seen.holder === '' || seen.holder === self || stood >= GONE_AFTER_TICKS
      if (!isFree) return
      const was = isOurs
      isOurs = await save(self)
      if (isOurs && !was) log.info('housekeeping_begun')
      // Another was faster, or took it while this node could not reach the database: what it saved is seen at the next tick.
      if (!isOurs && was) log.warn('housekeeping_lost')
    },
    async giveUp() {
      if (!isOurs) return
      isOurs = false
      await save('')
    },
  }
}
