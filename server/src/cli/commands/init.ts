// `countersign init`: settings file, keys and database of a new server. Run again it finds them and changes nothing.
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { toBase64Url } from '@countersign/protocol'
import { createKeyFile, createPorts } from '../../assembly.js'
import type { Config } from '../../config.js'
import { resolveConfig } from '../../config.js'
import type { Ports } from '../../core/ports.js'
import { makeSetupLink, setupState } from '../../flows/access/setup.js'
import { withoutPasswords } from '../../settings-in-force.js'
import type { Surroundings } from '../command.js'
import { defineCommand } from '../command.js'
import type { Fault } from '../report.js'
import { readConfig } from '../server.js'

export const init = defineCommand({
  name: 'init',
  sentence: 'set up a new server: its settings file, its keys, its database',
  details:
    'What is there already stays as it is: init may be run again, e.g. by every start of a container.\n' +
    'The first time it prints a link that makes the first owner of the console, once, within 24 hours.\n' +
    'The key file is who the server is. Back it up, apart from the database: without it every phone must be paired again.',
  arguments: [],
  options: {
    'public-url': {
      type: 'string',
      value: 'URL',
      sentence:
        'the address that phones and browsers use; default http://localhost:8420, for this computer only',
    },
    name: {
      type: 'string',
      value: 'TEXT',
      sentence: 'what people read on the phone as the name of this server',
    },
    port: { type: 'string', value: 'N', sentence: 'the port to listen on; default 8420' },
  },
  examples: [
    'countersign init',
    'countersign init --public-url https://id.example.org --name "ACME"',
    'countersign init --config /etc/countersign.json',
  ],
  async run({ options }, surroundings) {
    const { report } = surroundings
    const wanted = settingsOf(options)
    const written = writeSettings(wanted, surroundings)
    if (written !== undefined) return report.failed(written)
    const read = readConfig(surroundings)
    if (!read.ok) return report.failed(read.fault)
    const { config } = read
    const strange = keysLost(config)
    if (strange !== undefined) return report.failed(strange)

    const keys = createKeyFile(config)
    const { ports, close } = await createPorts(config, { ports: { log: silent } })
    const serverId = toBase64Url(ports.vault.serverId)
    const setup = await firstOwner(ports)
    await close()
    const file = settingsFile(surroundings)
    const { name, publicUrl } = config
    const object = {
      serverId,
      name,
      publicUrl,
      configFile: existsSync(file) ? file : null,
      keysFile: keys?.path ?? null,
      database: withoutPasswords(config['storage.url']),
      created: keys?.created ?? false,
      setupLink: setup.link,
    }
    if (keys?.created) report.note(`back up ${keys.path}, apart from the database: it is who this server is`)
    report.note('next: countersign serve')
    if (setup.note !== undefined) report.note(setup.note)
    return report.done(
      object,
      [
        `${name} at ${publicUrl}`,
        `  server id  ${serverId}`,
        `  settings   ${object.configFile ?? 'the environment'}`,
        `  keys       ${keys === undefined ? 'given by the settings' : `${keys.path}${keys.created ? ' (new)' : ''}`}`,
        `  database   ${object.database}`,
        ...(setup.link === null ? [] : ['', `  first owner, once, within 24 hours: ${setup.link}`]),
      ].join('\n'),
    )
  },
})

/** A link for the first owner, unless there is one or a link that is out already: what is kept of that cannot be shown again. */
async function firstOwner(
  ports: Ports,
): Promise<{ readonly link: string | null; readonly note: string | undefined }> {
  switch (await setupState(ports)) {
    case 'done':
      return { link: null, note: undefined }
    case 'link_out':
      return {
        link: null,
        note: 'the link for the first owner was shown before; another: countersign admin setup-link',
      }
    case 'needed': {
      const made = await makeSetupLink(ports, { kind: 'operator' }, {})
      return {
        link: made.ok ? made.value.link : null,
        note: 'open the link for the first owner once the server runs: whoever opens it first administers',
      }
    }
  }
}

type Wanted = Readonly<Record<string, unknown>>

function settingsOf(options: {
  readonly 'public-url': string | undefined
  readonly name: string | undefined
  readonly port: string | undefined
}): Wanted {
  const { name, port } = options
  const publicUrl = options['public-url']
  return {
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(name === undefined ? {} : { name }),
    ...(port === undefined ? {} : { 'listen.port': /^\d+$/.test(port) ? Number(port) : port }),
  }
}

/** Writes the settings given, where none are written yet; otherwise they must be the ones that hold. */
function writeSettings(wanted: Wanted, surroundings: Surroundings): Fault | undefined {
  if (Object.keys(wanted).length === 0) return undefined
  const checked = resolveConfig(wanted, {}, 'the options given')
  if (!checked.ok)
    return {
      exit: 'usage',
      code: 'value_invalid',
      sentence: 'an option is wrong',
      next: 'countersign init --help',
      list: checked.faults.map(({ path, expected }) => `${path}: expected ${expected}`),
    }
  const file = settingsFile(surroundings)
  const text = `${JSON.stringify(nested(wanted), null, 2)}\n`
  if (!existsSync(file)) {
    writeFileSync(file, text, { flag: 'wx', mode: 0o644 })
    return undefined
  }
  const held = readConfig(surroundings)
  if (!held.ok) return held.fault
  const other = Object.keys(wanted).find(
    (path) => valueAt(held.config, path) !== valueAt(checked.config, path),
  )
  if (other === undefined) return undefined
  return {
    exit: 'refused',
    code: 'settings_exist',
    sentence: `${file} is there already, and ${other} is ${String(valueAt(held.config, other))}`,
    next: `change it in that file: init overwrites nothing`,
  }
}

/** A database that has published keys, without the keys it was published with: another identity would strand every phone. */
function keysLost(config: Config): Fault | undefined {
  const database = config['storage.url']
  const path = database.startsWith('sqlite:') ? database.slice('sqlite:'.length) : undefined
  if (config['keys.root'] !== '' || existsSync(config['keys.file'])) return undefined
  if (path === undefined || !existsSync(path) || statSync(path).size === 0) return undefined
  return {
    exit: 'refused',
    code: 'keys_lost',
    sentence: `the database ${path} is there, but its keys are not: ${config['keys.file']}`,
    next: 'restore the key file from its backup; to begin anew, move the database away: every phone must be paired again',
  }
}

function settingsFile({ io, configFile }: Surroundings): string {
  return resolve(io.directory, configFile ?? io.environment['COUNTERSIGN_CONFIG'] ?? 'countersign.json')
}

/** `{ 'listen.port': 8420 }` → `{ listen: { port: 8420 } }`. */
function nested(flat: Wanted): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(flat)) {
    const [head = path, tail] = path.split('.')
    out[head] = tail === undefined ? value : { [tail]: value }
  }
  return out
}

function valueAt(config: Config, path: string): unknown {
  return Object.entries(config).find(([name]) => name === path)?.[1]
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
