// The process that takes a list over is killed again and again: no line is half done, none is done twice, and in the end all are there.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ports } from '@countersign/server/core/ports'
import { startImport } from '@countersign/server/flows/admin/imports'
import { OPERATOR, readList } from '../support/onboarding.js'
import { must } from '../support/test-world.js'
import { startChild } from './child.js'
import { openPlace } from './import-place.js'

const PEOPLE = 6_000
const KILLS = 5
const LATEST_KILL_MS = 60

test('a list survives SIGKILL at any moment', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-'))
  const lines = Array.from({ length: PEOPLE }, (_, i) => `person${i},Staff|Floor ${i % 3},alias${i}`)
  const place = await openPlace(directory)
  const { id } = await readList(place.ports, ['user_id,groups,aliases', ...lines])
  must(await startImport(place.ports, OPERATOR, { id, options: { createGroups: true } }))
  await place.close()

  for (let kill = 0; kill < KILLS; kill += 1) {
    const runner = startChild('import-runner.ts', [directory])
    await runner.wrote(1)
    await pause(randomInt(LATEST_KILL_MS))
    runner.process.kill('SIGKILL')
    assert.equal((await runner.ended()).errors, '')
    const reopened = await openPlace(directory)
    await assertWhole(reopened.ports, id)
    await reopened.close()
  }

  const last = startChild('import-runner.ts', [directory])
  assert.equal((await last.ended()).errors, '')
  const done = await openPlace(directory)
  const job = await done.ports.storage.read.imports.byId(id)
  assert.deepEqual([job?.state, job?.done], ['done', PEOPLE])
  assert.equal(await assertWhole(done.ports, id), PEOPLE)
  await done.close()
  await rm(directory, { recursive: true })
})

/** Progress, lines, accounts, names and groups tell the same story. */
async function assertWhole({ storage: { read } }: Ports, id: string): Promise<number> {
  const job = await read.imports.byId(id)
  const lines = await read.imports.lines(id, 0, PEOPLE)
  const finished = lines.filter(({ state }) => state === 'done')
  assert.equal(finished.length, job?.done)
  assert.equal(
    await read.directory.count({ words: [], state: undefined, device: undefined, groupId: undefined }),
    finished.length,
  )
  for (const { row } of finished.slice(-150)) {
    const account = await read.accounts.byLoginName(row?.aliases[0] ?? '')
    assert.equal(account?.userId, row?.userId)
    const entry = account && (await read.directory.entry(account.id))
    assert.equal(entry?.groups.length, 2)
  }
  return finished.length
}
