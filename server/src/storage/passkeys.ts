// The store of passkeys and of the questions they have answered; keeps the account's number of them.
import type { AccountId } from '@countersign/protocol'
import type { Passkey, PasskeyStore } from '../core/ports-passkeys.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { PasskeyTable, PasskeyUseTable } from './tables-passkeys.js'

export function passkeyStore(session: Session): PasskeyStore {
  return {
    async add(passkey) {
      if ((await session.changes(insert, rowOf(passkey))) === 0) return false
      await session.changes(countOf, { accountId: passkey.accountId })
      return true
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toPasskey(row)
    },
    async byCredentialId(credentialId) {
      const row = await session.row(selectByCredential, { credentialId })
      return row && toPasskey(row)
    },
    async ofAccount(accountId) {
      return (await session.rows(selectOfAccount, { accountId })).map(toPasskey)
    },
    async use(id, from, to, nowMs) {
      return (await session.changes(updateUse, { id, from, to, nowMs })) === 1
    },
    async remove(id) {
      const removed = await session.row(deleteById, { id })
      if (removed === undefined) return false
      await session.changes(countOf, { accountId: removed.account_id })
      return true
    },
    async removeOf(accountId) {
      const removed = await session.changes(deleteOfAccount, { accountId })
      await session.changes(countOf, { accountId })
      return removed
    },
    async spend(appId, appNonce, expiresAtMs) {
      const row = { app_id: appId, app_nonce: appNonce, expires_at_ms: expiresAtMs }
      return (await session.changes(insertUse, row)) === 1
    },
    purge: (nowMs, limit) => session.changes(deleteOver, { nowMs, limit }),
  }
}

const insert = defineQuery((db, row: PasskeyTable) =>
  db
    .insertInto('passkey')
    .values({
      id: row.id,
      account_id: row.account_id,
      name: row.name,
      credential_id: row.credential_id,
      public_key: row.public_key,
      sign_count: row.sign_count,
      synced: row.synced,
      created_at_ms: row.created_at_ms,
      last_used_at_ms: row.last_used_at_ms,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing()),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('passkey').selectAll().where('id', '=', p.id),
)

const selectByCredential = defineQuery((db, p: { readonly credentialId: Uint8Array }) =>
  db.selectFrom('passkey').selectAll().where('credential_id', '=', p.credentialId),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('passkey')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .orderBy('created_at_ms')
    .orderBy('id'),
)

interface Use {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly nowMs: number
}

const updateUse = defineQuery((db, p: Use) =>
  db
    .updateTable('passkey')
    .set({ sign_count: p.to, last_used_at_ms: p.nowMs })
    .where('id', '=', p.id)
    .where('sign_count', '=', p.from),
)

const deleteById = defineQuery((db, p: { readonly id: string }) =>
  db.deleteFrom('passkey').where('id', '=', p.id).returning('account_id'),
)

const deleteOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('passkey').where('account_id', '=', p.accountId),
)

/** Counted anew, not by one more or less: whatever there was before, the number is right after. */
const countOf = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .updateTable('account')
    .set((eb) => ({
      active_passkeys: eb
        .selectFrom('passkey')
        .select(eb.fn.countAll<number>().as('passkeys'))
        .whereRef('passkey.account_id', '=', 'account.id'),
    }))
    .where('id', '=', p.accountId),
)

const insertUse = defineQuery((db, row: PasskeyUseTable) =>
  db
    .insertInto('passkey_use')
    .values({ app_id: row.app_id, app_nonce: row.app_nonce, expires_at_ms: row.expires_at_ms })
    .onConflict((conflict) => conflict.columns(['app_id', 'app_nonce']).doNothing()),
)

const deleteOver = defineQuery((db, p: { readonly nowMs: number; readonly limit: number }) =>
  db
    .deleteFrom('passkey_use')
    .where('app_nonce', 'in', (eb) =>
      eb
        .selectFrom('passkey_use')
        .select('app_nonce')
        .where('expires_at_ms', '<=', p.nowMs)
        .orderBy('expires_at_ms')
        .limit(p.limit),
    )
    .where('expires_at_ms', '<=', p.nowMs),
)

function rowOf(passkey: Passkey): PasskeyTable {
  return {
    id: passkey.id,
    account_id: passkey.accountId,
    name: passkey.name,
    credential_id: passkey.credentialId,
    public_key: passkey.publicKey,
    sign_count: passkey.signCount,
    synced: passkey.synced ? 1 : 0,
    created_at_ms: passkey.createdAtMs,
    last_used_at_ms: passkey.lastUsedAtMs ?? null,
  }
}

function toPasskey(row: PasskeyTable): Passkey {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    credentialId: toBytes(row.credential_id),
    publicKey: toBytes(row.public_key),
    signCount: row.sign_count,
    synced: row.synced === 1,
    createdAtMs: row.created_at_ms,
    lastUsedAtMs: row.last_used_at_ms ?? undefined,
  }
}
