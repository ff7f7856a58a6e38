// What an admin sees first: who is there, how logins go, and what wants to be looked at.
import type { AlertBody, OutcomeCounts, OverviewBody } from '@countersign/protocol/admin'
import { loginOutcomes } from '@countersign/protocol/admin'
import type { OverviewFacts } from '../../core/alerts.js'
import { alertsOf } from '../../core/alerts.js'
import type { Ports } from '../../core/ports.js'
import type { MinuteCount } from '../../core/ports-counts.js'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { readAuditHealth } from '../audit-health.js'
import { readLastBackup } from '../last-backup.js'
import { action } from './action.js'

const MINUTE_MS = 60_000
const POINTS = 60
const DAY_MINUTES = 1_440
/** Beyond this many in a day nobody counts them one by one. */
const COUNTED = 100

/** Counts accounts and devices one by one: a stream asks once for all who look. */
export const showOverview = action(
  'overview.show',
  'overview:read',
  async (ports): Promise<Result<OverviewBody>> => {
    const nowMs = ports.clock.nowMs()
    const thisMinute = Math.floor(nowMs / MINUTE_MS)
    const { read } = ports.storage
    const census = await read.counts.census()
    const counts = await read.counts.minutes(thisMinute - DAY_MINUTES + 1, thisMinute + 1)
    const day = outcomesOf(counts)
    const disowned = countOf(counts, 'disowned')
    const outgoing = {
      waiting: await read.outgoing.count('waiting'),
      dead: await read.outgoing.count('dead'),
    }
    const { total, suspended, withoutDevice } = census.accounts
    return accepted({
      atMs: nowMs,
      devices: { connected: await ports.fabric.connected(), ...census.devices },
      accounts: { total, active: total - suspended, suspended, withoutDevice },
      minutes: points(counts, thisMinute),
      day,
      disowned,
      outgoing,
      alerts: [...(await alerts(ports, { day, disowned, outgoing, census, nowMs }))],
    })
  },
)

async function alerts(
  ports: Ports,
  facts: Pick<OverviewFacts, 'day' | 'disowned' | 'outgoing' | 'census' | 'nowMs'>,
): Promise<readonly AlertBody[]> {
  const { read } = ports.storage
  const [oldest] = await read.audit.unsealed(1)
  const fromMs = facts.nowMs - DAY_MINUTES * MINUTE_MS
  const countedOf = async (action: string): Promise<number> =>
    (await read.audit.page({ action, fromMs }, undefined, COUNTED)).entries.length
  return alertsOf({
    ...facts,
    stopped: await countedOf('account.stopped'),
    harassed: await countedOf('account.harassed'),
    audit: await readAuditHealth(ports),
    auditEnd: (await read.audit.end())?.sequence ?? 0,
    oldestUnsealedMs: oldest?.atMs,
    lastKeyEndsMs: Math.max(0, ...(await read.signingKeys.all()).map(({ notAfterMs }) => notAfterMs)),
    lastBackupMs: (await readLastBackup(ports)).madeAtMs,
    owners: await read.admins.owners(),
    fabric: ports.fabric.state(),
  })
}

/** Sixty of them, oldest first, also where nothing happened. */
function points(counts: readonly MinuteCount[], thisMinute: number): OverviewBody['minutes'] {
  return Array.from({ length: POINTS }, (_, i) => {
    const minute = thisMinute - POINTS + 1 + i
    return {
      minuteMs: minute * MINUTE_MS,
      outcomes: outcomesOf(counts.filter((each) => each.minute === minute)),
    }
  })
}

/** An outcome that this version does not know is counted nowhere, rather than wrongly. */
export function outcomesOf(counts: readonly MinuteCount[]): OutcomeCounts {
  // Sound: the names are all members of the shape (protocol/api/admin/overview.ts).
  return Object.fromEntries(loginOutcomes.map((name) => [name, countOf(counts, name)])) as OutcomeCounts
}

function countOf(counts: readonly MinuteCount[], name: string): number {
  return counts.reduce((total, { outcome, count }) => (outcome === name ? total + count : total), 0)
}
