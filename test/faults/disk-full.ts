// The disk takes no more while logins go on, and then it does again: nothing of what was acknowledged is lost, and no restart is needed.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { compare } from './ledger.js'
import { crew, Load } from './load.js'
import type { Row, Scale } from './rows.js'
import type { SqliteSite } from './site.js'
import { sqliteSite } from './site.js'

/** What fills up, and how. */
interface Disk {
  readonly name: string
  fill(site: SqliteSite): void
  free(site: SqliteSite): void
}

/** A limit on the size of every file that the process writes: any user may set it, and the write fails in the same place. */
const limited: Disk = {
  name: 'RLIMIT_FSIZE = 0',
  fill: ({ process: { pid } }) => limitFiles(pid, '0:unlimited'),
  free: ({ process: { pid } }) => limitFiles(pid, 'unlimited'),
}

function limitFiles(pid: number, limit: string): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${limit}`])
}

export async function diskFull(scale: Scale): Promise<readonly Row[]> {
  const site = await sqliteSite()
  let row: Row
  try {
    row = await fillUnderLoad(site, limited, scale)
  } finally {
    await site.end()
  }
  const small = scale === 'full' ? smallDisk() : undefined
  if (small === undefined) return [row]
  const onSmall = await sqliteSite({ COUNTERSIGN_STORAGE_URL: `sqlite:${small.folder}/countersign.db` })
  try {
    return [row, await fillUnderLoad(onSmall, small, scale)]
  } finally {
    await onSmall.end()
    small.remove()
  }
}

async function fillUnderLoad(site: SqliteSite, disk: Disk, scale: Scale): Promise<Row> {
  const logins = scale === 'full' ? 200 : 20
  const fullMs = scale === 'full' ? 10_000 : 1_000
  const load = await Load.open(site, { ...crew(scale), seed: 11, patienceMs: 5_000 })
  load.begin()
  await load.more(logins)
  disk.fill(site)
  // What was on its way to the disk is through, or was refused.
  await delay(500)
  const before = load.logins
  await delay(fullMs)
  assert.equal(load.logins, before, 'a login on a disk that takes nothing')
  const health = await fetch(`${site.url}/healthz`)
  assert.equal(health.status, 200, 'the process lives')
  const freedMs = Date.now()
  disk.free(site)
  const healedMs = await load.firstSince(freedMs)
  await load.more(logins)
  await load.end()
  const count = await compare(site.ports, load)
  const reasons = [...new Set(load.told.flatMap(({ askLost }) => askLost ?? []))].join(', ')
  const seen = `the app hears ${reasons}; first login ${healedMs} ms after there was room`
  return { fault: 'disk full', done: `${disk.name}, ${fullMs / 1000} s`, count, seen }
}

interface SmallDisk extends Disk {
  readonly folder: string
  remove(): void
}

/** A file system of its own for root: the database, its WAL of up to 32 MB, and what fills the rest. */
function smallDisk(): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128m,mode=700', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
  const filler = join(folder, 'filler')
  return {
    name: 'no space left on its file system',
    folder,
    fill() {
      const file = openSync(filler, 'w')
      try {
        for (;;) writeSync(file, Buffer.alloc(4_096))
      } catch {
        // No space left on device: that is what it is for.
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler),
    remove() {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true })
    },
  }
}
