// How the requests of an app ended, over time.
import type { AppId } from '@countersign/protocol'
import type { AppStatistics } from '@countersign/protocol/admin'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { countsBySteps, stepsOf, totalsOf } from '../../core/time-steps.js'
import { action } from './action.js'

const MINUTE_MS = 60_000
/** A month; what is older tells of another app. */
const HOURS_MAX = 720

/** @param hours 1 to 720; more is 720. Refuses with `not_found`. */
export const appStatistics = action(
  'app.statistics',
  'apps:read',
  async (
    ports,
    _actor,
    { appId, hours }: { readonly appId: AppId; readonly hours: number },
  ): Promise<Result<AppStatistics>> => {
    const app = await ports.storage.read.apps.byId(appId)
    if (app === undefined || app.state === 'deleted') return refused({ reason: 'not_found', what: 'app' })
    const steps = stepsOf(Math.min(Math.max(1, hours), HOURS_MAX), ports.clock.nowMs())
    const { fromMs, toMs, stepMs } = steps
    const counts = await ports.storage.read.counts.minutes(fromMs / MINUTE_MS, toMs / MINUTE_MS, appId)
    const points = countsBySteps(steps, counts).map(({ atMs, counts: at }) => ({ atMs, counts: { ...at } }))
    return accepted({ fromMs, stepMs, points, totals: { ...totalsOf(counts) } })
  },
)
