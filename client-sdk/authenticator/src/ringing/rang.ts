// What the worker asks of the page: show what rang, deny what waits, or open the accounts anew after the worker spoke for one.
import type { Device } from '@countersign/client-sdk'
import type { DeviceId } from '@countersign/protocol'
import type { AppState } from '../app-state.js'
import type { Store } from '../store.js'
import { denyOpen } from './deny-open.js'
import type { WorkerMessage } from './page-messages.js'
import { TAKEN } from './page-messages.js'

export interface RangVisits {
  /** The person tapped the notification of an account: finds what waits for it. */
  begin(deviceId: DeviceId): Promise<void>
  leave(): void
  /** What the worker asks beside that. Resolves when it is dealt with. */
  hear(message: Exclude<WorkerMessage, { type: 'rang' }>, reply: Reply | undefined): Promise<void>
}

/** The end of the worker's channel. */
type Reply = Pick<MessagePort, 'postMessage'>

export interface RangParts {
  readonly device: (deviceId: DeviceId) => Device | undefined
  readonly pull: (deviceId: DeviceId) => Promise<number | undefined>
  /** Closes all connections and opens them again, with nothing of before. */
  readonly reopen: () => Promise<void>
  readonly clear: (deviceId: DeviceId) => Promise<void>
}

/** As long as for a link: a phone that just woke up needs some seconds to reach its server. */
const PATIENCE_MS = 15_000
const PAUSE_MS = 300

export function createRangVisits(store: Store<AppState>, parts: RangParts): RangVisits {
  async function begin(deviceId: DeviceId): Promise<void> {
    void parts.clear(deviceId)
    const isKnown = store.get().accounts.some(({ pairing }) => pairing.deviceId === deviceId)
    if (!isKnown) return
    const visit = { deviceId, step: 'looking' } as const
    store.patch({ rang: visit, ended: undefined, oneWithdrawn: false })
    const isOurs = (): boolean => store.get().rang === visit
    const endMs = performance.now() + PATIENCE_MS
    let answered = await parts.pull(deviceId)
    while (answered === undefined && isOurs() && !isOpen(deviceId) && performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      answered = await parts.pull(deviceId)
    }
    if (!isOurs()) return
    if (isOpen(deviceId)) return store.patch({ rang: { deviceId, step: 'here' } })
    store.patch({ rang: { deviceId, step: answered === undefined ? 'unreachable' : 'none' } })
  }

  const isOpen = (deviceId: DeviceId): boolean => store.get().open.some((held) => held.deviceId === deviceId)

  async function deny(deviceId: DeviceId, untilMs: number, reply: Reply | undefined): Promise<void> {
    // A page that the phone froze reads this when the worker has long done it, and other requests may wait.
    if (store.get().phase !== 'ready' || Date.now() > untilMs) return
    const device = parts.device(deviceId)
    if (device === undefined) return
    reply?.postMessage(TAKEN)
    reply?.postMessage(await denyOpen(device))
  }

  return {
    begin,
    leave: () => store.patch({ rang: undefined }),
    async hear(message, reply) {
      if (message.type === 'deny') return deny(message.deviceId, message.untilMs, reply)
      if (store.get().phase === 'ready') await parts.reopen()
    },
  }
}
