// Files that only their owner may read, written so that a crash leaves the old content or the new, never half of it.
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DeviceError } from './error.js'

/** Makes the directory with mode 0700. One that exists is refused when others may write in it: they could swap the files. */
export async function requirePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  if (process.platform === 'win32') return
  if (((await stat(directory)).mode & 0o022) !== 0)
    throw new DeviceError('key_exposed', `others may write in ${directory}: mode 0700 expected`)
}

/** Writes beside the file, syncs, renames over it, syncs the directory: durable once it resolves. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
}

/** Undefined: there is none. As ssh does it with keys, a file that others can read is refused (`key_exposed`). */
export async function readPrivate(path: string): Promise<string | undefined> {
  try {
    // Windows has no such bits.
    if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0)
      throw new DeviceError('key_exposed', `others may read ${path}: mode 0600 expected`)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** A rename is durable once its directory is; Windows cannot sync directories and orders this itself. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
