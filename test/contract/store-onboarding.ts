// The onboarding part of the storage contract: imported lists by compare-and-set, their lines in order, and notices newest first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportPlan } from '@countersign/protocol/admin'
import type { ImportJob, ImportLine } from '@countersign/server/core/ports-imports'
import type { NoticeRecord } from '@countersign/server/core/ports-notices'
import { id, NOW_MS, race, sampleAccount } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

function sampleJob(fields: Partial<ImportJob> = {}): ImportJob {
  return {
    id: id(),
    name: 'people.csv',
    state: 'ready',
    reading: { encoding: 'windows-1252', delimiter: ';', columns: ['user_id', 'E-Mail'] },
    options: { skipFaulty: true, createGroups: false, updateExisting: true },
    startedBy: '',
    mayChange: ['auditor'],
    headerFaults: [{ line: 1, column: 2, columnName: 'E-Mail', code: 'column_unknown', expected: 'email' }],
    newGroups: ['Staff'],
    lines: 3,
    done: 0,
    atLine: 0,
    counts: { add: 1, change: 1, same: 0, fault: 1 },
    createdBy: 'operator',
    createdAtMs: NOW_MS,
    changedAtMs: NOW_MS,
    revision: 1,
    ...fields,
  }
}

function sampleLine(line: number, plan: ImportPlan = 'add'): ImportLine {
  const row = {
    userId: `user${line}`,
    displayName: 'Ä "x", y',
    email: undefined,
    email2: undefined,
    aliases: ['a'],
    groups: ['Staff'],
    locale: undefined,
    sealedStartCode: 'AAAA',
    notes: 'two\nlines',
  }
  return { line, plan, state: 'waiting', row, changes: ['emails'], faults: [] }
}

export function onboardingContract(storage: CurrentStorage): void {
  const add = (job: ImportJob, lines: readonly ImportLine[] = []): Promise<void> =>
    storage().transaction(async ({ imports }) => {
      await imports.add(job)
      await imports.addLines(job.id, lines)
    })
  const numbers = async (jobId: string): Promise<readonly string[]> =>
    (await storage().read.imports.lines(jobId, 0, 100)).map(
      ({ line, plan, state }) => `${line} ${plan} ${state}`,
    )

  test('a job is found as it was added, and its revision rises when it is saved', async () => {
    const job = sampleJob()
    await add(job)
    assert.deepEqual(await storage().read.imports.byId(job.id), job)
    const changed = { ...job, state: 'running', done: 2, atLine: 7, startedBy: 'admin:x' } as const
    assert.equal(await storage().transaction(({ imports }) => imports.save(changed)), true)
    const saved = { ...changed, revision: 2 }
    assert.deepEqual(await storage().read.imports.byId(job.id), saved)
    await storage().transaction(({ imports }) => imports.save({ ...saved, state: 'done' }))
  })

  test('of 20 who save one job at once, one succeeds', async () => {
    const job = sampleJob()
    await add(job)
    assert.equal(await race(20, () => storage().transaction(({ imports }) => imports.save(job))), 1)
  })

  test('jobs come newest first, page by page, without those that are still read; the oldest running one is next', async () => {
    const future = NOW_MS + 1_000_000
    const [a, b, c, reading] = [
      sampleJob({ createdAtMs: future + 1, state: 'running' }),
      sampleJob({ createdAtMs: future + 2, state: 'running' }),
      sampleJob({ createdAtMs: future + 2 }),
      sampleJob({ createdAtMs: future + 3, state: 'reading' }),
    ] as const
    for (const job of [a, b, c, reading]) await add(job)
    const [first, second] = [b.id, c.id].sort().reverse()
    const page = await storage().read.imports.page(2)
    assert.deepEqual(
      page.map((job) => job.id),
      [first, second],
    )
    const next = await storage().read.imports.page(1, page[1])
    assert.deepEqual(
      next.map((job) => job.id),
      [a.id],
    )
    assert.equal((await storage().read.imports.running())?.id, a.id)
    await storage().transaction(async ({ imports }) => {
      await imports.save({ ...a, state: 'done' })
      await imports.save({ ...b, state: 'done' })
    })
    assert.equal(await storage().read.imports.running(), undefined)
  })

  test('lines come in order, after a line, of one plan or of all, as they were added', async () => {
    const job = sampleJob()
    await add(job, [sampleLine(9, 'fault'), sampleLine(2), sampleLine(5, 'same')])
    const { imports } = storage().read
    assert.deepEqual(await numbers(job.id), ['2 add waiting', '5 same waiting', '9 fault waiting'])
    assert.deepEqual(await imports.lines(job.id, 2, 1), [sampleLine(5, 'same')])
    assert.deepEqual(await imports.lines(job.id, 0, 10, 'fault'), [sampleLine(9, 'fault')])
    await assert.rejects(storage().transaction((stores) => stores.imports.addLines(job.id, [sampleLine(2)])))
    await assert.rejects(storage().transaction((stores) => stores.imports.addLines(id(), [sampleLine(2)])))
  })

  test('lines up to one are settled by plan, and only those that wait', async () => {
    const job = sampleJob()
    await add(job, [sampleLine(1), sampleLine(2), sampleLine(3, 'fault'), sampleLine(4), sampleLine(5)])
    await storage().transaction(async ({ imports }) => {
      await imports.saveLine(job.id, { ...sampleLine(2), plan: 'same', state: 'skipped' })
      await imports.settle(job.id, 1, 4, ['add', 'same'], 'done')
      await imports.settle(job.id, 1, 4, ['fault'], 'skipped')
    })
    assert.deepEqual(await numbers(job.id), [
      '1 add waiting',
      '2 same skipped',
      '3 fault skipped',
      '4 add done',
      '5 add waiting',
    ])
  })

  test('old jobs go with their lines, some at a time; what runs, waits on somebody, or is young stays', async () => {
    const old = { changedAtMs: NOW_MS - 10_000_000 }
    const gone = sampleJob({ ...old, state: 'done' })
    const running = sampleJob({ ...old, state: 'running' })
    const paused = sampleJob({ ...old, state: 'paused' })
    const halfRead = sampleJob({ changedAtMs: NOW_MS - 5_000_000, state: 'reading' })
    await add(gone, [sampleLine(1), sampleLine(2), sampleLine(3)])
    for (const job of [running, paused, halfRead]) await add(job, [sampleLine(1)])
    const purge = () =>
      storage().transaction(({ imports }) => imports.purge(NOW_MS - 9_000_000, NOW_MS - 4_000_000, 2))
    let rounds = 0
    while ((await purge()) > 0) rounds += 1
    assert.ok(rounds >= 3)
    const left = await Promise.all(
      [gone, running, paused, halfRead].map((job) => storage().read.imports.byId(job.id)),
    )
    assert.deepEqual(
      left.map((job) => job?.state),
      [undefined, 'running', 'paused', undefined],
    )
    await storage().transaction(({ imports }) => imports.save({ ...running, state: 'done' }))
  })

  test('notices come newest first, page by page, of one account', async () => {
    const { id: accountId } = sampleAccount()
    const notice = (atMs: number): NoticeRecord => ({
      id: id(),
      accountId,
      kind: 'device_added',
      facts: { deviceName: 'Pixel', untilMs: 5, gone: null },
      atMs,
    })
    const [oldest, b, c] = [notice(NOW_MS), notice(NOW_MS + 1), notice(NOW_MS + 1)] as const
    await storage().transaction(async ({ notices }) => {
      for (const each of [b, oldest, c]) await notices.add(each)
      await notices.add({ ...notice(NOW_MS + 9), accountId: sampleAccount().id })
    })
    const page = await storage().read.notices.ofAccount(accountId, 2)
    assert.deepEqual(
      page,
      [b, c].sort((x, y) => (x.id < y.id ? 1 : -1)),
    )
    assert.deepEqual(await storage().read.notices.ofAccount(accountId, 2, page[1]), [oldest])
    await storage().transaction(({ notices }) => notices.purge(NOW_MS + 1, 100))
    assert.equal((await storage().read.notices.ofAccount(accountId, 10)).length, 2)
  })
}
