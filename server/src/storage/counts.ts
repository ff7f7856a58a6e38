// The count store: outcomes by minute and app, and how many accounts and devices there are.
import type { AppId } from '@countersign/protocol'
import type { CountStore } from '../core/ports-counts.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { MinuteCountTable } from './tables-admin.js'

export function countStore(session: Session): CountStore {
  return {
    async add(counts) {
      for (const { minute, appId, outcome, count } of counts)
        await session.changes(addToMinute, { minute, app_id: appId, outcome, count })
    },
    async minutes(from, to, appId) {
      const rows =
        appId === undefined
          ? await session.rows(selectMinutes, { from, to })
          : await session.rows(selectMinutesOfApp, { from, to, appId })
      return rows.map(({ app_id, ...row }) => ({ ...row, appId: app_id }))
    },
    async census() {
      const accounts = await session.rows(countAccounts, {})
      const devices = await session.rows(countDevices, {})
      const live = accounts.filter(({ state }) => state !== 'deleted')
      const sum = (rows: readonly { readonly count: number }[]): number =>
        rows.reduce((total, { count }) => total + count, 0)
      return {
        accounts: {
          total: sum(live),
          suspended: sum(live.filter(({ state }) => state === 'suspended')),
          withoutDevice: sum(live.filter(({ without_device }) => without_device === 1)),
        },
        devices: {
          active: sum(devices.filter(({ state }) => state === 'active')),
          suspended: sum(devices.filter(({ state }) => state === 'suspended')),
        },
      }
    },
    purge: (beforeMinute, limit) => session.changes(removeMinutes, { beforeMinute, limit }),
  }
}

const addToMinute = defineQuery((db, row: MinuteCountTable) =>
  db
    .insertInto('minute_count')
    .values({ minute: row.minute, app_id: row.app_id, outcome: row.outcome, count: row.count })
    .onConflict((conflict) =>
      conflict
        .columns(['minute', 'app_id', 'outcome'])
        .doUpdateSet((eb) => ({ count: eb('minute_count.count', '+', eb.ref('excluded.count')) })),
    ),
)

interface Span {
  readonly from: number
  readonly to: number
}

const selectMinutes = defineQuery((db, p: Span) =>
  db
    .selectFrom('minute_count')
    .selectAll()
    .where('minute', '>=', p.from)
    .where('minute', '<', p.to)
    .orderBy('minute'),
)

const selectMinutesOfApp = defineQuery((db, p: Span & { readonly appId: AppId }) =>
  db
    .selectFrom('minute_count')
    .selectAll()
    .where('minute', '>=', p.from)
    .where('minute', '<', p.to)
    .where('app_id', '=', p.appId)
    .orderBy('minute'),
)

const countAccounts = defineQuery((db, _: Record<never, never>) =>
  db
    .selectFrom('account')
    .select((eb) => [
      'state',
      eb.case().when('active_devices', '=', 0).then(1).else(0).end().as('without_device'),
      eb.fn.countAll<number>().as('count'),
    ])
    .groupBy(['state', 'without_device']),
)

const countDevices = defineQuery((db, _: Record<never, never>) =>
  db
    .selectFrom('device')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .groupBy('state'),
)

const removeMinutes = defineQuery((db, p: { readonly beforeMinute: number; readonly limit: number }) =>
  db
    .deleteFrom('minute_count')
    .where((eb) =>
      eb(
        eb.refTuple('minute', 'app_id', 'outcome'),
        'in',
        eb
          .selectFrom('minute_count')
          .select(['minute', 'app_id', 'outcome'])
          .where('minute', '<', p.beforeMinute)
          .limit(p.limit)
          .$asTuple('minute', 'app_id', 'outcome'),
      ),
    ),
)
