// The resource /admin/v1/overview: what an admin sees first, once or as it changes.
import type { OutcomeCounts, OverviewBody } from '@countersign/protocol/admin'
import { overview } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { showOverview } from '../../flows/admin/overview.js'
import type { LiveStreams } from '../live-streams.js'
import type { Operation } from '../operation.js'
import { liveOperation } from './live-operation.js'
import { adminOperation } from './operation.js'

const LOOK_EVERY_MS = 2_000
/** Pages that look in the same moment see the same: counting 100,000 accounts is not done for each. */
const SHARED_MS = 1_500

const none: OutcomeCounts = {
  redeemed: 0,
  denied: 0,
  reported: 0,
  expired: 0,
  mismatched: 0,
  cancelled: 0,
  lapsed: 0,
  waived: 0,
  by_code: 0,
}

const example: OverviewBody = {
  atMs: 1_795_000_000_000,
  devices: { connected: 187, active: 203, suspended: 1 },
  accounts: { total: 210, active: 208, suspended: 2, withoutDevice: 9 },
  minutes: [{ minuteMs: 1_794_999_960_000, outcomes: { ...none, redeemed: 12 } }],
  day: { ...none, redeemed: 1_904, denied: 3, expired: 41 },
  disowned: 0,
  outgoing: { waiting: 0, dead: 0 },
  alerts: [{ kind: 'devices_suspended', level: 'warning', count: 1, atMs: null }],
}

const group = 'Overview'

export function overviewOperations(streams: LiveStreams): readonly Operation[] {
  const latest = sharedOverview()
  return [
    adminOperation(
      {
        method: 'get',
        path: '/admin/v1/overview',
        group,
        summary: 'See the whole at a glance',
        description:
          'Connected phones, logins by the minute and of the last day, accounts, and what wants to be looked at.',
        answer: { status: 200, description: 'The overview.', shape: { name: 'Overview', schema: overview } },
        codes: [],
        example: { answer: example },
      },
      undefined,
      ({ ports, actor }) => showOverview(ports, actor, undefined),
    ),
    liveOperation(
      streams,
      {
        method: 'get',
        path: '/admin/v1/overview/stream',
        group,
        summary: 'Watch the overview',
        description:
          'Server-sent events: `overview` at once, then whenever something changed, at most each two seconds; its data is an Overview.',
        answer: { status: 200, description: 'The stream.', types: ['text/event-stream'] },
        codes: ['too_many_requests'],
        example: {},
      },
      async ({ ports, actor }) => {
        const first = await showOverview(ports, actor, undefined)
        if (!first.ok) return first
        let shown = ''
        return accepted({
          everyMs: LOOK_EVERY_MS,
          async look() {
            const found = await latest(ports)
            if (!found.ok) throw new Error('no longer permitted')
            // The time alone is no change.
            const state = JSON.stringify({ ...found.value, atMs: 0 })
            if (state === shown) return []
            shown = state
            return [{ name: 'overview', data: found.value }]
          },
        })
      },
    ),
  ]
}

/** What a page of the stream sees: whether it may is asked before, and again, for each by itself. */
function sharedOverview(): (ports: Ports) => Promise<Result<OverviewBody>> {
  let made: { readonly atMs: number; readonly value: Promise<Result<OverviewBody>> } | undefined
  return (ports) => {
    const nowMs = ports.clock.nowMs()
    if (made === undefined || Math.abs(nowMs - made.atMs) >= SHARED_MS)
      made = { atMs: nowMs, value: showOverview(ports, { kind: 'server' }, undefined) }
    return made.value
  }
}
