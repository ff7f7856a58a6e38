// Copies of the whole database: made while the server runs, checked, and noted.
import type { Backup, BackupList } from '@countersign/protocol/admin'
import type { Actor } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { BackupFile, BackupMade } from '../../core/ports-backups.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { noteBackup } from '../last-backup.js'
import { sealAudit } from '../seal-audit.js'
import { action, record } from './action.js'

export const listBackups = action(
  'backup.list',
  'settings:read',
  async ({ backups }): Promise<Result<BackupList>> =>
    accepted({
      configured: backups.configured,
      items: (await backups.list()).map(shown),
      next: null,
    }),
)

/** Into the folder for backups. Refuses with `conflict` when there is none, nothing is kept, or the copy is not whole. */
export const makeBackup = action('backup.make', 'backup:write', (ports, actor): Promise<Result<Backup>> => {
  if (!ports.backups.configured)
    return Promise.resolve(refused(conflict('the setting backup.dir names no folder')))
  const nowMs = ports.clock.nowMs()
  const name = `countersign-${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}.db`
  return noted(ports, actor, () => ports.backups.make(name, nowMs))
})

/** To a file that the operator names. Refuses with `conflict`. */
export const makeBackupAt = action(
  'backup.make_at',
  'backup:write',
  (ports, actor, { path }: { readonly path: string }): Promise<Result<Backup>> =>
    noted(ports, actor, () => ports.backups.makeAt(path, ports.clock.nowMs())),
)

/** What happened so far gets its place in the chain first, so that the copy's audit is whole. */
async function noted(ports: Ports, actor: Actor, make: () => Promise<BackupMade>): Promise<Result<Backup>> {
  await sealAudit(ports)
  const made = await make()
  switch (made.kind) {
    case 'exists':
      return refused(conflict('a file of that name is there already'))
    case 'nothing_kept':
      return refused(conflict('this server keeps nothing: its storage is the memory'))
    case 'damaged':
      ports.log.error('backup_damaged', { faults: made.faults })
      return refused(conflict('the copy was not whole: the database may be damaged'))
    case 'made':
      return accepted(await note(ports, actor, made.file))
  }
}

async function note(ports: Ports, actor: Actor, file: BackupFile): Promise<Backup> {
  const backup = shown(file)
  await ports.storage.transaction(async (stores) => {
    await noteBackup(ports, stores, file.madeAtMs)
    const { name, sizeBytes, sha256 } = backup
    await record(ports, stores, actor, { action: 'backup.made', facts: { name, sizeBytes, sha256 } })
  })
  ports.log.info('backup_made', { name: backup.name, sizeBytes: backup.sizeBytes })
  return backup
}

function conflict(because: string) {
  return { reason: 'conflict', what: 'backup', because } as const
}

function shown({ name, sizeBytes, madeAtMs, sha256 }: BackupFile): Backup {
  return { name, sizeBytes, madeAtMs, sha256: sha256 === undefined ? null : hexOf(sha256) }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
