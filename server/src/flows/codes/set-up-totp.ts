// A secret for time-based codes is drawn, told once, counts after its first code, and is removed: for a person's apps and for phones of ours.
import type { AccountId, DeviceId } from '@countersign/protocol'
import { readCode, TOTP_SET_UP_SECONDS, TOTPS_PER_ACCOUNT_MAX } from '@countersign/protocol'
import type { Totp } from '../../core/codes.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import type { TotpKind } from '../../core/totp.js'
import { matchingStep, newSecret, totpSecretPlace } from '../../core/totp.js'
import { record } from '../admin/action.js'
import { refuseAbove } from '../admin/rank.js'
import { allOrNothing } from '../all-or-nothing.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { forgetTries } from './forget-tries.js'
import { possibleWays } from './possible-ways.js'

export interface NewTotp {
  readonly accountId: AccountId
  /** For people to tell theirs apart. */
  readonly name: string
  /** The phone whose offline code it is. */
  readonly deviceId?: DeviceId
}

export interface TotpDrawn extends TotpKind {
  readonly id: string
  readonly userId: string
  /** Told now and never again. */
  readonly secret: Uint8Array
  readonly expiresAtMs: number
}

/**
 * Sees that codes from an app count at some login of this account, draws a secret as strong as the strictest of them asks, and keeps it
 * sealed and pending ([TO6]). What was begun before and not confirmed is forgotten: one set-up at a time, and one offline code a phone.
 *
 * @param by who begins; the caller saw that they may, and here it is seen once more in the transaction that counts.
 * Refuses with `way_not_allowed`, `account_unknown`, `account_suspended`, `device_*`, `not_permitted` (an admin above `by`), `too_many_totps`.
 */
export async function beginTotp(ports: Ports, asked: NewTotp, by: Actor): Promise<Result<TotpDrawn>> {
  const { accountId, name, deviceId } = asked
  const terms = await possibleWays(ports, accountId)
  if (!terms.ways.includes('totp')) return refused({ reason: 'way_not_allowed', way: 'totp' })
  const kind: TotpKind = { algorithm: terms.totpAlgorithm, digits: terms.totpDigits }
  const secret = newSecret(kind.algorithm, (length) => ports.random.bytes(length))
  const id: string = ports.random.id()
  const nowMs = ports.clock.nowMs()
  const expiresAtMs = nowMs + TOTP_SET_UP_SECONDS * 1000
  const drawn = await allOrNothing(ports, async (stores): Promise<Result<TotpDrawn>> => {
    const account = await stores.accounts.byId(accountId)
    const no = (await whyNot(stores, asked)) ?? (await refuseAbove(stores, by, accountId))
    if (no !== undefined) return refused(no)
    if (account === undefined) return refused({ reason: 'account_unknown' })
    await forgetFormer(ports, stores, asked, by)
    const full = await whyFull(stores, accountId)
    if (full !== undefined) return refused(full)
    await stores.totps.add({
      ...{ id, accountId, deviceId, name, ...kind, state: 'pending', lastStep: 0 },
      sealedSecret: ports.vault.seal(secret, totpSecretPlace(id)),
      ...{ createdAtMs: nowMs, expiresAtMs, lastUsedAtMs: undefined },
    })
    return accepted({ id, userId: account.userId, secret, expiresAtMs, ...kind })
  })
  if (drawn.ok) ports.log.info('totp_begun', { totpId: id, accountId, deviceId: deviceId ?? null })
  return drawn
}

export interface FirstCode {
  readonly accountId: AccountId
  readonly id: string
  /** As typed. */
  readonly code: string
  /** Of an offline code: the phone that asked for it, and no other. */
  readonly deviceId?: DeviceId
}

/**
 * The first code fits: from now on they count, from the step after this one ([TO7]); the person is told. A code that does not fit changes
 * nothing: whoever is here was told the secret.
 *
 * @param alongside in the same transaction, before they count: a refusal takes everything back.
 * Refuses with `not_found`, `code_refused`, `account_suspended`, `device_*`, `not_permitted` (an admin above `by`), `too_many_totps`.
 */
export function confirmTotp(
  ports: Ports,
  first: FirstCode,
  by: Actor,
  alongside: (stores: Stores) => Promise<Result<undefined>> = nothing,
): Promise<Result<Totp>> {
  return untilSettled(async () => {
    const { accountId, id } = first
    const nowMs = ports.clock.nowMs()
    const totp = await ports.storage.read.totps.byId(id)
    if (totp === undefined || !isPendingFor(totp, first, nowMs))
      return refused({ reason: 'not_found', what: 'totp' })
    const read = readCode(first.code)
    if (read?.way !== 'totp') return refused({ reason: 'code_refused', because: 'shape' })
    const secret = ports.vault.unseal(totp.sealedSecret, totpSecretPlace(id))
    const step = matchingStep(secret, totp, read.code, nowMs, totp.lastStep)
    if (step === undefined) return refused({ reason: 'code_refused', because: 'wrong' })
    const confirmed = await allOrNothing(ports, async (stores): Promise<Result<undefined>> => {
      // All of it at this moment: whoever was suspended, removed, or given a role, since it began.
      const no =
        (await whyNot(stores, totp)) ??
        (await refuseAbove(stores, by, accountId)) ??
        (await whyFull(stores, accountId))
      if (no !== undefined) return refused(no)
      const along = await alongside(stores)
      if (!along.ok) return along
      mustWin(await stores.totps.activate(id, step, nowMs))
      await forgetTries(ports, stores, accountId, 'totp')
      await record(ports, stores, by, { action: 'totp.added', accountId, facts: factsOf(totp) })
      await notify(ports, stores, accountId, 'totp_added', toldOf(totp))
      return accepted(undefined)
    })
    if (!confirmed.ok) return confirmed
    ports.log.info('totp_confirmed', { totpId: id, accountId })
    return accepted({ ...totp, state: 'active', lastStep: step })
  })
}

/**
 * Its codes count no more, at once; the person is told. One that was never confirmed is just forgotten.
 * Refuses with `not_found`, `not_permitted` (an admin above `by`).
 */
export async function removeTotp(
  ports: Ports,
  { accountId, id }: { readonly accountId: AccountId; readonly id: string },
  by: Actor,
): Promise<Result<Totp>> {
  const removed = await allOrNothing(ports, async (stores): Promise<Result<Totp>> => {
    const totp = await stores.totps.byId(id)
    if (totp?.accountId !== accountId) return refused({ reason: 'not_found', what: 'totp' })
    const above = await refuseAbove(stores, by, accountId)
    if (above !== undefined) return refused(above)
    await remove(ports, stores, totp, by)
    if (totp.state === 'active') await notify(ports, stores, accountId, 'totp_removed', toldOf(totp))
    return accepted(totp)
  })
  if (removed.ok) ports.log.info('totp_removed', { totpId: id, accountId })
  return removed
}

const nothing = (): Promise<Result<undefined>> => Promise.resolve(accepted(undefined))

/** Why codes of this account, or of this phone, are not to be set up now. */
async function whyNot(
  { accounts, devices }: Stores,
  { accountId, deviceId }: { readonly accountId: AccountId; readonly deviceId?: DeviceId | undefined },
): Promise<Refusal | undefined> {
  const account = await accounts.byId(accountId)
  if (account === undefined || account.state === 'deleted') return { reason: 'account_unknown' }
  if (account.state !== 'active') return { reason: 'account_suspended' }
  const device = deviceId && (await devices.byId(deviceId))
  if (deviceId === undefined) return undefined
  if (device?.accountId === accountId && device.state === 'active')
    // [UV4]: whoever copied its key would have a code drawn, and need no PIN.
    return device.verifies ? { reason: 'way_not_allowed', way: 'totp' } : undefined
  if (device?.state === 'suspended') return { reason: 'device_suspended' }
  return device?.state === 'pending_confirm'
    ? { reason: 'device_not_confirmed' }
    : { reason: 'device_revoked' }
}

async function whyFull({ totps }: Stores, accountId: AccountId): Promise<Refusal | undefined> {
  const active = (await totps.ofAccount(accountId)).filter(({ state }) => state === 'active')
  return active.length < TOTPS_PER_ACCOUNT_MAX
    ? undefined
    : { reason: 'too_many_totps', totps: active.length }
}

/** Of a phone, also the one that counts: it asked anew because it lost the secret, or to have another. */
async function forgetFormer(
  ports: Ports,
  stores: Stores,
  { accountId, deviceId }: NewTotp,
  by: Actor,
): Promise<void> {
  for (const totp of await stores.totps.ofAccount(accountId))
    if (totp.deviceId === deviceId && (deviceId !== undefined || totp.state === 'pending'))
      await remove(ports, stores, totp, by)
}

/** The audit tells only of those that counted. */
async function remove(ports: Ports, stores: Stores, totp: Totp, by: Actor): Promise<void> {
  if (!(await stores.totps.remove(totp.id)) || totp.state === 'pending') return
  await record(ports, stores, by, {
    action: 'totp.removed',
    accountId: totp.accountId,
    facts: factsOf(totp),
  })
}

function isPendingFor(totp: Totp, { accountId, deviceId }: FirstCode, nowMs: number): boolean {
  if (totp.accountId !== accountId || totp.deviceId !== deviceId) return false
  return totp.state === 'pending' && nowMs < totp.expiresAtMs
}

function factsOf({ id, name, deviceId, algorithm, digits }: Totp): Record<string, string | number | null> {
  return { totpId: id, totpName: name, deviceId: deviceId ?? null, algorithm, digits }
}

/** `deviceName` where it is a phone's own, `name` where it is an app's. */
function toldOf({ name, deviceId }: Totp): Record<string, string> {
  return deviceId === undefined ? { name } : { deviceName: name }
}
