// The two secrets that never enter the database: the seed of the root key and the sealing master. From a file or from text.
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fromBase64Url, toBase64Url } from '@countersign/protocol'

export interface RootKeys {
  /** Seed of the Ed25519 root key `SR`: 32 bytes. Its public key is what devices and apps pin. */
  readonly root: Uint8Array
  /** What every sealing and hashing key of the server is derived from: 32 bytes. */
  readonly master: Uint8Array
}

const SECRET_BYTES = 32

/**
 * Reads the key file: `{"root": …, "master": …}`, each base64url of 32 bytes.
 *
 * Throws when the file is missing, malformed, or open to group or others (mode 0600 or stricter expected).
 */
export function loadRootKeys(path: string): RootKeys {
  const file = resolve(path)
  const descriptor = openSync(file, 'r')
  try {
    refuseIfShared(descriptor, file)
    return parseKeyFile(readFileSync(descriptor, 'utf8'), file)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Makes new keys and their file, mode 0600; never replaces a file. Two processes that start at once get the same keys.
 *
 * Only for a new installation: devices and apps pin the root key, so a server that makes a second one is a stranger to them.
 */
export function loadOrCreateRootKeys(path: string): RootKeys {
  const file = resolve(path)
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  writeDurably(draft, fileText(newRootKeys()))
  try {
    // A link fails if the name is taken, and a reader never meets a file that is half written.
    linkSync(draft, file)
    syncFolder(folder)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return loadRootKeys(file)
}

/** From settings or the environment: each base64url of 32 bytes. Throws when one is not. */
export function rootKeysFromText(root: string, master: string): RootKeys {
  return { root: secretOf(root, 'root'), master: secretOf(master, 'master') }
}

export function newRootKeys(): RootKeys {
  return {
    root: new Uint8Array(randomBytes(SECRET_BYTES)),
    master: new Uint8Array(randomBytes(SECRET_BYTES)),
  }
}

function parseKeyFile(text: string, file: string): RootKeys {
  const keys = keysOf(text)
  if (keys === undefined)
    throw new Error(`key file ${file}: {"root": …, "master": …} with base64url of 32 bytes each expected`)
  return keys
}

function keysOf(text: string): RootKeys | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return undefined
    if (!('root' in value) || typeof value.root !== 'string') return undefined
    if (!('master' in value) || typeof value.master !== 'string') return undefined
    return rootKeysFromText(value.root, value.master)
  } catch {
    // A parser's error may quote the text, which is a secret: it goes no further.
    return undefined
  }
}

function fileText(keys: RootKeys): string {
  return `${JSON.stringify({ root: toBase64Url(keys.root), master: toBase64Url(keys.master) }, null, 2)}\n`
}

function secretOf(text: string, name: string): Uint8Array {
  const bytes = fromBase64Url(text)
  if (bytes?.length !== SECRET_BYTES) throw new Error(`${name} key: base64url of 32 bytes expected`)
  return bytes
}

/** Windows has no such bits: there the folder's own access rules count. */
function refuseIfShared(descriptor: number, file: string): void {
  const { mode } = fstatSync(descriptor)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(
      `key file ${file}: mode 600 expected, ${(mode & 0o777).toString(8)} found; run chmod 600 if nobody else has read it`,
    )
}

function writeDurably(path: string, text: string): void {
  const descriptor = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** POSIX: a new name is durable once its folder is. Windows cannot open a folder and needs none of it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
