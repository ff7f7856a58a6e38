// A database that other tools than ours brought back to an earlier time, in its place: looked through, and made fit to go on.
import type { Config } from './config.js'
import type { Log } from './core/ports.js'
import { configAt, isThere, openSource } from './database-ends.js'
import type { MadePresent } from './own-database.js'
import { makePresent, openOwnDatabase } from './own-database.js'

export interface BroughtBackWish {
  readonly config: Config
  /** Goes on also when the audit shows that somebody changed it. */
  readonly acceptBrokenAudit: boolean
  readonly log: Log
}

export type BroughtBack =
  | Extract<MadePresent, { kind: 'present' }>
  | {
      readonly kind: 'refused'
      readonly because: 'nothing_kept' | 'database_in_use' | 'database_of_another_server' | 'audit_broken'
      readonly faults: readonly string[]
    }

/** Only while nobody else has it open. What it refuses leaves the database as it was. */
export async function takeUpBroughtBack({
  config,
  acceptBrokenAudit,
  log,
}: BroughtBackWish): Promise<BroughtBack> {
  if (!isThere(config['storage.url'])) return refused('nothing_kept')
  // Brings the schema up to date as well; then nobody has it open, or the next line says so.
  const known = await openOwnDatabase(configAt(config, config['storage.url']), log, acceptBrokenAudit)
  if (known === undefined) return refused('database_of_another_server')
  await known.close()
  const alone = await openSource(config)
  if (alone === undefined) return refused('database_in_use')
  await alone.close()
  const opened = await openOwnDatabase(configAt(config, config['storage.url']), log, acceptBrokenAudit)
  if (opened === undefined) return refused('database_of_another_server')
  try {
    const made = await makePresent(opened.ports, { facts: {}, acceptBrokenAudit })
    return made.kind === 'present' ? made : refused('audit_broken', made.faults)
  } finally {
    await opened.close()
  }
}

function refused(
  because: Extract<BroughtBack, { kind: 'refused' }>['because'],
  faults: readonly string[] = [],
): BroughtBack {
  return { kind: 'refused', because, faults }
}
