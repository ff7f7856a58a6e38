// Phones hear what their person was told: the newest when they ask, later ones within a second ([FR4]).
import type { AccountId, DeviceId, ServerFrame } from '@countersign/protocol'
import { FRAME_MAX_BYTES, NOTICES_PER_FRAME_MAX } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { NoticeRecord } from '../core/ports-notices.js'
import type { Device } from '../core/records.js'

/** Notices looked at in one round; a burst of more is heard when phones ask again. */
const NOTICES_PER_ROUND = 200

/** What the account of this device was told last. Nothing for a device that was not confirmed or was removed. */
export async function newestNotices(ports: Ports, deviceId: DeviceId): Promise<ServerFrame> {
  const device = await ports.storage.read.devices.byId(deviceId)
  if (device === undefined || !hears(device)) return frameOf([])
  return frameOf(await ports.storage.read.notices.ofAccount(device.accountId, NOTICES_PER_FRAME_MAX))
}

/** Tells the phones that are connected and have asked. @param sinceMs time of the last round. */
export async function tellNotices(ports: Ports, sinceMs: number): Promise<void> {
  const { notices, devices } = ports.storage.read
  const byAccount = new Map<AccountId, NoticeRecord[]>()
  for (const notice of await notices.since(sinceMs, NOTICES_PER_ROUND)) {
    const others = byAccount.get(notice.accountId) ?? []
    byAccount.set(notice.accountId, [notice, ...others])
  }
  for (const [accountId, news] of byAccount) {
    const hearing = (await devices.ofAccount(accountId)).filter(hears).map(({ id }) => id)
    for (const deviceId of await ports.fabric.present(hearing))
      await ports.fabric.send(deviceId, frameOf(news))
  }
}

function hears({ state }: Device): boolean {
  return state === 'active' || state === 'suspended'
}

/** As many of the newest as one message holds. */
function frameOf(newestFirst: readonly NoticeRecord[]): ServerFrame {
  const items = newestFirst
    .slice(0, NOTICES_PER_FRAME_MAX)
    .map(({ id, kind, facts, atMs }) => ({ id, kind, atMs, facts: { ...facts } }))
  while (items.length > 0 && sizeOf(items) > FRAME_MAX_BYTES - FRAME_REST_BYTES) items.pop()
  return { type: 'notices', items }
}

/** `{"type":"notices","items":}` and some room. */
const FRAME_REST_BYTES = 64

function sizeOf(items: readonly unknown[]): number {
  return new TextEncoder().encode(JSON.stringify(items)).length
}
