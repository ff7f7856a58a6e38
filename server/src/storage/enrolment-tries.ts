// The store of when apps enrolled, or tried to.
import type { AppId } from '@countersign/protocol'
import type { EnrolmentTryStore } from '../core/ports-codes.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { EnrolmentTryTable } from './tables-codes.js'

export function enrolmentTryStore(session: Session): EnrolmentTryStore {
  return {
    async add(id, appId, atMs) {
      await session.changes(insert, { id, app_id: appId, at_ms: atMs })
    },
    async since(appId, afterMs) {
      return (await session.rows(selectSince, { appId, afterMs })).map(({ at_ms }) => at_ms)
    },
    purge: (untilMs, limit) => session.changes(deleteOld, { untilMs, limit }),
  }
}

const insert = defineQuery((db, row: EnrolmentTryTable) =>
  db.insertInto('enrolment_try').values({ id: row.id, app_id: row.app_id, at_ms: row.at_ms }),
)

const selectSince = defineQuery((db, p: { readonly appId: AppId; readonly afterMs: number }) =>
  db
    .selectFrom('enrolment_try')
    .select('at_ms')
    .where('app_id', '=', p.appId)
    .where('at_ms', '>', p.afterMs)
    .orderBy('at_ms'),
)

const deleteOld = defineQuery((db, p: { readonly untilMs: number; readonly limit: number }) =>
  db
    .deleteFrom('enrolment_try')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('enrolment_try')
        .select('id')
        .where('at_ms', '<=', p.untilMs)
        .orderBy('at_ms')
        .limit(p.limit),
    ),
)
