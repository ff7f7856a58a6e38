// Phones hear what their person was told: the newest when they ask, later ones within a second ([FR4]).
import type { AccountId, DeviceId, ServerFrame } from '@countersign/protocol'
import { FRAME_MAX_BYTES, NOTICES_PER_FRAME_MAX } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { NoticeRecord } from '../core/ports-notices.js'
import type { Device } from '../core/records.js'

/** Notices looked at in one round; a burst of more is heard when phones ask again. */
const NOTICES_PER_ROUND = 1_000

/** What the account of this device was told last. Nothing for a device that was not confirmed or was removed. */
export async function newestNotices(ports: Ports, deviceId: DeviceId): Promise<ServerFrame> {
  const device = await ports.storage.read.devices.byId(deviceId)
  if (device === undefined || !hears(device)) return frameOf([])
  return frameOf(await ports.storage.read.notices.ofAccount(device.accountId, NOTICES_PER_FRAME_MAX))
}

/**
 * Tells the phones that are connected to this node and have asked.
 * @param sinceMs from which time on.
 * @param told ids of notices that were told before.
 * @returns ids of all that were told since that time.
 */
export async function tellNotices(
  ports: Ports,
  sinceMs: number,
  told: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const { notices, devices } = ports.storage.read
  const found = await notices.since(sinceMs, NOTICES_PER_ROUND)
  const byAccount = new Map<AccountId, NoticeRecord[]>()
  for (const notice of found) {
    if (told.has(notice.id)) continue
    const others = byAccount.get(notice.accountId) ?? []
    byAccount.set(notice.accountId, [notice, ...others])
  }
  for (const [accountId, news] of byAccount) {
    const hearing = (await devices.ofAccount(accountId)).filter(hears).map(({ id }) => id)
    for (const deviceId of ports.fabric.here(hearing)) await ports.fabric.send(deviceId, frameOf(news))
  }
  return new Set(found.map(({ id }) => id))
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
