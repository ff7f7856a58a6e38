// `countersign restore FILE`: a backup takes the place of the database.
import { resolve } from 'node:path'
import { placeOf } from '../../database-ends.js'
import type { RestoreRefusal } from '../../restore.js'
import { restoreDatabase } from '../../restore.js'
import { defineCommand } from '../command.js'
import type { Fault } from '../report.js'
import { returnedText } from '../returned-text.js'
import { missingKeys, quietLog, readConfig } from '../server.js'

export const restore = defineCommand({
  name: 'restore',
  sentence: 'put a backup in the place of the database',
  details:
    'Only while no server runs. The backup must be whole, of this very server, and its audit as the server wrote it. A database file that was there is kept beside it under another name; a PostgreSQL database must be empty: create a new one, and let storage.url name it.\n' +
    'What happened since the backup is undone: accounts, phones and apps added since are gone, and those removed since are back, so remove them again. So are admins, API tokens and keys of apps that were taken away since. What waited to be sent is not sent by itself, since it may have been: it waits under `outgoing list --state dead`. All sessions end; phones stay paired and take the next request as a new one.',
  arguments: [{ name: 'FILE', sentence: 'the backup; it is only read' }],
  options: {
    yes: { type: 'boolean', sentence: 'do it: without this the command only says what it would do' },
    'accept-broken-audit': {
      type: 'boolean',
      sentence: 'restore also when somebody changed the audit: what it says is then not to be relied on',
    },
  },
  examples: ['countersign restore /backups/countersign-2026-11-21.db --yes'],
  async run({ arguments: { FILE }, options }, surroundings) {
    const { io, report } = surroundings
    const read = readConfig(surroundings)
    if (!read.ok) return report.failed(read.fault)
    const keys = missingKeys(read.config)
    if (keys !== undefined) return report.failed(keys)
    const file = resolve(io.directory, FILE)
    if (!options.yes)
      return report.failed({
        exit: 'usage',
        code: 'not_confirmed',
        sentence: `this would replace ${placeOf(read.config['storage.url'])} with ${file}`,
        next: 'the same command with --yes',
      })
    const restored = await restoreDatabase({
      config: read.config,
      file,
      acceptBrokenAudit: options['accept-broken-audit'],
      log: quietLog(io),
      nowMs: io.nowMs(),
    })
    if (restored.kind === 'refused') return report.failed(faultFor(restored.because, restored.faults, file))
    const { previous = null, audit, returned } = restored
    return report.done(
      { restored: file, previous, auditEntries: audit.entries, auditOk: audit.ok, returned },
      [
        `restored ${file}`,
        `  audit   ${audit.entries} entries, ${audit.ok ? 'whole' : 'NOT as the server wrote it'}`,
        ...(previous === null ? [] : [`  before  ${previous}`]),
        ...returnedText(returned),
      ].join('\n'),
    )
  },
})

function faultFor(because: RestoreRefusal, list: readonly string[], file: string): Fault {
  const [sentence, next] = wordsFor(because, file)
  return { exit: 'refused', code: because, sentence, next, list }
}

function wordsFor(because: RestoreRefusal, file: string): readonly [sentence: string, next: string] {
  switch (because) {
    case 'backup_missing':
      return [`there is no file ${file}`, 'the path of a file that countersign backup made']
    case 'backup_damaged':
      return [`${file} is damaged`, 'another backup']
    case 'nothing_kept':
      return [
        'the storage is the memory: there is nothing to restore into',
        'set storage.url to sqlite:<file>',
      ]
    case 'database_in_use':
      return ['a server or a command has the database open', 'stop the server, then the same command again']
    case 'database_not_empty':
      return [
        'the database holds rows already, in the tables:',
        'create an empty database, let storage.url name it, then the same command again',
      ]
    case 'backup_of_another_server':
      return [
        `${file} was made by another server: these keys do not open it`,
        'the key file that belongs to the backup',
      ]
    case 'audit_broken':
      return [
        `somebody changed the audit in ${file}`,
        'another backup; or, knowing that its record cannot be relied on, --accept-broken-audit',
      ]
  }
}
