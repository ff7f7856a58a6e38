// A server killed with SIGKILL at any moment: what it acknowledged is there after the restart, and no transaction is there by half.
//
// SIGKILL shows that nothing acknowledged waits in the process. That nothing waits in the operating system either is the
// promise of `synchronous = FULL`, which group-commit.test.ts checks to be on; only cutting the power could show it.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { AccountId } from '@countersign/protocol'
import type { Storage } from '@countersign/server/core/ports'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { openReader } from '@countersign/server/storage/sqlite-file'
import { startChild } from './child.js'

/** Each round starts on what the last one left behind. */
const ROUNDS = 6
const LATEST_KILL_MS = 120

test('every write that was acknowledged before a kill is there afterwards, and none by half', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-'))
  const path = join(folder, 'crash.db')
  const acknowledged: string[] = []

  for (let round = 1; round <= ROUNDS; round += 1) {
    const writer = startChild('crash-writer.ts', [path])
    await writer.wrote(1)
    await pause(randomInt(LATEST_KILL_MS))
    writer.process.kill('SIGKILL')
    const { lines, errors } = await writer.ended()
    assert.equal(errors, '')
    acknowledged.push(...lines)

    const storage = await openSqliteStorage({ path })
    await assertKept(storage, acknowledged)
    await assertWhole(storage)
    await storage.close()
  }

  const reader = openReader(path)
  assert.equal(reader.pragma('integrity_check', { simple: true }), 'ok')
  reader.close()
  assert.ok(acknowledged.length >= ROUNDS)
  await rm(folder, { recursive: true })
})

async function assertKept(storage: Storage, acknowledged: readonly string[]): Promise<void> {
  for (const line of acknowledged) {
    // The writer prints account ids and nothing else.
    const accountId = line as AccountId
    assert.ok(
      await storage.read.accounts.byId(accountId),
      `account ${accountId} was acknowledged and is lost`,
    )
    assert.equal((await storage.read.devices.ofAccount(accountId)).length, 1)
  }
}

async function assertWhole(storage: Storage): Promise<void> {
  for (let after = ''; ; ) {
    const page = await storage.read.accounts.page(after, 500)
    for (const account of page) {
      const devices = await storage.read.devices.ofAccount(account.id)
      assert.equal(devices.length, 1, `account ${account.id} without its device: half a transaction`)
    }
    const last = page.at(-1)
    if (last === undefined) return
    after = last.userId
  }
}
