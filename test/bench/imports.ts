// Lists of people: looked at and taken over a second, next to the same rows written by prepared statements alone.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyFile, createPorts } from '@countersign/server/assembly'
import { loadConfig } from '@countersign/server/config'
import type { Ports } from '@countersign/server/core/ports'
import { startImport } from '@countersign/server/flows/admin/imports'
import { readImport } from '@countersign/server/flows/admin/read-import'
import { runImportBite } from '@countersign/server/flows/run-imports'
import Database from 'better-sqlite3'
import type { Figure } from './figures.js'

const PEOPLE = 20_000
/** 2,000 accounts a second. */
const BUDGET_MICROS = 500

export async function benchImports(): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-'))
  const read = loadConfig(
    {
      COUNTERSIGN_STORAGE_URL: `sqlite:${directory}/people.db`,
      COUNTERSIGN_KEYS_FILE: `${directory}/keys.json`,
    },
    directory,
  )
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  createKeyFile(read.config)
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const { ports, close } = await createPorts(read.config, { ports: { log: silent } })
  const list = new TextEncoder().encode(listOf(PEOPLE))
  const looking = await microsEach(() => look(ports, list))
  const first = await takeOver(ports, looking.id)
  const again = await look(ports, list)
  const second = await takeOver(ports, again)
  await close()
  const bare = bareMicros(join(directory, 'bare.db'))
  rmSync(directory, { recursive: true })
  const row = (figure: string, value: number, budget?: number): Figure => ({
    promise: 'import',
    figure,
    value,
    unit: 'µs an account',
    ...(budget === undefined ? {} : { budget }),
  })
  return [
    row(`looking at a list of ${PEOPLE.toLocaleString('en')}`, looking.micros),
    row('looking at it and taking it over: new accounts', looking.micros + first, BUDGET_MICROS),
    row('taking the same list over again', second),
    row('reference: the same rows by better-sqlite3 alone, 100 people a commit', bare),
  ]
}

function listOf(people: number): string {
  const lines = Array.from(
    { length: people },
    (_, i) => `person${i}@example.org;Person Number ${i};person${i}@example.org;Staff|Floor ${i % 7}`,
  )
  return `user_id;display_name;email;groups\r\n${lines.join('\r\n')}\r\n`
}

async function look(ports: Ports, list: Uint8Array): Promise<string> {
  const read = await readImport(ports, { kind: 'operator' }, { name: 'bench', upload: async () => list })
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value.job.id
}

async function microsEach(
  work: () => Promise<string>,
): Promise<{ readonly id: string; readonly micros: number }> {
  const beganMs = performance.now()
  const id = await work()
  return { id, micros: ((performance.now() - beganMs) * 1_000) / PEOPLE }
}

async function takeOver(ports: Ports, id: string): Promise<number> {
  const started = await startImport(ports, { kind: 'operator' }, { id, options: { createGroups: true } })
  if (!started.ok) throw new Error(JSON.stringify(started.refusal))
  const { micros } = await microsEach(async () => {
    while (await runImportBite(ports));
    return id
  })
  const { job } = started.value
  const after = await ports.storage.read.imports.byId(id)
  if (after?.state !== 'done' || after.done !== job.lines) throw new Error('the list was not taken over')
  return micros
}

/** What the database alone costs: account, login name, two memberships, the audit's entry, and the list's own line. */
function bareMicros(path: string): number {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(`create table account (id text primary key, user_id text not null unique, text text not null);
    create table login_name (name text primary key, account_id text not null);
    create table member (group_id text, account_id text, primary key (group_id, account_id));
    create table audit (id text primary key, facts text not null);
    create table line (job text, line integer, content text not null, primary key (job, line));`)
  const account = db.prepare('insert into account values (?, ?, ?)')
  const name = db.prepare('insert into login_name values (?, ?)')
  const member = db.prepare('insert into member values (?, ?)')
  const audit = db.prepare('insert into audit values (?, ?)')
  const line = db.prepare('insert into line values (?, ?, ?)')
  const text = 'x'.repeat(250)
  const write = db.transaction((from: number) => {
    for (let i = from; i < from + 100; i += 1) {
      const id = `7d1c86d6-0000-4000-8000-${String(i * 7_919).padStart(12, '0')}`
      line.run('job', i, text)
      account.run(id, `person${i}@example.org`, text)
      name.run(`person${i}@example.org`, id)
      member.run('staff', id)
      member.run(`floor${i % 7}`, id)
      audit.run(id, text)
    }
  })
  const beganMs = performance.now()
  for (let from = 0; from < PEOPLE; from += 100) write(from)
  const micros = ((performance.now() - beganMs) * 1_000) / PEOPLE
  db.close()
  return micros
}
