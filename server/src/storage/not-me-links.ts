// The store of the links "this wasn't me": each stops one account.
import type { AccountId } from '@countersign/protocol'
import type { NotMeLink } from '../core/codes.js'
import type { NotMeLinkStore } from '../core/ports-codes.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { NotMeLinkTable } from './tables-codes.js'

export function notMeLinkStore(session: Session): NotMeLinkStore {
  return {
    async add(link) {
      await session.changes(insert, rowOf(link))
    },
    async bySecret(secretHash) {
      const row = await session.row(selectBySecret, { secretHash })
      return row && toRecord(row)
    },
    removeOf: (accountId) => session.changes(deleteAll, { accountId }),
    purge: (nowMs, limit) => session.changes(deleteOver, { nowMs, limit }),
  }
}

const insert = defineQuery((db, row: NotMeLinkTable) =>
  db.insertInto('not_me_link').values({
    secret_hash: row.secret_hash,
    account_id: row.account_id,
    notice_id: row.notice_id,
    expires_at_ms: row.expires_at_ms,
  }),
)

const selectBySecret = defineQuery((db, p: { readonly secretHash: Uint8Array }) =>
  db.selectFrom('not_me_link').selectAll().where('secret_hash', '=', p.secretHash),
)

const deleteAll = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('not_me_link').where('account_id', '=', p.accountId),
)

const deleteOver = defineQuery((db, p: { readonly nowMs: number; readonly limit: number }) =>
  db
    .deleteFrom('not_me_link')
    .where('secret_hash', 'in', (eb) =>
      eb
        .selectFrom('not_me_link')
        .select('secret_hash')
        .where('expires_at_ms', '<=', p.nowMs)
        .orderBy('expires_at_ms')
        .limit(p.limit),
    ),
)

function rowOf(link: NotMeLink): NotMeLinkTable {
  return {
    secret_hash: link.secretHash,
    account_id: link.accountId,
    notice_id: link.noticeId,
    expires_at_ms: link.expiresAtMs,
  }
}

function toRecord(row: NotMeLinkTable): NotMeLink {
  return {
    secretHash: toBytes(row.secret_hash),
    accountId: row.account_id,
    noticeId: row.notice_id,
    expiresAtMs: row.expires_at_ms,
  }
}
