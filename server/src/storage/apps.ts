// The app store: web apps that may ask, and their API keys.
import type { AppId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { AppStore } from '../core/ports.js'
import type { App, AppKey } from '../core/records.js'
import { fromJson, toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { AppKeyTable, AppTable } from './tables.js'

export function appStore(session: Session): AppStore {
  return {
    async add(app) {
      return (await session.changes(insert, rowOf(app))) === 1
    },
    async addKey(key) {
      await session.changes(insertKey, keyRowOf(key))
    },
    async byId(id) {
      return recordOf(await session.row(selectById, { id }))
    },
    async byName(name) {
      return recordOf(await session.row(selectByName, { name }))
    },
    async all() {
      return (await session.rows(selectAll, {})).map(toRecord)
    },
    async save(app) {
      return (await session.changes(update, rowOf(app))) === 1
    },
    async keysOf(appId) {
      return (await session.rows(selectKeysOf, { appId })).map(toKey)
    },
    async key(keyId) {
      const row = await session.row(selectKey, { keyId })
      if (row === undefined) return undefined
      return {
        app: toRecord({ ...row, id: row.app_id, created_at_ms: row.app_created_at_ms }),
        key: toKey(row),
      }
    },
    async expireKey(appId, keyId, atMs) {
      return (await session.changes(endKey, { appId, keyId, atMs })) === 1
    },
    async expireKeys(appId, atMs) {
      await session.changes(endCurrentKeys, { appId, atMs })
    },
    async removeEndedKeys(appId, nowMs) {
      await session.changes(deleteEndedKeys, { appId, nowMs })
    },
  }
}

const insert = defineQuery((db, row: AppTable) =>
  db
    .insertInto('app')
    .values({
      id: row.id,
      name: row.name,
      origins: row.origins,
      created_at_ms: row.created_at_ms,
      colour: row.colour,
      state: row.state,
      may_enrol: row.may_enrol,
      revision: row.revision,
    })
    .onConflict((conflict) => conflict.column('name').doNothing()),
)

const insertKey = defineQuery((db, row: AppKeyTable) =>
  db.insertInto('app_key').values({
    id: row.id,
    app_id: row.app_id,
    secret_hash: row.secret_hash,
    created_at_ms: row.created_at_ms,
    expires_at_ms: row.expires_at_ms,
  }),
)

const selectById = defineQuery((db, p: { readonly id: AppId }) =>
  db.selectFrom('app').selectAll().where('id', '=', p.id),
)

const selectByName = defineQuery((db, p: { readonly name: string }) =>
  db.selectFrom('app').selectAll().where('name', '=', p.name),
)

const selectAll = defineQuery((db, _: Record<never, never>) =>
  db.selectFrom('app').selectAll().where('state', '<>', sql.lit('deleted')).orderBy('name'),
)

const update = defineQuery((db, row: AppTable) =>
  db
    .updateTable('app')
    .set((eb) => ({
      name: row.name,
      origins: row.origins,
      colour: row.colour,
      state: row.state,
      may_enrol: row.may_enrol,
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', row.id)
    .where('revision', '=', row.revision),
)

const selectKeysOf = defineQuery((db, p: { readonly appId: AppId }) =>
  db.selectFrom('app_key').selectAll().where('app_id', '=', p.appId).orderBy('created_at_ms').orderBy('id'),
)

const endKey = defineQuery(
  (db, p: { readonly appId: AppId; readonly keyId: string; readonly atMs: number }) =>
    db
      .updateTable('app_key')
      .set({ expires_at_ms: p.atMs })
      .where('id', '=', p.keyId)
      .where('app_id', '=', p.appId)
      .where((eb) => eb.or([eb('expires_at_ms', 'is', null), eb('expires_at_ms', '>', p.atMs)])),
)

const selectKey = defineQuery((db, p: { readonly keyId: string }) =>
  db
    .selectFrom('app_key')
    .innerJoin('app', 'app.id', 'app_key.app_id')
    .selectAll('app_key')
    .select(['app.name', 'app.origins', 'app.created_at_ms as app_created_at_ms'])
    .select(['app.colour', 'app.state', 'app.may_enrol', 'app.revision'])
    .where('app_key.id', '=', p.keyId),
)

const endCurrentKeys = defineQuery((db, p: { readonly appId: AppId; readonly atMs: number }) =>
  db
    .updateTable('app_key')
    .set({ expires_at_ms: p.atMs })
    .where('app_id', '=', p.appId)
    .where('expires_at_ms', 'is', null),
)

const deleteEndedKeys = defineQuery((db, p: { readonly appId: AppId; readonly nowMs: number }) =>
  db.deleteFrom('app_key').where('app_id', '=', p.appId).where('expires_at_ms', '<=', p.nowMs),
)

function rowOf(app: App): AppTable {
  return {
    id: app.id,
    name: app.name,
    origins: JSON.stringify(app.origins),
    created_at_ms: app.createdAtMs,
    colour: app.colour,
    state: app.state,
    may_enrol: app.mayEnrol ? 1 : 0,
    revision: app.revision,
  }
}

function recordOf(row: AppTable | undefined): App | undefined {
  return row && toRecord(row)
}

function toRecord(row: AppTable): App {
  return {
    id: row.id,
    name: row.name,
    origins: fromJson<readonly string[]>(row.origins),
    createdAtMs: row.created_at_ms,
    colour: row.colour,
    state: row.state,
    mayEnrol: row.may_enrol === 1,
    revision: row.revision,
  }
}

function keyRowOf(key: AppKey): AppKeyTable {
  return {
    id: key.id,
    app_id: key.appId,
    secret_hash: key.secretHash,
    created_at_ms: key.createdAtMs,
    expires_at_ms: key.expiresAtMs ?? null,
  }
}

function toKey(row: AppKeyTable): AppKey {
  return {
    id: row.id,
    appId: row.app_id,
    secretHash: toBytes(row.secret_hash),
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms ?? undefined,
  }
}
