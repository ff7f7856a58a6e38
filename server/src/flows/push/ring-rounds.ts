// Rounds of ringing: wakes the phones that did not show their request in time, and writes down what became of each ring.
import type { Ports } from '../../core/ports.js'
import type { WaitingPush } from '../../core/ports-push.js'
import { startPush } from './send-push.js'

/** Of those that wait, whose time has come: all but the phones that showed it, and the requests that are over. */
export async function pushDue(ports: Ports): Promise<void> {
  for (const push of ports.rings.takeDue(ports.clock.nowMs())) {
    if (!(await isWaitedFor(ports, push))) continue
    const subscription = await ports.storage.read.pushSubscriptions.ofDevice(push.deviceId)
    if (subscription !== undefined) startPush(ports, push, subscription)
  }
}

async function isWaitedFor(ports: Ports, { challengeId, deviceId }: WaitingPush): Promise<boolean> {
  if (await ports.fabric.wasShown(challengeId, deviceId)) return false
  return (await ports.storage.read.challenges.byId(challengeId))?.state === 'pending'
}

/** In one transaction a round, so that a login never waits for it. What is lost when the process dies is missed by nobody's login. */
export async function writeRings(ports: Ports): Promise<void> {
  const notes = ports.rings.takeNotes()
  if (notes.length === 0) return
  await ports.storage.transaction(
    async ({ rings }) => {
      for (const news of notes) await rings.note(news)
    },
    { one: 'rings' },
  )
}
