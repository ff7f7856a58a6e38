// `countersign doctor`: looks at everything a login needs, and says what to do about what it finds.
import { createPorts } from '../../assembly.js'
import type { Config } from '../../config.js'
import type { Ports } from '../../core/ports.js'
import { builtDirectory } from '../../installed.js'
import { withoutPasswords } from '../../settings-in-force.js'
import { defineCommand } from '../command.js'
import type { Finding } from '../doctor/check.js'
import { fault, ok, reasonOf, warning } from '../doctor/check.js'
import { checkClock } from '../doctor/clock.js'
import { checkDatabase, checkNewestRow } from '../doctor/database.js'
import { checkFabric, logOfDoctor } from '../doctor/fabric.js'
import { checkKeysFile, checkSigningKey } from '../doctor/keys.js'
import { checkAuthenticator, checkCertificate, checkPublicUrl } from '../doctor/reach.js'
import type { ExitCode } from '../exits.js'
import { exits } from '../exits.js'
import type { Io } from '../io.js'
import type { Report } from '../report.js'
import { missingDatabase, readConfig } from '../server.js'
import { adviceFor } from '../storage-advice.js'

export const doctor = defineCommand({
  name: 'doctor',
  sentence: 'check settings, keys, database, Redis, clock, address, certificate and authenticator',
  details: 'Changes nothing. The exit code is 1 when something is at fault; a warning alone is 0.',
  arguments: [],
  options: {},
  examples: ['countersign doctor', 'countersign doctor --json'],
  async run(_given, surroundings) {
    const { io, report } = surroundings
    const read = readConfig(surroundings)
    if (!read.ok) return report.failed(read.fault)
    const { config, warnings } = read
    const settings: readonly Finding[] =
      warnings.length === 0
        ? [ok('settings', 'all are valid')]
        : warnings.map((danger) => warning('settings', danger, 'docs/reference/settings.md'))
    return tell([...settings, ...(await findings(config, io))], report)
  },
})

async function findings(config: Config, io: Io): Promise<readonly Finding[]> {
  const keys = await checkKeysFile(config)
  const withoutPorts = async (): Promise<readonly Finding[]> => [
    await checkClock(io.nowMs),
    await checkCertificate(config, io.nowMs()),
    await checkAuthenticator(config['authenticator.dir'] || builtDirectory('authenticator')),
  ]
  // Without its keys nothing of the database can be opened.
  if (keys.state === 'fault') return [keys, ...(await withoutPorts())]
  const missing = missingDatabase(config)
  if (missing !== undefined)
    return [keys, fault('database', missing.sentence, missing.next), ...(await withoutPorts())]
  const log = logOfDoctor()
  let opened: { readonly ports: Ports; close(): Promise<void> }
  try {
    // It changes nothing, the schema least of all.
    opened = await createPorts({ ...config, 'storage.migrate': 'command' }, { ports: { log } })
  } catch (error) {
    if (isTooOld(error) && config['storage.migrate'] === 'automatic')
      return [
        keys,
        warning('database', 'its schema is older than this version', SCHEMA_NEXT),
        ...(await withoutPorts()),
      ]
    const next =
      adviceFor(error) ??
      'check storage.url and what is set beside it, and that the keys are the ones of this database'
    return [keys, fault('database', reasonOf(error), next), ...(await withoutPorts())]
  }
  const { ports, close } = opened
  try {
    return [
      keys,
      await checkDatabase(ports, withoutPasswords(config['storage.url'])),
      await checkSigningKey(ports, io.nowMs()),
      await checkNewestRow(ports, io.nowMs()),
      ...(config['fabric.url'] === ''
        ? []
        : [await checkFabric(ports, withoutPasswords(config['fabric.url']), log.whyFabricIsDown)]),
      await checkPublicUrl(config.publicUrl, ports.vault.serverId),
      ...(await withoutPorts()),
    ]
  } finally {
    await close()
  }
}

/** What a start does by itself is worth a look, and no fault. */
const SCHEMA_NEXT =
  'countersign serve brings it up to date; countersign migrate --dry-run says what that does'

function isTooOld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'storage_too_old'
}

function tell(checks: readonly Finding[], report: Report): ExitCode {
  const healthy = checks.every(({ state }) => state !== 'fault')
  report.done({ ok: healthy, checks }, [...checks.map(line), '', summary(checks)].join('\n'))
  return healthy ? exits.ok.code : exits.refused.code
}

function line({ name, state, found, next }: Finding): string {
  const mark = { ok: 'ok      ', warning: 'WARNING ', fault: 'FAULT   ' }[state]
  return `${mark} ${name}: ${found}${next === undefined ? '' : `\n         next: ${next}`}`
}

function summary(checks: readonly Finding[]): string {
  const count = (state: Finding['state']): number => checks.filter((check) => check.state === state).length
  if (count('fault') > 0) return `${count('fault')} at fault: logins do not work`
  return count('warning') > 0 ? `works; ${count('warning')} to look at` : 'all is well'
}
