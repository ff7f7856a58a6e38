// The signing key store: sealed challenge keys, and the version of the key set that publishes them.
import type { KeyId } from '@countersign/protocol'
import type { SigningKeyStore } from '../core/ports.js'
import type { SigningKeyRecord } from '../core/records.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { SigningKeyTable } from './tables.js'

export function signingKeyStore(session: Session): SigningKeyStore {
  return {
    async all() {
      return (await session.rows(selectAll, {})).map(toRecord)
    },
    async add(key) {
      await session.changes(insert, rowOf(key))
    },
    async remove(id) {
      await session.changes(remove, { id })
    },
    async keySetVersion() {
      return (await session.row(selectVersion, {}))?.version ?? 0
    },
    async advanceKeySet(from, to) {
      return (await session.changes(updateVersion, { from, to })) === 1
    },
  }
}

const selectAll = defineQuery((db, _: Record<never, never>) =>
  db.selectFrom('signing_key').selectAll().orderBy('not_before_ms').orderBy('id'),
)

const insert = defineQuery((db, row: SigningKeyTable) =>
  db.insertInto('signing_key').values({
    id: row.id,
    public_key: row.public_key,
    sealed_private_key: row.sealed_private_key,
    not_before_ms: row.not_before_ms,
    not_after_ms: row.not_after_ms,
  }),
)

const remove = defineQuery((db, p: { readonly id: KeyId }) =>
  db.deleteFrom('signing_key').where('id', '=', p.id),
)

const selectVersion = defineQuery((db, _: Record<never, never>) =>
  db.selectFrom('key_set').select('version').where('id', '=', 1),
)

const updateVersion = defineQuery((db, p: { readonly from: number; readonly to: number }) =>
  db.updateTable('key_set').set({ version: p.to }).where('id', '=', 1).where('version', '=', p.from),
)

function rowOf(key: SigningKeyRecord): SigningKeyTable {
  return {
    id: key.id,
    public_key: key.publicKey,
    sealed_private_key: key.sealedPrivateKey,
    not_before_ms: key.notBeforeMs,
    not_after_ms: key.notAfterMs,
  }
}

function toRecord(row: SigningKeyTable): SigningKeyRecord {
  return {
    id: row.id,
    publicKey: toBytes(row.public_key),
    sealedPrivateKey: toBytes(row.sealed_private_key),
    notBeforeMs: row.not_before_ms,
    notAfterMs: row.not_after_ms,
  }
}
