// Whether nodes may not reach each other just now. Every node must know, also one that hears nothing wrong: what is sent to its phones
// and pages may be lost at the other end. So a node that is cut off says so where all look anyway, in the database.
import type { Ports } from '../core/ports.js'
import type { Lease } from '../core/ports-leases.js'

export interface RoutingDoubt {
  /** What is routed may get lost: phones and pages of this node are looked after from the database. */
  readonly isOpen: boolean
  /** Called about once a second. */
  tick(): Promise<void>
}

/** A server without other nodes routes within its process. */
export const noRoutingDoubt: RoutingDoubt = { isOpen: false, tick: () => Promise.resolve() }

/** A node that is cut off says so in every other tick: each that is cut off does, and one of them a tick is enough. */
const SAY_EVERY_TICKS = 2
/**
 * After the last word of trouble: as long as it takes until the word is seen, phones and pages of all nodes are announced again, and
 * what was asked meanwhile has been found.
 */
const OPEN_FOR_TICKS = 10

const NAME = 'fabric down'

/** As in keep-house.ts time is counted in ticks of one's own: that the lease changed is the news, not when. */
export function sharedRoutingDoubt(
  ports: Pick<Ports, 'fabric' | 'storage' | 'random' | 'log'>,
): RoutingDoubt {
  const { fabric, storage, log } = ports
  const holder = ports.random.id<string>()
  let seen: Lease | undefined
  let quiet = OPEN_FOR_TICKS
  let unsaid = SAY_EVERY_TICKS

  /** Whether some node said since the last look that it is cut off. */
  async function isSaid(): Promise<boolean> {
    const found = (await storage.read.leases.of(NAME)) ?? { name: NAME, holder: '', revision: 0 }
    const isNews = seen !== undefined && found.revision !== seen.revision
    seen = found
    return isNews
  }

  async function say(): Promise<void> {
    if (seen === undefined) return
    const word = { ...seen, holder }
    // When another was first, it has said the same.
    if (await storage.transaction(({ leases }) => leases.save(word), { one: `lease ${NAME}` }))
      seen = { ...word, revision: word.revision + 1 }
  }

  return {
    get isOpen() {
      return fabric.state() === 'down' || quiet < OPEN_FOR_TICKS
    },
    async tick() {
      const wasOpen = quiet < OPEN_FOR_TICKS
      quiet += 1
      unsaid += 1
      const isCutOff = fabric.state() === 'down'
      if (isCutOff) quiet = 0
      if (await isSaid()) {
        quiet = 0
        unsaid = 0
      }
      if (isCutOff && unsaid >= SAY_EVERY_TICKS) {
        unsaid = 0
        await say()
      }
      const isOpen = quiet < OPEN_FOR_TICKS
      if (isOpen !== wasOpen) log.info(isOpen ? 'routing_doubt_begun' : 'routing_doubt_over')
    },
  }
}
