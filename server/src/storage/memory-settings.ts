// The settings over a table in memory.
import type { SavedSetting, SettingStore } from '../core/ports-settings.js'
import type { Rows } from './memory-table.js'

export interface SettingTables {
  readonly setting: Rows<SavedSetting>
}

export function memorySettingStore({ setting }: SettingTables): SettingStore {
  return {
    async byName(name) {
      return setting.get(name)
    },
    async save(name, value, revision, nowMs) {
      if ((setting.get(name)?.revision ?? 0) !== revision) return false
      setting.set(name, { value, revision: revision + 1, changedAtMs: nowMs })
      return true
    },
  }
}
