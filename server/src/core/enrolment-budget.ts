// How often an app may enrol: so many tries in any hour, whatever became of them ([EN5]).
import { ENROLMENTS_PER_HOUR } from '@countersign/protocol'

export const ENROLMENT_WINDOW_MS = 3_600_000

/**
 * Seconds until one more try is heard; undefined: now.
 *
 * @param triesMs when the app tried in the last hour, oldest first.
 */
export function enrolsAgainInSeconds(triesMs: readonly number[], nowMs: number): number | undefined {
  // The one that must be an hour old before there is room.
  const oldest = triesMs.at(-ENROLMENTS_PER_HOUR)
  if (oldest === undefined || oldest <= nowMs - ENROLMENT_WINDOW_MS) return undefined
  return Math.ceil((oldest + ENROLMENT_WINDOW_MS - nowMs) / 1000)
}
