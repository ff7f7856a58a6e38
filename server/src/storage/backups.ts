// Backups as files: made beside their name, checked, and given it only when they are whole.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { BackupFile, BackupMade, Backups } from '../core/ports-backups.js'
import type { FileFaults } from './copy-database.js'
import { syncFolder } from './sync-folder.js'

/** Names that `make` is given; other files in the folder are somebody else's. */
const NAME = /^countersign-[0-9TZ-]{10,40}\.db$/

export interface BackupSettings {
  /** Copies the database to a new file and says what is wrong with the copy; undefined when nothing is kept. */
  readonly copy: ((to: string) => Promise<FileFaults>) | undefined
  /** Empty: none. */
  readonly folder: string
}

export function createBackups({ copy, folder }: BackupSettings): Backups {
  const makeAt = (path: string, nowMs: number): Promise<BackupMade> =>
    copy === undefined ? Promise.resolve({ kind: 'nothing_kept' }) : copyTo(copy, resolve(path), nowMs)
  return {
    configured: folder !== '',
    async list() {
      const names = folder === '' ? [] : (await namesIn(folder)).filter((name) => NAME.test(name))
      const files = await Promise.all(names.map((name) => describeFile(join(folder, name))))
      return files.sort((a, b) => b.madeAtMs - a.madeAtMs)
    },
    async make(name, nowMs) {
      if (folder === '' || !NAME.test(name)) return { kind: 'nothing_kept' }
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return makeAt(join(folder, name), nowMs)
    },
    makeAt,
  }
}

async function copyTo(
  copy: (to: string) => Promise<FileFaults>,
  path: string,
  nowMs: number,
): Promise<BackupMade> {
  const draft = `${path}.part`
  // Of an attempt that was cut off; two at once for one name meet at the link.
  await removeDraft(draft)
  try {
    const faults = await copy(draft)
    if (faults.length > 0) return { kind: 'damaged', faults }
    const sha256 = await hashOf(draft)
    // A link fails if the name is taken: no backup ever replaces another file.
    await link(draft, path)
    syncFolder(path)
    const { size } = await stat(path)
    return { kind: 'made', file: { name: basename(path), sizeBytes: size, madeAtMs: nowMs, sha256 } }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return { kind: 'exists' }
    throw error
  } finally {
    await removeDraft(draft)
  }
}

async function removeDraft(draft: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${draft}${end}`, { force: true })
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // It is made with the first backup.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

async function describeFile(path: string): Promise<BackupFile> {
  const { size, mtimeMs } = await stat(path)
  return { name: basename(path), sizeBytes: size, madeAtMs: Math.floor(mtimeMs), sha256: undefined }
}

export async function hashOf(path: string): Promise<Uint8Array> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return new Uint8Array(hash.digest())
}
