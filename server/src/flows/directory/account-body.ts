// An account as an admin is shown it: in a list, and by itself with its phones and what holds it back.
import { deviceThumbprintPreimage, toBase64Url } from '@countersign/protocol'
import type { AccountBody, AccountRow, DeviceBody, LockBody } from '@countersign/protocol/admin'
import type { AccountEntry } from '../../core/directory.js'
import { pinStateOf } from '../../core/pin.js'
import type { Ports } from '../../core/ports.js'
import type { Device, Guard } from '../../core/records.js'
import { lockOf } from '../../core/throttle.js'
import { isQuietNow } from '../quiet-hours.js'

/** Nothing of a deleted account is shown. */
export function accountRow({ account, aliases, groups }: AccountEntry, nowMs: number): AccountRow {
  const { state, secondFactorOff } = account
  if (state === 'deleted') throw new Error('a deleted account is shown to nobody')
  return {
    id: account.id,
    userId: account.userId,
    displayName: account.displayName,
    state,
    activeDevices: account.activeDevices,
    activeTotps: account.activeTotps,
    activePasskeys: account.activePasskeys,
    emails: [...account.emails],
    aliases: [...aliases],
    groups: groups.map(({ id, name }) => ({ id, name })),
    createdAtMs: account.createdAtMs,
    secondFactorOffUntilMs:
      secondFactorOff !== undefined && secondFactorOff.untilMs > nowMs ? secondFactorOff.untilMs : null,
    revision: account.revision,
  }
}

/** Reads its devices and its guard, and asks which phones are connected now. */
export async function accountBody(ports: Ports, entry: AccountEntry): Promise<AccountBody> {
  const { account } = entry
  const nowMs = ports.clock.nowMs()
  const row = accountRow(entry, nowMs)
  const devices = await ports.storage.read.devices.ofAccount(account.id)
  const guard = await ports.storage.read.guards.of(account.id)
  const off = account.secondFactorOff
  return {
    ...row,
    locale: account.locale,
    notes: account.notes,
    externalId: account.externalId ?? null,
    secondFactorOff: off === undefined || row.secondFactorOffUntilMs === null ? null : { ...off },
    quietHours:
      account.quietHours === undefined
        ? null
        : { ...account.quietHours, now: isQuietNow(ports, account, nowMs) },
    changedAtMs: account.changedAtMs,
    devices: await deviceBodies(ports, devices),
    lock: lockBody(guard, devices, nowMs),
  }
}

export async function deviceBodies(ports: Ports, devices: readonly Device[]): Promise<DeviceBody[]> {
  const connected = await ports.fabric.present(devices.map(({ id }) => id))
  return Promise.all(
    devices.map(async (device) => ({
      ...deviceBody(ports, device, connected.includes(device.id)),
      ...(await verifiedBy(ports, device)),
    })),
  )
}

type Verified = Pick<DeviceBody, 'hasPin' | 'pinLocked' | 'biometrics'>

function deviceBody({ vault }: Ports, device: Device, connected: boolean): Omit<DeviceBody, keyof Verified> {
  const { id, name, state, publicKey, createdAtMs, changedAtMs, lastUsedAtMs = null } = device
  const thumbprint = toBase64Url(vault.sha256(deviceThumbprintPreimage(publicKey)))
  return { id, name, state, thumbprint, connected, createdAtMs, changedAtMs, lastUsedAtMs }
}

/** Most phones have neither, and cost no look. */
async function verifiedBy({ storage }: Ports, { id, verifies }: Device): Promise<Verified> {
  if (!verifies) return { hasPin: false, pinLocked: false, biometrics: null }
  const pin = await storage.read.pins.of(id)
  const held = await storage.read.biometrics.ofDevice(id)
  const biometrics = held && (held.mayBeCopied ? 'may_be_copied' : 'this_phone')
  const state = pinStateOf(pin)
  return { hasPin: state !== 'none', pinLocked: state === 'locked', biometrics: biometrics ?? null }
}

function lockBody(guard: Guard, devices: readonly Device[], nowMs: number): LockBody {
  const suspendedDevices = devices.filter(({ state }) => state === 'suspended').length
  const lock = lockOf(guard, nowMs)
  return { ...lock, suspendedDevices, locked: lock.locked || suspendedDevices > 0 }
}
