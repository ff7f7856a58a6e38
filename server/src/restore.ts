// Puts a backup in the place of the database: only a whole one, of this very server, with an audit that nobody touched, while nobody uses it.
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { AuditVerification } from '@countersign/protocol/admin'
import { databaseFile } from './assembly.js'
import type { Config } from './config.js'
import type { Log } from './core/ports.js'
import { configAt, openTarget } from './database-ends.js'
import type { Returned } from './flows/begin-after-restore.js'
import { makePresent, openOwnDatabase } from './own-database.js'
import { hashOf } from './storage/backups.js'
import { faultsOfFile } from './storage/copy-database.js'
import { copyRows } from './storage/copy-rows.js'
import { openSqliteSource } from './storage/copy-sqlite.js'
import { isInUse } from './storage/idle-file.js'
import { syncFolder } from './storage/sync-folder.js'

export interface RestoreWish {
  readonly config: Config
  /** The backup. It is only read. */
  readonly file: string
  /** Restores also when the audit shows that somebody changed it. */
  readonly acceptBrokenAudit: boolean
  readonly log: Log
  readonly nowMs: number
}

export type RestoreRefusal =
  | 'backup_missing'
  | 'backup_damaged'
  | 'nothing_kept'
  | 'database_in_use'
  | 'database_not_empty'
  | 'backup_of_another_server'
  | 'audit_broken'

export type Restored =
  | {
      readonly kind: 'restored'
      readonly audit: AuditVerification
      readonly returned: Returned
      /** Where the database is now that was there before; undefined when there was none. */
      readonly previous: string | undefined
    }
  | { readonly kind: 'refused'; readonly because: RestoreRefusal; readonly faults: readonly string[] }

/**
 * Works on a copy, and puts it in place at the very end: whatever goes wrong before leaves everything as it was. A database file that
 * was there is kept under another name; a database of PostgreSQL must be empty, and the one before stays where it is.
 */
export async function restoreDatabase(wish: RestoreWish): Promise<Restored> {
  const url = wish.config['storage.url']
  if (url === 'memory:') return refused('nothing_kept')
  const file = resolve(wish.file)
  if (!existsSync(file)) return refused('backup_missing')
  const faults = await damageOf(file)
  if (faults.length > 0) return refused('backup_damaged', faults)
  const database = databaseFile(url)
  return database === undefined ? fillEmpty(wish, file) : replaceFile(wish, file, resolve(database))
}

async function replaceFile(wish: RestoreWish, file: string, target: string): Promise<Restored> {
  if (isInUse(target)) return refused('database_in_use')
  const draft = `${target}.restoring`
  removeDatabase(draft)
  try {
    copyFileSync(file, draft)
    const prepared = await prepare(wish, draft, await hashOf(file))
    if (prepared.kind === 'refused') return prepared
    return { ...prepared, previous: exchange(draft, target, wish.nowMs) }
  } finally {
    removeDatabase(draft)
  }
}

/** Held from the first look until everything is in it: no server begins to work in it meanwhile. */
async function fillEmpty(wish: RestoreWish, file: string): Promise<Restored> {
  const target = await openTarget(wish.config)
  if (target === undefined) return refused('database_in_use')
  const folder = mkdtempSync(join(tmpdir(), 'countersign-restore-'))
  const draft = join(folder, 'draft.db')
  try {
    copyFileSync(file, draft)
    const prepared = await prepare(wish, draft, await hashOf(file))
    if (prepared.kind === 'refused') return prepared
    const source = openSqliteSource(draft)
    const copied = await copyRows({ from: source, to: target, ...QUIETLY }).finally(() => source.close())
    if (copied.kind === 'target_not_empty') return refused('database_not_empty', copied.faults)
    if (copied.kind !== 'copied') throw new Error(`${copied.kind}: ${copied.faults.join('; ')}`)
    return { ...prepared, previous: undefined }
  } finally {
    await target.close()
    rmSync(folder, { recursive: true })
  }
}

const QUIETLY = { tell: () => undefined, stopped: new AbortController().signal }

type Prepared =
  | Exclude<Restored, { kind: 'restored' }>
  | Omit<Extract<Restored, { kind: 'restored' }>, 'previous'>

/** Opens the copy with this server's keys, looks through it, and makes it fit for the present. */
async function prepare(wish: RestoreWish, draft: string, sha256: Uint8Array): Promise<Prepared> {
  const config = configAt(wish.config, `sqlite:${draft}`)
  const opened = await openOwnDatabase(config, wish.log, wish.acceptBrokenAudit)
  if (opened === undefined) return refused('backup_of_another_server')
  try {
    const made = await makePresent(opened.ports, {
      facts: { sha256: Buffer.from(sha256).toString('hex') },
      acceptBrokenAudit: wish.acceptBrokenAudit,
    })
    if (made.kind === 'audit_broken') return refused('audit_broken', made.faults)
    return { kind: 'restored', audit: made.audit, returned: made.returned }
  } finally {
    await opened.close()
  }
}

async function damageOf(file: string): Promise<readonly string[]> {
  try {
    return await faultsOfFile(file)
  } catch (error) {
    return [error instanceof Error ? error.message : 'not a database']
  }
}

/** The old one gets another name, the new one its name; each step by itself leaves a database under some name. */
function exchange(draft: string, target: string, nowMs: number): string | undefined {
  const previous = existsSync(target)
    ? `${target}.before-${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}`
    : undefined
  if (previous !== undefined) renameSync(target, previous)
  for (const end of ['-wal', '-shm']) rmSync(`${target}${end}`, { force: true })
  renameSync(draft, target)
  syncFolder(target)
  return previous
}

function removeDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true })
}

function refused(
  because: RestoreRefusal,
  faults: readonly string[] = [],
): { readonly kind: 'refused'; readonly because: RestoreRefusal; readonly faults: readonly string[] } {
  return { kind: 'refused', because, faults }
}
