// The store of kept replies: what a write with an idempotency key answered, for whoever sends it again.
import type { KeptReplyStore } from '../core/ports-access.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'

export function keptReplyStore(session: Session): KeptReplyStore {
  return {
    async take(keyHash, requestHash, nowMs) {
      return (await session.changes(insert, { keyHash, requestHash, nowMs })) === 1
    },
    async of(keyHash) {
      const row = await session.row(selectOf, { keyHash })
      return (
        row && {
          requestHash: toBytes(row.request_hash),
          sealedReply: row.sealed_reply === null ? undefined : toBytes(row.sealed_reply),
          createdAtMs: row.created_at_ms,
        }
      )
    },
    async keep(keyHash, sealedReply) {
      return (await session.changes(update, { keyHash, sealedReply })) === 1
    },
    async release(keyHash) {
      await session.changes(remove, { keyHash })
    },
    purge(beforeMs, limit) {
      return session.changes(removeOld, { beforeMs, limit })
    },
  }
}

const insert = defineQuery(
  (db, p: { readonly keyHash: Uint8Array; readonly requestHash: Uint8Array; readonly nowMs: number }) =>
    db
      .insertInto('kept_reply')
      .values({
        key_hash: p.keyHash,
        request_hash: p.requestHash,
        sealed_reply: null,
        created_at_ms: p.nowMs,
      })
      .onConflict((conflict) => conflict.column('key_hash').doNothing()),
)

const selectOf = defineQuery((db, p: { readonly keyHash: Uint8Array }) =>
  db.selectFrom('kept_reply').selectAll().where('key_hash', '=', p.keyHash),
)

const update = defineQuery((db, p: { readonly keyHash: Uint8Array; readonly sealedReply: Uint8Array }) =>
  db
    .updateTable('kept_reply')
    .set({ sealed_reply: p.sealedReply })
    .where('key_hash', '=', p.keyHash)
    .where('sealed_reply', 'is', null),
)

const remove = defineQuery((db, p: { readonly keyHash: Uint8Array }) =>
  db.deleteFrom('kept_reply').where('key_hash', '=', p.keyHash),
)

const removeOld = defineQuery((db, p: { readonly beforeMs: number; readonly limit: number }) =>
  db
    .deleteFrom('kept_reply')
    .where('key_hash', 'in', (eb) =>
      eb
        .selectFrom('kept_reply')
        .select('key_hash')
        .where('created_at_ms', '<=', p.beforeMs)
        .orderBy('created_at_ms')
        .limit(p.limit),
    ),
)
