// The audit store: entries as they are written, in the transaction that decided.
import type { AuditStore } from '../core/ports-audit.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { AuditTable } from './tables-admin.js'

export function auditStore(session: Session): AuditStore {
  return {
    async append(id, atMs, { action, actor, accountId, appId, facts }) {
      await session.changes(insert, {
        id,
        at_ms: atMs,
        action,
        actor,
        account_id: accountId ?? null,
        app_id: appId ?? null,
        facts: JSON.stringify(facts),
      })
    },
  }
}

const insert = defineQuery((db, row: Omit<AuditTable, 'sequence' | 'hash'>) =>
  db.insertInto('audit').values({
    id: row.id,
    at_ms: row.at_ms,
    action: row.action,
    actor: row.actor,
    account_id: row.account_id,
    app_id: row.app_id,
    facts: row.facts,
    sequence: null,
    hash: null,
  }),
)
