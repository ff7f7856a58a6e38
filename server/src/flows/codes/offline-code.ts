// The offline code of a paired phone: a secret of its own, asked for and confirmed over its own connection, gone with the phone ([OC…]).
import { TOTP_PERIOD_SECONDS } from '@countersign/protocol'
import type { Totp } from '../../core/codes.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { Device } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { possibleWays } from './possible-ways.js'
import { beginTotp, confirmTotp, removeTotp } from './set-up-totp.js'

export interface OfflineCodeDrawn {
  readonly totpId: string
  /** Told to this phone now, and to nobody ever again. */
  readonly secret: Uint8Array
  readonly algorithm: Totp['algorithm']
  readonly digits: Totp['digits']
  readonly periodSeconds: number
}

type Owner = Pick<Device, 'id' | 'accountId'>

/**
 * Draws a secret for this phone, named like it. The one that it had counts no more ([OC1]).
 * Refuses as `beginTotp` does: `way_not_allowed`, `account_suspended`, `device_suspended`, `device_revoked`, `too_many_totps`.
 */
export async function beginOfflineCode(ports: Ports, device: Owner): Promise<Result<OfflineCodeDrawn>> {
  const kept = await ports.storage.read.devices.byId(device.id)
  if (kept?.accountId !== device.accountId) return refused({ reason: 'device_unknown' })
  const { id: deviceId, accountId, name } = kept
  const drawn = await beginTotp(ports, { accountId, name, deviceId }, await ownerOf(ports, device))
  if (!drawn.ok) return drawn
  const { id: totpId, secret, algorithm, digits } = drawn.value
  return accepted({ totpId, secret, algorithm, digits, periodSeconds: TOTP_PERIOD_SECONDS })
}

/**
 * The phone made its first code: from now on they count, and the person is told ([OC2]).
 * Refuses as `confirmTotp` does: `not_found` (also another phone's), `code_refused`, and what changed since it began.
 */
export async function confirmOfflineCode(
  ports: Ports,
  device: Owner,
  { totpId, code }: { readonly totpId: string; readonly code: string },
): Promise<Result<undefined>> {
  const { accountId, id: deviceId } = device
  const confirmed = await confirmTotp(
    ports,
    { accountId, deviceId, id: totpId, code },
    await ownerOf(ports, device),
  )
  return confirmed.ok ? accepted(undefined) : confirmed
}

/** The phone wants none any more: what it has, and what it began, is removed. None is no fault. */
export async function endOfflineCode(ports: Ports, device: Owner): Promise<Result<undefined>> {
  const by = await ownerOf(ports, device)
  for (const { id } of await ofPhone(ports, device)) {
    const removed = await removeTotp(ports, { accountId: device.accountId, id }, by)
    if (!removed.ok && removed.refusal.reason !== 'not_found') return removed
  }
  return accepted(undefined)
}

export interface OfflineCodeState {
  /** The one that counts; null: the phone has none, and forgets any other ([OC4]). */
  readonly offlineCode: string | null
  /** Whether some login of this account takes codes at all. */
  readonly mayHaveOfflineCode: boolean
}

/** What a phone is welcomed with. */
export async function offlineCodeOf(ports: Ports, device: Owner): Promise<OfflineCodeState> {
  const { ways } = await possibleWays(ports, device.accountId)
  const active = (await ofPhone(ports, device)).find(({ state }) => state === 'active')
  return { offlineCode: active?.id ?? null, mayHaveOfflineCode: ways.includes('totp') }
}

async function ofPhone({ storage }: Ports, { id, accountId }: Owner): Promise<readonly Totp[]> {
  return (await storage.read.totps.ofAccount(accountId)).filter(({ deviceId }) => deviceId === id)
}

/** Whoever holds the phone acts for its person, as they do when they approve. */
async function ownerOf({ storage }: Ports, { accountId }: Owner): Promise<Actor> {
  const account = await storage.read.accounts.byId(accountId)
  return { kind: 'person', accountId, userId: account?.userId ?? '' }
}
