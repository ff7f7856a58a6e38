// While nodes may not reach each other: requests that ring are found in the database, and the phones of this node shown theirs.
import type { Ports } from '../core/ports.js'
import type { RoutingDoubt } from './routing-doubt.js'
import { challengeFrame } from './tell.js'

/** At once: what a server that does a thousand logins a second has open. What is older had its chance in an earlier look. */
const RINGING_MAX = 20_000

/**
 * A round: looks what rings everywhere, leaves out what an earlier look found and what a phone shows already, sends the rest to the
 * phones whose sockets this node holds. One query and no body of another node's phone; a phone that is told twice shows it once.
 */
export function unroutedDelivery(ports: Ports, doubt: RoutingDoubt): () => Promise<void> {
  let known: ReadonlySet<string> = new Set()
  return async () => {
    if (!doubt.isOpen) {
      known = new Set()
      return
    }
    const { challenges } = ports.storage.read
    const ringing = await challenges.ringing(ports.clock.nowMs(), RINGING_MAX)
    const news = ringing.filter((each) => !known.has(keyOf(each)))
    known = new Set(ringing.map(keyOf))
    const here = new Set(ports.fabric.here(news.map(({ deviceId }) => deviceId)))
    for (const { challengeId, deviceId } of news) {
      if (!here.has(deviceId) || (await ports.fabric.wasShown(challengeId, deviceId))) continue
      const delivery = await challenges.delivery(challengeId, deviceId)
      if (delivery !== undefined) await ports.fabric.send(deviceId, challengeFrame(ports, delivery))
    }
  }
}

function keyOf({
  challengeId,
  deviceId,
}: {
  readonly challengeId: string
  readonly deviceId: string
}): string {
  return `${challengeId} ${deviceId}`
}
