// Accounts as rows, and back.
import type { QuietHours } from '@countersign/protocol'
import { searchText, sortName } from '../core/new-account.js'
import type { Account, Device } from '../core/records.js'
import { fromJson } from './column.js'
import { toDevice } from './device-rows.js'
import type { AccountTable, DeviceTable } from './tables.js'

/** @param aliases its other login names, which the search looks through as well. */
export function accountRow(account: Account, aliases: readonly string[]): AccountTable {
  return {
    id: account.id,
    user_id: account.userId,
    display_name: account.displayName,
    created_at_ms: account.createdAtMs,
    state: account.state,
    emails: JSON.stringify(account.emails),
    notes: account.notes,
    locale: account.locale,
    external_id: account.externalId ?? null,
    second_factor_off_until_ms: account.secondFactorOff?.untilMs ?? null,
    second_factor_off_reason: account.secondFactorOff?.reason ?? '',
    quiet_hours: account.quietHours === undefined ? null : JSON.stringify(account.quietHours),
    changed_at_ms: account.changedAtMs,
    revision: account.revision,
    active_devices: account.activeDevices,
    active_totps: account.activeTotps,
    active_passkeys: account.activePasskeys,
    enrolled_by: account.enrolledBy ?? null,
    search_text: searchText(account, aliases),
    sort_name: sortName(account),
  }
}

export function toAccount(row: AccountTable): Account {
  const { second_factor_off_until_ms: untilMs, second_factor_off_reason: reason } = row
  return {
    id: row.id,
    userId: row.user_id,
    displayName: row.display_name,
    createdAtMs: row.created_at_ms,
    state: row.state,
    emails: fromJson<readonly string[]>(row.emails),
    notes: row.notes,
    locale: row.locale,
    externalId: row.external_id ?? undefined,
    secondFactorOff: untilMs === null ? undefined : { untilMs, reason },
    quietHours: row.quiet_hours === null ? undefined : fromJson<QuietHours>(row.quiet_hours),
    changedAtMs: row.changed_at_ms,
    revision: row.revision,
    activeDevices: row.active_devices,
    activeTotps: row.active_totps,
    activePasskeys: row.active_passkeys,
    enrolledBy: row.enrolled_by ?? undefined,
  }
}

/** An account beside one of its devices, or beside nothing; what they would name alike is prefixed. */
export type AccountDeviceRow = AccountTable & {
  readonly [K in keyof DeviceColumns]: DeviceColumns[K] | null
} & {
  readonly device_id: DeviceTable['id'] | null
  readonly device_state: DeviceTable['state'] | null
  readonly device_created_at_ms: number | null
  readonly device_changed_at_ms: number | null
}
type DeviceColumns = Pick<DeviceTable, 'name' | 'public_key' | 'counter' | 'verifies' | 'last_used_at_ms'>

export function toDeviceIfAny(row: AccountDeviceRow): readonly Device[] {
  const { device_id, name, public_key, device_state, counter, device_created_at_ms, device_changed_at_ms } =
    row
  if (device_id === null || name === null || public_key === null || device_state === null) return []
  if (
    counter === null ||
    row.verifies === null ||
    device_changed_at_ms === null ||
    device_created_at_ms === null
  )
    return []
  return [
    toDevice({
      id: device_id,
      account_id: row.id,
      name,
      public_key,
      state: device_state,
      counter,
      verifies: row.verifies,
      created_at_ms: device_created_at_ms,
      changed_at_ms: device_changed_at_ms,
      last_used_at_ms: row.last_used_at_ms,
    }),
  ]
}
