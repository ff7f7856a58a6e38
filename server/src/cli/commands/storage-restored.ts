// `countersign storage restored`: the database was brought back by other means than ours, and becomes the present.
import type { BroughtBack } from '../../brought-back.js'
import { takeUpBroughtBack } from '../../brought-back.js'
import { placeOf } from '../../database-ends.js'
import { defineCommand } from '../command.js'
import type { Fault } from '../report.js'
import { returnedText } from '../returned-text.js'
import { missingKeys, quietLog, readConfig } from '../server.js'

export const storageRestored = defineCommand({
  name: 'storage restored',
  sentence: 'make a database fit to go on that other tools brought back to an earlier time',
  details:
    'After a point-in-time recovery, pg_restore, or a snapshot of a disk, before the first server starts: what countersign restore does by itself. All sessions end, open requests and links end, what waited to be sent waits for a person, and phones take the next request as a new one.\n' +
    'Once each time. Without it phones refuse what looks old to them, and what was used up since works again.',
  arguments: [],
  options: {
    yes: { type: 'boolean', sentence: 'do it: without this the command only says what it would do' },
    'accept-broken-audit': {
      type: 'boolean',
      sentence: 'also when somebody changed the audit: what it says is then not to be relied on',
    },
  },
  examples: ['countersign storage restored --yes'],
  async run({ options }, surroundings) {
    const { io, report } = surroundings
    const read = readConfig(surroundings)
    if (!read.ok) return report.failed(read.fault)
    const keys = missingKeys(read.config)
    if (keys !== undefined) return report.failed(keys)
    const place = placeOf(read.config['storage.url'])
    if (!options.yes)
      return report.failed({
        exit: 'usage',
        code: 'not_confirmed',
        sentence: `this would end every session, request and link of ${place}`,
        next: 'the same command with --yes',
      })
    const made = await takeUpBroughtBack({
      config: read.config,
      acceptBrokenAudit: options['accept-broken-audit'],
      log: quietLog(io),
    })
    if (made.kind === 'refused') return report.failed(faultFor(made, place))
    const { audit, returned } = made
    return report.done(
      { database: place, auditEntries: audit.entries, auditOk: audit.ok, returned },
      [
        `${place} goes on from here`,
        `  audit   ${audit.entries} entries, ${audit.ok ? 'whole' : 'NOT as the server wrote it'}`,
        ...returnedText(returned),
      ].join('\n'),
    )
  },
})

function faultFor({ because, faults }: Extract<BroughtBack, { kind: 'refused' }>, place: string): Fault {
  const [sentence, next] = wordsFor(because, place)
  return { exit: 'refused', code: because, sentence, next, list: faults }
}

function wordsFor(
  because: Extract<BroughtBack, { kind: 'refused' }>['because'],
  place: string,
): readonly [sentence: string, next: string] {
  switch (because) {
    case 'nothing_kept':
      return [`there is nothing kept in ${place}`, 'let storage.url name the database that was brought back']
    case 'database_in_use':
      return [`a server or a command has ${place} open`, 'stop it, then the same command again']
    case 'database_of_another_server':
      return [`${place} is of another server: these keys do not open it`, 'the key file that belongs to it']
    case 'audit_broken':
      return [
        `somebody changed the audit in ${place}`,
        'bring back another time; or, knowing that its record cannot be relied on, --accept-broken-audit',
      ]
  }
}
