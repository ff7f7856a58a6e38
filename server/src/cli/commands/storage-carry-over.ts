// `countersign storage carry-over`: keys are lost or in wrong hands, and the server begins anew with its people and apps.
import type { CarriedOver, CarryOverRefusal } from '../../carry-over.js'
import { carryOver } from '../../carry-over.js'
import { placeOf } from '../../database-ends.js'
import { storageUrl } from '../../setting-types.js'
import { defineCommand } from '../command.js'
import type { Fault } from '../report.js'
import { quietLog, readConfig } from '../server.js'

export const storageCarryOver = defineCommand({
  name: 'storage carry-over',
  sentence: 'begin anew with new keys, and bring people, groups, apps and policies from the old database',
  details:
    'For keys that are lost or in wrong hands: docs/operations/runbooks/. Needs an empty database in storage.url; makes the key file where there is none.\n' +
    'What lets somebody in is not taken: phones, passkeys, codes, keys of apps, tokens, settings for mail and webhooks are all made again. The old database is only read; keep it, its audit is the record until now.',
  arguments: [],
  options: { from: { type: 'string', value: 'URL', sentence: 'the old database' } },
  examples: ['countersign storage carry-over --from sqlite:./old/countersign.db'],
  async run({ options }, surroundings) {
    const { io, report } = surroundings
    const from = options.from ?? ''
    if (storageUrl.check(from) === undefined)
      return report.failed({
        exit: 'usage',
        code: 'value_invalid',
        sentence: `--from: expected ${storageUrl.expected}`,
        next: 'countersign storage carry-over --help',
      })
    const read = readConfig(surroundings)
    if (!read.ok) return report.failed(read.fault)
    const carried = await carryOver({ config: read.config, from, log: quietLog(io), stopped: io.stopped })
    const to = placeOf(read.config['storage.url'])
    if (carried.kind === 'refused') return report.failed(faultFor(carried, placeOf(from), to))
    const { serverId, tables } = carried
    report.note('next: countersign invite, countersign app rotate-key NAME; tell every app the new server id')
    return report.done(
      { from: placeOf(from), to, serverId, tables },
      [
        `begun anew in ${to}`,
        `  server id  ${serverId}`,
        ...tables.map(({ table, rows }) => `  ${rows} rows of ${table}`),
      ].join('\n'),
    )
  },
})

function faultFor(
  { because, faults }: Extract<CarriedOver, { kind: 'refused' }>,
  from: string,
  to: string,
): Fault {
  const [sentence, next] = wordsFor(because, from, to)
  return { exit: 'refused', code: because, sentence, next, list: faults }
}

function wordsFor(
  because: CarryOverRefusal,
  from: string,
  to: string,
): readonly [sentence: string, next: string] {
  switch (because) {
    case 'nothing_kept':
      return ['the memory keeps nothing', 'sqlite:<file> or postgres://… on both sides']
    case 'same_database':
      return [`storage.url is ${from} itself`, 'let storage.url name a new, empty database']
    case 'source_missing':
      return [`there is no ${from}`, 'the old database, or a backup of it']
    case 'source_in_use':
      return [`a server or a command has ${from} open`, 'stop it, then the same command again']
    case 'target_in_use':
      return [`a server or a command has ${to} open`, 'stop it, then the same command again']
    case 'target_not_empty':
      return [`${to} holds rows already, in the tables:`, 'let storage.url name a new, empty database']
    case 'schema_differs':
      return ['the two databases have not the same tables:', 'countersign migrate on the older one']
    case 'copy_differs':
      return ['what was written is not what was read: nothing was kept', 'countersign doctor; then again']
    case 'keys_not_new':
      return [
        `the keys of the settings open ${from}: nothing is lost, or what leaked would live on`,
        'move the key file away, or give another one; then the same command again',
      ]
    case 'stopped':
      return ['stopped: nothing was kept', 'the same command again, when it suits']
  }
}
