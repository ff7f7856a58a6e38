// Jobs that take lists over: looked at, started, paused, cancelled.
import type { ImportOptions, ImportOptionsSet, ImportPlan, ImportState } from '@countersign/protocol/admin'
import { columnNamed } from '../../core/import/header.js'
import type { Actor } from '../../core/permissions.js'
import { actorText, mayAct, rolesUnder } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { ImportJob, ImportLine, ImportPlace } from '../../core/ports-imports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { action, record } from './action.js'

/** A job with the faults that a first look shows. */
export interface ImportShown {
  readonly job: ImportJob
  readonly faultyLines: readonly ImportLine[]
}

const FAULTY_LINES_SHOWN = 50

export const listImports = action(
  'import.list',
  'onboarding:read',
  async (
    ports,
    _actor,
    { limit, before }: { readonly limit: number; readonly before?: ImportPlace | undefined },
  ) => accepted(await ports.storage.read.imports.page(limit, before)),
)

/** Refuses with `not_found`. */
export const showImport = action(
  'import.show',
  'onboarding:read',
  async (ports, _actor, { id }: { readonly id: string }): Promise<Result<ImportShown>> => {
    const { imports } = ports.storage.read
    const job = await imports.byId(id)
    if (job === undefined || job.state === 'reading') return refused(UNKNOWN)
    return accepted(await shown(ports.storage.read, job))
  },
)

export interface LinesWanted {
  readonly id: string
  readonly afterLine: number
  readonly limit: number
  readonly plan?: ImportPlan | undefined
}

/** Refuses with `not_found`. */
export const importLines = action(
  'import.lines',
  'onboarding:read',
  async (
    ports,
    _actor,
    { id, afterLine, limit, plan }: LinesWanted,
  ): Promise<Result<readonly ImportLine[]>> => {
    const { imports } = ports.storage.read
    const job = await imports.byId(id)
    if (job === undefined || job.state === 'reading') return refused(UNKNOWN)
    return accepted(await imports.lines(id, afterLine, limit, plan))
  },
)

/**
 * A job that is ready, or paused, runs from where it is; one that runs already stays as it is.
 * @param options what is left out is as it was; first: no line with a fault is passed over, no group made, accounts are changed.
 * Refuses with `not_found`; with `not_permitted` (groups without `groups:write`); with `conflict`, whose `because` is `header`, `empty`, `faults`, `new_groups`, or the state it is in.
 */
export const startImport = action(
  'import.start',
  'onboarding:write',
  (ports, actor, { id, options }: { readonly id: string; readonly options: ImportOptions }) =>
    change(ports, actor, id, 'running', ['ready', 'paused'], async (stores, job) => {
      // Policies go by groups: a list is no way to put people into them without the right to.
      if (
        job.reading.columns.some((name) => columnNamed(name) === 'groups') &&
        !mayAct(actor, 'groups:write')
      )
        return refused({ reason: 'not_permitted', permission: 'groups:write' })
      const wanted: ImportJob = {
        ...job,
        startedBy: actorText(actor),
        mayChange: rolesUnder(actor),
        options: { ...job.options, ...given(options) },
      }
      const because = await whyNotStart(stores, wanted)
      return because === undefined
        ? accepted(wanted)
        : refused({ reason: 'conflict', what: 'import', because })
    }),
)

/** It stops before its next batch, and can be started again. Refuses with `not_found`, `conflict`. */
export const pauseImport = action(
  'import.pause',
  'onboarding:write',
  (ports, actor, { id }: { readonly id: string }) => change(ports, actor, id, 'paused', ['running'], asItIs),
)

/** It stops before its next batch, for good; what was done stays done. Refuses with `not_found`, `conflict`. */
export const cancelImport = action(
  'import.cancel',
  'onboarding:write',
  (ports, actor, { id }: { readonly id: string }) =>
    change(ports, actor, id, 'cancelled', ['ready', 'running', 'paused'], asItIs),
)

/** A job as everybody who changed it sees it. */
export async function shown({ imports }: Stores, job: ImportJob): Promise<ImportShown> {
  return { job, faultyLines: await imports.lines(job.id, 0, FAULTY_LINES_SHOWN, 'fault') }
}

const UNKNOWN: Refusal = { reason: 'not_found', what: 'import' }

const asItIs = async (_: Stores, job: ImportJob): Promise<Result<ImportJob>> => accepted(job)

/** An option that was not given is not one that was given as undefined. */
function given(options: ImportOptions): Partial<ImportOptionsSet> {
  const { skipFaulty, createGroups, updateExisting } = options
  return {
    ...(skipFaulty === undefined ? {} : { skipFaulty }),
    ...(createGroups === undefined ? {} : { createGroups }),
    ...(updateExisting === undefined ? {} : { updateExisting }),
  }
}

async function whyNotStart(stores: Stores, job: ImportJob): Promise<string | undefined> {
  const { headerFaults, lines, counts, options, newGroups } = job
  if (headerFaults.length > 0) return 'header'
  if (lines === 0) return 'empty'
  if (counts.fault > 0 && !options.skipFaulty) return 'faults'
  if (options.createGroups) return undefined
  for (const name of newGroups) if ((await stores.groups.byName(name)) === undefined) return 'new_groups'
  return undefined
}

function change(
  ports: Ports,
  actor: Actor,
  id: string,
  to: Exclude<ImportState, 'ready' | 'done'>,
  from: readonly ImportState[],
  prepare: (stores: Stores, job: ImportJob) => Promise<Result<ImportJob>>,
): Promise<Result<ImportShown>> {
  return untilSettled(() =>
    ports.storage.transaction(async (stores) => {
      const job = await stores.imports.byId(id)
      if (job === undefined || job.state === 'reading') return refused(UNKNOWN)
      if (job.state === to) return accepted(await shown(stores, job))
      if (!from.includes(job.state))
        return refused({ reason: 'conflict', what: 'import', because: job.state })
      const prepared = await prepare(stores, job)
      if (!prepared.ok) return prepared
      const changed: ImportJob = { ...prepared.value, state: to, changedAtMs: ports.clock.nowMs() }
      mustWin(await stores.imports.save(changed))
      await record(ports, stores, actor, { action: PAST[to], facts: factsOf(changed) })
      return accepted(await shown(stores, { ...changed, revision: changed.revision + 1 }))
    }),
  )
}

const PAST = { running: 'import.started', paused: 'import.paused', cancelled: 'import.cancelled' } as const

function factsOf({ id, name, lines, done, options }: ImportJob) {
  return { import: id, name, lines, done, ...options }
}
