// The store of sign-ins under way: which browser waits for which challenge.
import type { SignIn } from '../core/access.js'
import type { SignInStore } from '../core/ports-access.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { SignInTable } from './tables-admin.js'

export function signInStore(session: Session): SignInStore {
  return {
    async add(signIn) {
      await session.changes(insert, rowOf(signIn))
    },
    async bySecret(secretHash) {
      const row = await session.row(selectBySecret, { secretHash })
      return row && toRecord(row)
    },
    async remove(secretHash) {
      return (await session.changes(remove, { secretHash })) === 1
    },
    purge(nowMs, limit) {
      return session.changes(removeOver, { nowMs, limit })
    },
  }
}

const insert = defineQuery((db, row: SignInTable) =>
  db.insertInto('sign_in').values({
    secret_hash: row.secret_hash,
    kind: row.kind,
    challenge_id: row.challenge_id,
    user_id: row.user_id,
    app_nonce: row.app_nonce,
    expires_at_ms: row.expires_at_ms,
  }),
)

const selectBySecret = defineQuery((db, p: { readonly secretHash: Uint8Array }) =>
  db.selectFrom('sign_in').selectAll().where('secret_hash', '=', p.secretHash),
)

const remove = defineQuery((db, p: { readonly secretHash: Uint8Array }) =>
  db.deleteFrom('sign_in').where('secret_hash', '=', p.secretHash),
)

const removeOver = defineQuery((db, p: { readonly nowMs: number; readonly limit: number }) =>
  db
    .deleteFrom('sign_in')
    .where('secret_hash', 'in', (eb) =>
      eb
        .selectFrom('sign_in')
        .select('secret_hash')
        .where('expires_at_ms', '<=', p.nowMs)
        .orderBy('expires_at_ms')
        .limit(p.limit),
    ),
)

function rowOf(signIn: SignIn): SignInTable {
  return {
    secret_hash: signIn.secretHash,
    kind: signIn.kind,
    challenge_id: signIn.challengeId,
    user_id: signIn.userId,
    app_nonce: signIn.appNonce,
    expires_at_ms: signIn.expiresAtMs,
  }
}

function toRecord(row: SignInTable): SignIn {
  return {
    secretHash: toBytes(row.secret_hash),
    kind: row.kind,
    challengeId: row.challenge_id,
    userId: row.user_id,
    appNonce: toBytes(row.app_nonce),
    expiresAtMs: row.expires_at_ms,
  }
}
