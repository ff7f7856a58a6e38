// The token store: what programs that administer are recognised by.
import type { ApiToken } from '../core/access.js'
import type { Permission } from '../core/permissions.js'
import type { TokenStore } from '../core/ports-access.js'
import { fromJson, toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { ApiTokenTable } from './tables-admin.js'

export function tokenStore(session: Session): TokenStore {
  return {
    async add(token) {
      await session.changes(insert, rowOf(token))
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toRecord(row)
    },
    async page(afterId, limit) {
      return (await session.rows(selectPage, { afterId, limit })).map(toRecord)
    },
    async revoke(id, nowMs) {
      return (await session.changes(updateRevoked, { id, nowMs })) === 1
    },
    async used(id, nowMs) {
      await session.changes(updateUsed, { id, nowMs })
    },
  }
}

const insert = defineQuery((db, row: ApiTokenTable) =>
  db.insertInto('api_token').values({
    id: row.id,
    name: row.name,
    secret_hash: row.secret_hash,
    permissions: row.permissions,
    created_by: row.created_by,
    created_at_ms: row.created_at_ms,
    expires_at_ms: row.expires_at_ms,
    used_at_ms: row.used_at_ms,
    revoked_at_ms: row.revoked_at_ms,
  }),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('api_token').selectAll().where('id', '=', p.id),
)

const selectPage = defineQuery((db, p: { readonly afterId: string; readonly limit: number }) =>
  db.selectFrom('api_token').selectAll().where('id', '>', p.afterId).orderBy('id').limit(p.limit),
)

const updateRevoked = defineQuery((db, p: { readonly id: string; readonly nowMs: number }) =>
  db
    .updateTable('api_token')
    .set({ revoked_at_ms: p.nowMs })
    .where('id', '=', p.id)
    .where('revoked_at_ms', 'is', null),
)

const updateUsed = defineQuery((db, p: { readonly id: string; readonly nowMs: number }) =>
  db.updateTable('api_token').set({ used_at_ms: p.nowMs }).where('id', '=', p.id),
)

function rowOf(token: ApiToken): ApiTokenTable {
  return {
    id: token.id,
    name: token.name,
    secret_hash: token.secretHash,
    permissions: JSON.stringify(token.permissions),
    created_by: token.createdBy,
    created_at_ms: token.createdAtMs,
    expires_at_ms: token.expiresAtMs,
    used_at_ms: token.usedAtMs ?? null,
    revoked_at_ms: token.revokedAtMs ?? null,
  }
}

function toRecord(row: ApiTokenTable): ApiToken {
  return {
    id: row.id,
    name: row.name,
    secretHash: toBytes(row.secret_hash),
    permissions: fromJson<readonly Permission[]>(row.permissions),
    createdBy: row.created_by,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    usedAtMs: row.used_at_ms ?? undefined,
    revokedAtMs: row.revoked_at_ms ?? undefined,
  }
}
