// What taking a list over comes to with these choices: how many lines, and what stands in the way.
import type { ImportJobBody, ImportOptions } from '@countersign/protocol/admin'

type Planned = Pick<ImportJobBody, 'counts' | 'newGroups'>

/** Lines that would be written. */
export function workOf({ counts }: Planned, { updateExisting = true }: ImportOptions): number {
  return counts.add + (updateExisting ? counts.change : 0)
}

export type Obstacle = 'faults' | 'groups' | 'nothing'

export function obstacleOf(job: Planned, options: ImportOptions): Obstacle | undefined {
  if (job.counts.fault > 0 && options.skipFaulty !== true) return 'faults'
  if (workOf(job, options) === 0) return 'nothing'
  return job.newGroups.length > 0 && options.createGroups !== true ? 'groups' : undefined
}
