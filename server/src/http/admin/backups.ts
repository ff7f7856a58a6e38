// The resource /admin/v1/backups: copies of the whole database in the folder for them.
import type { Backup } from '@countersign/protocol/admin'
import { backup, backupList, makeBackupBody } from '@countersign/protocol/admin'
import { listBackups, makeBackup } from '../../flows/admin/backups.js'
import type { Operation } from '../operation.js'
import { adminOperation } from './operation.js'

const group = 'Settings'

const example: Backup = {
  name: 'countersign-2026-11-21T18-14-54-000Z.db',
  sizeBytes: 41_943_040,
  madeAtMs: 1_795_000_000_000,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
}

export const backupOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/backups',
      group,
      summary: 'List backups',
      description: 'Those in the folder that the setting `backup.dir` names, newest first.',
      answer: { status: 200, description: 'The backups.', shape: { name: 'BackupList', schema: backupList } },
      codes: [],
      example: { answer: { configured: true, items: [{ ...example, sha256: null }], next: null } },
    },
    undefined,
    ({ ports, actor }) => listBackups(ports, actor, undefined),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/backups',
      group,
      summary: 'Make a backup',
      description:
        'Copies the database of this moment while the server goes on, checks the copy, and puts it into the folder for backups. The key file is not in it: keep that apart. It is restored on the command line.',
      answer: { status: 201, description: 'Made and checked.', shape: { name: 'Backup', schema: backup } },
      codes: ['conflict'],
      example: { body: {}, answer: example },
    },
    { name: 'MakeBackup', schema: makeBackupBody },
    ({ ports, actor }) => makeBackup(ports, actor, undefined),
  ),
]
