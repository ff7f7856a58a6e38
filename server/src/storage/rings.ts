// The store of rings: what became of each request on each phone; news are merged in the database, whichever process brings them.
import type { ChallengeId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { RingStore } from '../core/ports-push.js'
import type { Ring, RingNews } from '../core/rings.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { RingTable } from './tables-push.js'

export function ringStore(session: Session): RingStore {
  return {
    async note(news) {
      await session.changes(upsert, rowOf(news))
    },
    async ofChallenge(challengeId) {
      return (await session.rows(selectOfChallenge, { challengeId })).map(toRing)
    },
  }
}

// From the delivery's own row: what was removed meanwhile gets no news. Each `coalesce` is `mergedNews` of core/rings.ts.
const upsert = defineQuery((db, p: RingTable) =>
  db
    .insertInto('ring')
    .columns([
      'challenge_id',
      'device_id',
      'at_ms',
      'silence',
      'socket_at_ms',
      'shown_at_ms',
      'push_at_ms',
      'push_outcome',
      'push_status',
    ])
    .expression((eb) =>
      eb
        .selectFrom('delivery')
        .select([
          'delivery.challenge_id',
          'delivery.device_id',
          sql<number>`cast(${p.at_ms} as bigint)`.as('at_ms'),
          sql<RingTable['silence']>`cast(${p.silence} as text)`.as('silence'),
          sql<number | null>`cast(${p.socket_at_ms} as bigint)`.as('socket_at_ms'),
          sql<number | null>`cast(${p.shown_at_ms} as bigint)`.as('shown_at_ms'),
          sql<number | null>`cast(${p.push_at_ms} as bigint)`.as('push_at_ms'),
          sql<RingTable['push_outcome']>`cast(${p.push_outcome} as text)`.as('push_outcome'),
          sql<number | null>`cast(${p.push_status} as bigint)`.as('push_status'),
        ])
        .where('delivery.challenge_id', '=', p.challenge_id)
        .where('delivery.device_id', '=', p.device_id),
    )
    .onConflict((conflict) =>
      conflict.columns(['challenge_id', 'device_id']).doUpdateSet({
        silence: sql`coalesce(excluded.silence, ring.silence)`,
        socket_at_ms: sql`coalesce(excluded.socket_at_ms, ring.socket_at_ms)`,
        shown_at_ms: sql`coalesce(ring.shown_at_ms, excluded.shown_at_ms)`,
        // The three are one thing: that of the last push.
        push_at_ms: sql`coalesce(excluded.push_at_ms, ring.push_at_ms)`,
        push_outcome: sql`coalesce(excluded.push_outcome, ring.push_outcome)`,
        push_status: sql`case when excluded.push_outcome is null then ring.push_status else excluded.push_status end`,
      }),
    ),
)

const selectOfChallenge = defineQuery((db, p: { readonly challengeId: ChallengeId }) =>
  db.selectFrom('ring').selectAll().where('challenge_id', '=', p.challengeId),
)

function rowOf(news: RingNews): RingTable {
  return {
    challenge_id: news.challengeId,
    device_id: news.deviceId,
    at_ms: news.atMs,
    silence: news.silence ?? null,
    socket_at_ms: news.socketAtMs ?? null,
    shown_at_ms: news.shownAtMs ?? null,
    push_at_ms: news.push?.atMs ?? null,
    push_outcome: news.push?.outcome ?? null,
    push_status: news.push?.status ?? null,
  }
}

function toRing(row: RingTable): Ring {
  const { push_at_ms: atMs, push_outcome: outcome } = row
  return {
    challengeId: row.challenge_id,
    deviceId: row.device_id,
    atMs: row.at_ms,
    silence: row.silence ?? undefined,
    socketAtMs: row.socket_at_ms ?? undefined,
    shownAtMs: row.shown_at_ms ?? undefined,
    push:
      atMs === null || outcome === null ? undefined : { atMs, outcome, status: row.push_status ?? undefined },
  }
}
