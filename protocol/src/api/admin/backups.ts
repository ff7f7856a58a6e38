// Bodies of /admin/v1/backups: copies of the database, made while the server runs and checked before they count.
import * as z from 'zod/mini'
import { timeMs } from '../values.js'

export const backup = z.strictObject({
  /** Name of the file in the backup folder. */
  name: z.string(),
  sizeBytes: z.int(),
  madeAtMs: timeMs,
  /** SHA-256 of the file, in hex; null for one that was listed and not read. */
  sha256: z.nullable(z.string()),
})
export type Backup = z.infer<typeof backup>

/** GET /admin/v1/backups, newest first. */
export const backupList = z.strictObject({
  /** False until the setting `backup.dir` names a folder: then backups are made only with `countersign backup FILE`. */
  configured: z.boolean(),
  items: z.array(backup),
  next: z.nullable(z.string()),
})
export type BackupList = z.infer<typeof backupList>

/** POST /admin/v1/backups has no body but `{}`; 201 is the backup, made and checked. */
export const makeBackupBody = z.strictObject({})
