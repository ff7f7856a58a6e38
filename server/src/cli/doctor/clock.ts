// Doctor: the clock of this machine runs evenly, and the file system has the same.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Finding } from './check.js'
import { fault, ok, warning } from './check.js'

const WATCH_MS = 250
/** More than any scheduler delays: the clock was set while we watched. */
const JUMP_MS = 100
/** File systems round to two seconds at worst (FAT). */
const FILE_MS = 3_000
/** The day this was written: an earlier clock lost its battery. */
const NOT_BEFORE_MS = Date.UTC(2026, 10, 21)

export async function checkClock(nowMs: () => number): Promise<Finding> {
  const name = 'clock'
  const next = 'set the clock of this machine, by NTP: expiry is decided by it'
  if (nowMs() < NOT_BEFORE_MS) return fault(name, `it says ${new Date(nowMs()).toISOString()}`, next)
  const jumpMs = await jumpWhileWatching(nowMs)
  if (Math.abs(jumpMs) > JUMP_MS)
    return warning(name, `it jumped by ${Math.round(jumpMs)} ms while watched`, next)
  const fileMs = await differenceToFiles(nowMs)
  if (Math.abs(fileMs) > FILE_MS)
    return warning(name, `new files are dated ${Math.round(fileMs / 1_000)} s off this clock`, next)
  return ok(name, `${new Date(nowMs()).toISOString()}, running evenly`)
}

/** The wall clock against one that nobody can set. */
async function jumpWhileWatching(nowMs: () => number): Promise<number> {
  const wall = nowMs()
  const steady = performance.now()
  await delay(WATCH_MS)
  return nowMs() - wall - (performance.now() - steady)
}

async function differenceToFiles(nowMs: () => number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-doctor-'))
  try {
    const file = join(folder, 'now')
    await writeFile(file, '')
    return (await stat(file)).mtimeMs - nowMs()
  } finally {
    await rm(folder, { recursive: true })
  }
}
