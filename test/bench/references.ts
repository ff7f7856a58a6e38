// What our figures are compared with, measured in the same run: one Ed25519 verification, one commit, a bare `ws` server.
import { spawn } from 'node:child_process'
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'

/** CPU microseconds of one node:crypto verification under a key that is already parsed, as long as an answer's message. */
export function verificationMicros(verifications = 2_000): number {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const message = Buffer.alloc(217, 7)
  const signature = sign(null, message, privateKey)
  const began = process.cpuUsage()
  for (let i = 0; i < verifications; i += 1)
    if (!verify(null, message, publicKey, signature)) throw new Error('a good signature was refused')
  const { user, system } = process.cpuUsage(began)
  return (user + system) / verifications
}

/** Single-row transactions a second that SQLite makes durable one by one in this directory, with our settings. */
export function commitsPerSecond(directory: string, ms = 400): number {
  const db = new Database(join(directory, 'commits.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('create table if not exists row (id integer primary key, text text not null)')
  const insert = db.prepare('insert into row (text) values (?)')
  const beganMs = performance.now()
  let commits = 0
  for (; performance.now() < beganMs + ms; commits += 1) insert.run('one login')
  const seconds = (performance.now() - beganMs) / 1000
  db.close()
  return commits / seconds
}

export interface RawServer {
  readonly pid: number
  readonly port: number
  end(): void
}

type BareServer =
  | 'raw-ws-server.mjs'
  | 'bare-login-server.mjs'
  | 'bare-express-server.mjs'
  | 'bare-phones-server.mjs'

/** One of the bare servers beside this file. */
export async function startRawServer(
  nodeOptions: readonly string[] = [],
  name: BareServer = 'raw-ws-server.mjs',
): Promise<RawServer> {
  const program = fileURLToPath(new URL(name, import.meta.url))
  const child = spawn(process.execPath, [...nodeOptions, program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  return { pid: child.pid ?? 0, port: Number(String(line)), end: () => void child.kill() }
}
