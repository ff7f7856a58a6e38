// Once a second, on every node: the phones whose sockets it holds hear what another process wrote, found in the database itself.
import type { Ports } from '../core/ports.js'
import type { Device } from '../core/records.js'
import { tellNotices } from './phone-notices.js'
import { tellAccountSuspended, tellDevice } from './tell.js'

/** By so much the clocks of nodes may be apart; also, what was written while the last round read is found by the next one. */
const CLOCKS_APART_MS = 5_000

/** A round that knows when the one before it began, and what it told. */
export function changeTeller(ports: Ports): () => Promise<void> {
  let sinceMs = ports.clock.nowMs()
  let told: ReadonlySet<string> = new Set()
  return async () => {
    const beganMs = ports.clock.nowMs()
    const fromMs = sinceMs - CLOCKS_APART_MS
    await tellStates(ports, fromMs)
    told = await tellNotices(ports, fromMs, told)
    sinceMs = beganMs
  }
}

/** A session that has heard of a state hears nothing new in it. */
async function tellStates(ports: Ports, fromMs: number): Promise<void> {
  const changed = await ports.storage.read.devices.changedSince(fromMs)
  const here = new Set(ports.fabric.here(changed.map(({ id }) => id)))
  for (const device of changed) if (here.has(device.id)) await tellState(ports, device)
}

/** Its own state, or that its account was suspended: that changes no state of a device. */
async function tellState(ports: Ports, device: Device): Promise<void> {
  const account = await ports.storage.read.accounts.byId(device.accountId)
  if (device.state !== 'revoked' && account?.state === 'suspended') tellAccountSuspended(ports, device)
  else tellDevice(ports, device)
}
