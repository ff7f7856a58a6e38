// A server begins anew with other keys: people, groups, apps and policies come along, and nothing that lets anybody in.
import { toBase64Url } from '@countersign/protocol'
import { createKeyFile, createPorts } from './assembly.js'
import type { Config } from './config.js'
import type { Log } from './core/ports.js'
import { configAt, isSameDatabase, isThere, openSource, openTarget, placeOf } from './database-ends.js'
import { noteCarriedOver } from './flows/note-copied.js'
import { openOwnDatabase } from './own-database.js'
import type { Cell, RowChoice, TableCopied, TableShape } from './storage/copy-rows.js'
import { copyRows } from './storage/copy-rows.js'

export interface CarryOverWish {
  /** Of the new server: its `storage.url` is empty, its key file is new or not there yet. */
  readonly config: Config
  /** The old server's database. It is only read. */
  readonly from: string
  readonly log: Log
  readonly stopped: AbortSignal
}

export type CarryOverRefusal =
  | 'nothing_kept'
  | 'same_database'
  | 'source_missing'
  | 'source_in_use'
  | 'target_in_use'
  | 'target_not_empty'
  | 'schema_differs'
  | 'copy_differs'
  | 'keys_not_new'
  | 'stopped'

export type CarriedOver =
  | { readonly kind: 'carried'; readonly serverId: string; readonly tables: readonly TableCopied[] }
  | { readonly kind: 'refused'; readonly because: CarryOverRefusal; readonly faults: readonly string[] }

/** What neither a key sealed or hashed, nor a phone was paired with. Everything else is made again. */
const TAKEN: Readonly<Record<string, 'all' | ((table: TableShape) => Exclude<RowChoice, undefined>)>> = {
  account: withoutWaysIn,
  login_name: 'all',
  member_group: 'all',
  group_member: 'all',
  scim_removed: 'all',
  app: 'all',
  logo: 'all',
  admin: 'all',
  policy_set: 'all',
  setting: openSettings,
}

/** Settings that no key sealed, and that say nothing of the old database itself. */
const OPEN_SETTINGS: ReadonlySet<Cell> = new Set(['branding', 'id_pattern', 'self_service'])

/**
 * Refuses while the keys of the settings open the old database: then nothing is lost, or the keys that leaked would live on.
 * Makes the key file where there is none.
 */
export async function carryOver({ config, from, log, stopped }: CarryOverWish): Promise<CarriedOver> {
  if (from === 'memory:' || config['storage.url'] === 'memory:') return refused('nothing_kept')
  if (isSameDatabase(from, config['storage.url'])) return refused('same_database')
  if (!isThere(from)) return refused('source_missing')
  createKeyFile(config)
  if (await opensWith(configAt(config, from), log)) return refused('keys_not_new')

  const source = await openSource(configAt(config, from))
  if (source === undefined) return refused('source_in_use')
  try {
    const target = await openTarget(configAt(config, config['storage.url']))
    if (target === undefined) return refused('target_in_use')
    const copied = await copyRows({
      from: source,
      to: target,
      choose,
      tell: () => undefined,
      stopped,
    }).finally(() => target.close())
    if (copied.kind === 'differs') return refused('copy_differs', copied.faults)
    if (copied.kind !== 'copied') return refused(copied.kind, copied.faults)
    const tables = copied.tables.filter(({ rows }) => rows > 0)
    return { kind: 'carried', tables, serverId: await begin(config, from, tables, log) }
  } finally {
    await source.close()
  }
}

const choose = (table: TableShape): RowChoice => {
  const taken = TAKEN[table.name]
  return taken === 'all' ? (row) => row : taken?.(table)
}

function withoutWaysIn(table: TableShape): Exclude<RowChoice, undefined> {
  const none = new Map<string, Cell>([
    ['active_devices', 0n],
    ['active_totps', 0n],
    ['active_passkeys', 0n],
    ['enrolled_by', null],
  ])
  return (row) =>
    row.map((cell, at) => {
      const instead = none.get(table.columns[at]?.name ?? '')
      return instead === undefined ? cell : instead
    })
}

function openSettings(table: TableShape): Exclude<RowChoice, undefined> {
  const name = table.columns.findIndex((column) => column.name === 'name')
  return (row) => (OPEN_SETTINGS.has(row[name] ?? null) ? row : undefined)
}

/** Brings the old schema up to date as well, whosoever it is. */
async function opensWith(config: Config, log: Log): Promise<boolean> {
  const opened = await openOwnDatabase(config, log, true)
  await opened?.close()
  return opened !== undefined
}

/** The new server's first key, and the first entry of its record. */
async function begin(
  config: Config,
  from: string,
  tables: readonly TableCopied[],
  log: Log,
): Promise<string> {
  const { ports, close } = await createPorts(configAt(config, config['storage.url']), { ports: { log } })
  try {
    await noteCarriedOver(ports, {
      from: placeOf(from),
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    })
    return toBase64Url(ports.vault.serverId)
  } finally {
    await close()
  }
}

function refused(because: CarryOverRefusal, faults: readonly string[] = []): CarriedOver {
  return { kind: 'refused', because, faults }
}
