// `countersign storage copy`: everything of one database into another, on whichever engine.

import type { CopyRefusal, StorageCopied } from '../../copy-storage.js'
import { copyStorage } from '../../copy-storage.js'
import { placeOf } from '../../database-ends.js'
import { storageUrl } from '../../setting-types.js'
import { defineCommand } from '../command.js'
import type { Fault } from '../report.js'
import { missingKeys, quietLog, readConfig } from '../server.js'

/** Rows between two words of progress: some seconds. */
const TELL_EVERY_ROWS = 100_000

export const storageCopy = defineCommand({
  name: 'storage copy',
  sentence: 'copy everything into another database: from SQLite to PostgreSQL, or back',
  details:
    'Only while no server runs: the source is held alone, and only read. The target must be empty; it is filled in one transaction, counted, digested and compared before that counts, so a copy that is stopped or fails leaves it empty, and can be run again.\n' +
    'Then set storage.url to the target and start. Phones, apps and people notice nothing. Never start a server on the source again: what happened since would be missing there.\n' +
    'A password in a URL can be seen by other users of this machine while the command runs: leave out --from or --to, and storage.url of the settings is meant.',
  arguments: [],
  options: {
    from: { type: 'string', value: 'URL', sentence: 'the database that is read; default storage.url' },
    to: { type: 'string', value: 'URL', sentence: 'the empty database that is filled; default storage.url' },
  },
  examples: [
    'countersign storage copy --from sqlite:./data/countersign.db',
    'countersign storage copy --to sqlite:./data/moved.db',
    'countersign storage copy --from sqlite:./data/countersign.db --to postgres://countersign@db.example.org/countersign',
  ],
  async run({ options }, surroundings) {
    const { io, report } = surroundings
    const read = readConfig(surroundings)
    if (!read.ok) return report.failed(read.fault)
    const keys = missingKeys(read.config)
    if (keys !== undefined) return report.failed(keys)
    const from = options.from ?? read.config['storage.url']
    const to = options.to ?? read.config['storage.url']
    const [wrong] = [
      ['--from', from],
      ['--to', to],
    ].filter(([, url = '']) => storageUrl.check(url) === undefined)
    if (wrong !== undefined)
      return report.failed({
        exit: 'usage',
        code: 'value_invalid',
        sentence: `${wrong[0]}: expected ${storageUrl.expected}`,
        next: 'countersign storage copy --help',
      })
    let told = 0
    const copied = await copyStorage({
      config: read.config,
      from,
      to,
      log: quietLog(io),
      stopped: io.stopped,
      tell({ table, rows }) {
        if (Math.floor(rows / TELL_EVERY_ROWS) === told) return
        told = Math.floor(rows / TELL_EVERY_ROWS)
        if (told > 0) report.event({ event: 'copying', table, rows }, `${table}: ${rows} rows …`)
      },
    })
    if (copied.kind === 'refused') return report.failed(faultFor(copied, placeOf(from), placeOf(to)))
    const { tables, audit } = copied
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    const sha256 = Buffer.from(copied.sha256).toString('hex')
    if (!audit.ok) report.note('careful: the audit was not whole before either: countersign audit verify')
    report.note(`next: storage.url to ${placeOf(to)}, countersign doctor, countersign serve`)
    return report.done(
      {
        from: placeOf(from),
        to: placeOf(to),
        rows,
        tables,
        sha256,
        auditEntries: audit.entries,
        auditOk: audit.ok,
      },
      [
        `copied ${placeOf(from)} to ${placeOf(to)}`,
        `  ${rows} rows of ${tables.length} tables, SHA-256 of all ${sha256}, the same on both sides`,
        `  audit  ${audit.entries} entries, ${audit.ok ? 'whole' : 'NOT as the server wrote it'}`,
      ].join('\n'),
    )
  },
})

function faultFor(
  { because, faults }: Extract<StorageCopied, { kind: 'refused' }>,
  from: string,
  to: string,
): Fault {
  const [sentence, next] = wordsFor(because, from, to)
  return { exit: 'refused', code: because, sentence, next, list: faults }
}

function wordsFor(because: CopyRefusal, from: string, to: string): readonly [sentence: string, next: string] {
  switch (because) {
    case 'nothing_kept':
      return ['the memory keeps nothing that could be copied', 'sqlite:<file> or postgres://… on both sides']
    case 'same_database':
      return [`both are ${from}`, 'name the other one with --from or --to']
    case 'source_missing':
      return [`there is no ${from}`, 'countersign doctor says where the database is']
    case 'source_of_another_server':
      return [`${from} is of another server: these keys do not open it`, 'the key file that belongs to it']
    case 'source_in_use':
      return [`a server or a command has ${from} open`, 'stop it, then the same command again']
    case 'target_in_use':
      return [`a server or a command has ${to} open`, 'stop it, then the same command again']
    case 'target_not_empty':
      return [`${to} holds rows already, in the tables:`, 'an empty database: nothing is ever overwritten']
    case 'schema_differs':
      return ['the two databases have not the same tables:', 'countersign migrate on the older one']
    case 'copy_differs':
      return ['what was written is not what was read: nothing was kept', 'countersign doctor; then again']
    case 'stopped':
      return ['stopped: nothing was kept', 'the same command again, when it suits']
  }
}
