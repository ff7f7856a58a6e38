// Quiet hours of an account: whether they are now, and their change, of which the person is told on every phone and by mail.
import type { AccountId, DeviceId, QuietHours } from '@countersign/protocol'
import type { Actor } from '../core/permissions.js'
import type { Ports, Stores } from '../core/ports.js'
import { isQuiet, quietHoursFault, tidyQuietHours } from '../core/quiet-hours.js'
import type { Account } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { record } from './admin/action.js'
import { allOrNothing } from './all-or-nothing.js'
import { mustWin, untilSettled } from './lost-race.js'
import { notify } from './notices.js'
import { isTimeZone } from './wall-clocks.js'

/** Each change is a mail; a person makes one a month, and a thief must not drown the mail that matters. */
const CHANGES_MAX = 6
const CHANGES_SECONDS = 3_600

/** Whether nothing of this account rings now. */
export function isQuietNow(
  ports: Pick<Ports, 'policies'>,
  { quietHours }: Pick<Account, 'quietHours'>,
  nowMs: number,
): boolean {
  if (quietHours === undefined) return false
  const { timeZone } = quietHours
  try {
    const clock = ports.policies.clocks([timeZone], nowMs).get(timeZone)
    return clock !== undefined && isQuiet(quietHours, clock)
  } catch {
    // Saved on a machine that knew the zone, and moved to one that does not: a login that rings at night beats none.
    return false
  }
}

/**
 * Sets or ends them ([FT1]). The person is told of every change, and can say "this wasn't me" of it ([FT3]).
 * @param by as the audit names who did it: `device:<id>`, `person:<account>`.
 * Refuses with `account_unknown`, `value_invalid`, `rate_limited`.
 */
export async function setQuietHours(
  ports: Ports,
  accountId: AccountId,
  by: Actor | string,
  given: QuietHours | null,
): Promise<Result<QuietHours | null>> {
  const wanted = given === null ? accepted(undefined) : checked(given)
  if (!wanted.ok) return wanted
  const before = await ports.storage.read.accounts.byId(accountId)
  if (JSON.stringify(before?.quietHours) === JSON.stringify(wanted.value))
    return accepted(wanted.value ?? null)
  if (!(await ports.fabric.allow(`quiet-hours:${accountId}`, CHANGES_MAX, CHANGES_SECONDS)))
    return refused({ reason: 'rate_limited', retryAfterSeconds: CHANGES_SECONDS })
  return untilSettled(() =>
    allOrNothing(ports, async (stores): Promise<Result<QuietHours | null>> => {
      const entry = await stores.directory.entry(accountId)
      if (entry?.account.state !== 'active') return refused({ reason: 'account_unknown' })
      const after = { ...entry.account, quietHours: wanted.value, changedAtMs: ports.clock.nowMs() }
      mustWin(await stores.directory.save(after, entry.aliases))
      await tell(ports, stores, accountId, by, wanted.value)
      return accepted(wanted.value ?? null)
    }),
  )
}

/** Of the account that a phone is paired with. Refuses with `device_unknown`. */
export async function quietHoursOnPhone(
  ports: Ports,
  deviceId: DeviceId,
): Promise<Result<QuietHours | null>> {
  const account = await accountOn(ports, deviceId)
  return account.ok ? accepted(account.value.quietHours ?? null) : account
}

/** The socket has shown the phone's key. A suspended phone may not: it only denies. Refuses as `setQuietHours` does, and with `device_unknown`. */
export async function setQuietHoursOnPhone(
  ports: Ports,
  deviceId: DeviceId,
  hours: QuietHours | null,
): Promise<Result<QuietHours | null>> {
  const account = await accountOn(ports, deviceId)
  if (!account.ok) return account
  return setQuietHours(ports, account.value.id, `device:${deviceId}`, hours)
}

async function accountOn(ports: Ports, deviceId: DeviceId): Promise<Result<Account>> {
  const { devices, accounts } = ports.storage.read
  const device = await devices.byId(deviceId)
  const account = device?.state === 'active' ? await accounts.byId(device.accountId) : undefined
  return account === undefined ? refused({ reason: 'device_unknown' }) : accepted(account)
}

/** One spelling a zone: else each way to write it in large and small letters would keep a clock of its own. */
function checked(given: QuietHours): Result<QuietHours> {
  if (!isTimeZone(given.timeZone))
    return refused({ reason: 'value_invalid', path: 'timeZone', expected: 'a time zone like Europe/Berlin' })
  const fault = quietHoursFault(given)
  if (fault !== undefined) return refused({ reason: 'value_invalid', ...fault })
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: given.timeZone }).resolvedOptions()
  return accepted(tidyQuietHours(given, timeZone))
}

async function tell(
  ports: Ports,
  stores: Stores,
  accountId: AccountId,
  by: Actor | string,
  hours: QuietHours | undefined,
): Promise<void> {
  const { from = '', to = '', timeZone = '' } = hours ?? {}
  await record(ports, stores, by, {
    action: 'quiet_hours.changed',
    accountId,
    facts: { from, to, timeZone, days: hours?.days ?? [] },
  })
  await notify(ports, stores, accountId, 'quiet_hours_changed', { from, to, timeZone })
}
