// What the service worker says to the pages of the app, and what they say to it. Both are ours and of one origin; still nothing is believed unread.
import type { DeviceId } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import type { DenyResult } from './deny-open.js'

export type WorkerMessage =
  /** The person tapped the notification of an account. */
  | { readonly type: 'rang'; readonly deviceId: DeviceId }
  /** Deny what waits for it, if that can begin before the time given; answer on the port: first `taken`, then the result. */
  | { readonly type: 'deny'; readonly deviceId: DeviceId; readonly untilMs: number }
  /** The worker has spoken to the server as this account: what a page knows of it is old. */
  | { readonly type: 'was_here'; readonly deviceId: DeviceId }

export function readWorkerMessage(data: unknown): WorkerMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { type, deviceId: id, untilMs } = data as { type?: unknown; deviceId?: unknown; untilMs?: unknown }
  if (typeof id !== 'string' || !isId(id)) return undefined
  // Sound: a device id is a plain UUID, and that is what was looked at.
  const deviceId = id as DeviceId
  if (type === 'rang' || type === 'was_here') return { type, deviceId }
  if (type === 'deny' && typeof untilMs === 'number') return { type, deviceId, untilMs }
  return undefined
}

/** The page has begun: the worker leaves it to the page. */
export const TAKEN = 'taken'

const results: readonly DenyResult[] = ['denied', 'nothing_open', 'too_late', 'keys_vanished', 'failed']

export function readDenyResult(data: unknown): DenyResult | undefined {
  return results.find((known) => known === data)
}
