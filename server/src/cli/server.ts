// From the settings to the ports that flows take: all faults told together, and everything closed again, whatever happens.
import { existsSync } from 'node:fs'
import { createPorts, databaseFile } from '../assembly.js'
import type { Config } from '../config.js'
import { environmentName, loadConfig } from '../config.js'
import type { Log, Ports } from '../core/ports.js'
import type { Surroundings } from './command.js'
import type { ExitCode } from './exits.js'
import type { Io } from './io.js'
import type { Fault } from './report.js'

export type ConfigRead =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly fault: Fault }

/** Runs `work` with the ports of this configuration, and closes them after it. */
export async function withPorts(
  surroundings: Surroundings,
  work: (ports: Ports, config: Config) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { io, report } = surroundings
  const read = readConfig(surroundings)
  if (!read.ok) return report.failed(read.fault)
  const missing = missingKeys(read.config) ?? missingDatabase(read.config)
  if (missing !== undefined) return report.failed(missing)
  const { ports, close } = await createPorts(read.config, { ports: { log: quietLog(io) } })
  try {
    return await work(ports, read.config)
  } finally {
    await close()
  }
}

/** The settings, by the file that `--config` names and the environment. */
export function readConfig({ io, configFile }: Surroundings): ConfigRead {
  const environment =
    configFile === undefined ? io.environment : { ...io.environment, COUNTERSIGN_CONFIG: configFile }
  const read = loadConfig(environment, io.directory)
  if (read.ok) return read
  return {
    ok: false,
    fault: {
      exit: 'configuration',
      code: 'settings_invalid',
      sentence: read.faults.length === 1 ? 'a setting is wrong' : `${read.faults.length} settings are wrong`,
      next: 'docs/reference/settings.md has all settings; they are checked together each time',
      list: read.faults.map(({ path, source, expected }) => `${path} (${source}): expected ${expected}`),
    },
  }
}

/** Who the server is must never be made up in passing: only `countersign init` makes keys. */
export function missingKeys(config: Config): Fault | undefined {
  const file = config['keys.file']
  if (config['keys.root'] !== '' || existsSync(file)) return undefined
  return {
    exit: 'configuration',
    code: 'keys_missing',
    sentence: `the keys of this server are not there: ${file}`,
    next: `on a new server: countersign init; else restore the file, or set ${environmentName('keys.file')}`,
  }
}

/** A command that made an empty database where a setting is wrong or forgotten would say that nobody is there. */
export function missingDatabase(config: Config): Fault | undefined {
  const file = databaseFile(config['storage.url'])
  if (file === undefined || existsSync(file)) return undefined
  return {
    exit: 'configuration',
    code: 'database_missing',
    sentence: `the database of this server is not there: ${file}`,
    next: `set ${environmentName('storage.url')} as for the server; on a new server: countersign init`,
  }
}

/** A command speaks for itself; only what went wrong on the way reaches the person. */
export function quietLog(io: Io): Log {
  const line = (event: string, fields: Readonly<Record<string, unknown>> = {}): void =>
    io.error(
      `${event} ${JSON.stringify(fields, (_key, value) => (value instanceof Error ? value.message : value))}\n`,
    )
  return { info: () => undefined, warn: line, error: line }
}
