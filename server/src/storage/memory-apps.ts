// Apps and their keys over tables in memory.
import type { AppStore } from '../core/ports.js'
import type { App, AppKey } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { ascending, byCreation, insert, requireRow } from './memory-table.js'

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
      return apps.find(({ state }) => state !== 'deleted').sort((a, b) => ascending(a.name, b.name))
    },
    async save(app) {
      if (apps.get(app.id)?.revision !== app.revision) return false
      apps.set(app.id, { ...app, revision: app.revision + 1 })
      return true
    },
    async keysOf(appId) {
      return keys.find((row) => row.appId === appId).sort(byCreation)
    },
    async key(keyId) {
      const key = keys.get(keyId)
      const app = key && apps.get(key.appId)
      return key && app && { app, key }
    },
    async expireKey(appId, keyId, atMs) {
      const key = keys.get(keyId)
      if (key?.appId !== appId || (key.expiresAtMs ?? atMs + 1) <= atMs) return false
      keys.set(keyId, { ...key, expiresAtMs: atMs })
      return true
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
