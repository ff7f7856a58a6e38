// `countersign migrate`: brings the database to the schema of this version, where servers do not do it as they start.
import { migrateStorage } from '../../assembly.js'
import { defineCommand } from '../command.js'
import { readConfig } from '../server.js'

export const migrate = defineCommand({
  name: 'migrate',
  sentence: 'bring the database to the schema of this version',
  details:
    'With storage.migrate=command, servers refuse to start until this was run: once for each new version, before its first server. Servers of the version before go on meanwhile, unless the change log says otherwise. What was migrated is never migrated back: make a backup before.',
  arguments: [],
  options: {
    'dry-run': { type: 'boolean', sentence: 'only say what would run; nothing is written' },
  },
  examples: ['countersign migrate --dry-run', 'countersign migrate'],
  async run({ options }, surroundings) {
    const { report } = surroundings
    const read = readConfig(surroundings)
    if (!read.ok) return report.failed(read.fault)
    const dryRun = options['dry-run']
    const names = await migrateStorage(read.config, { dryRun })
    const what = dryRun ? 'would run' : 'ran'
    return report.done(
      { migrations: names, dryRun },
      names.length === 0
        ? 'the database has the schema of this version'
        : [`${names.length} ${what}:`, ...names.map((name) => `  ${name}`)].join('\n'),
    )
  },
})
