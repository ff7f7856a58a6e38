// Apps and their keys over tables in memory.
import type { AppStore } from '../core/ports.js'
import type { App, AppKey } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { ascending, insert, requireRow } from './memory-table.js'

export interface AppTables {
  readonly app: Rows<App>
  readonly appKey: Rows<AppKey>
}

export function memoryAppStore({ app: apps, appKey: keys }: AppTables): AppStore {
  return {
    async add(app) {
      if (apps.find((row) => row.name === app.name).length > 0) return false
      insert(apps, app.id, app)
      return true
    },
    async addKey(key) {
      requireRow(apps, key.appId)
      insert(keys, key.id, key)
    },
    async byId(id) {
      return apps.get(id)
    },
    async byName(name) {
      return apps.find((row) => row.name === name)[0]
    },
    async all() {
      return apps.find(() => true).sort((a, b) => ascending(a.name, b.name))
    },
    async key(keyId) {
      const key = keys.get(keyId)
      const app = key && apps.get(key.appId)
      return key && app && { app, key }
    },
    async expireKeys(appId, atMs) {
      for (const key of keys.find((row) => row.appId === appId && row.expiresAtMs === undefined))
        keys.set(key.id, { ...key, expiresAtMs: atMs })
    },
    async removeEndedKeys(appId, nowMs) {
      const ended = ({ expiresAtMs }: AppKey): boolean => expiresAtMs !== undefined && expiresAtMs <= nowMs
      for (const key of keys.find((row) => row.appId === appId && ended(row))) keys.delete(key.id)
    },
  }
}
