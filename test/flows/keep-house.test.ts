// One node of all keeps house: nobody beside it, somebody soon after it is gone, whatever the clocks say.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Storage } from '@countersign/server/core/ports'
import type { Housekeeping } from '@countersign/server/flows/keep-house'
import { sharedHousekeeping } from '@countersign/server/flows/keep-house'
import { systemRandom } from '@countersign/server/vault/random'
import { collectingLog } from '../support/collecting-log.js'
import { newStorage } from '../support/engine.js'

async function nodes(count: number, given?: Storage): Promise<readonly Housekeeping[]> {
  const storage = given ?? (await newStorage())
  return Array.from({ length: count }, () =>
    sharedHousekeeping({ storage, random: systemRandom, log: collectingLog() }),
  )
}

async function seconds(count: number, running: readonly Housekeeping[], between = (): void => undefined) {
  for (let second = 0; second < count; second += 1) {
    await Promise.all(running.map((node) => node.tick()))
    between()
  }
}

const keepers = (all: readonly Housekeeping[]): number => all.filter(({ isOurs }) => isOurs).length

test('of nodes that start together one keeps house at the first tick, and goes on', async () => {
  const all = await nodes(4)
  await seconds(1, all)
  assert.equal(keepers(all), 1)
  const first = all.find(({ isOurs }) => isOurs)
  await seconds(60, all, () => assert.equal(keepers(all), 1))
  assert.equal(first?.isOurs, true)
})

test('a node that gives up is followed at the next tick', async () => {
  const all = await nodes(3)
  await seconds(5, all)
  const gone = all.find(({ isOurs }) => isOurs)
  await gone?.giveUp()
  const others = all.filter((node) => node !== gone)
  await seconds(1, others)
  assert.equal(keepers(all), 1)
  assert.equal(gone?.isOurs, false)
})

test('a node that dies is followed within 13 seconds, and not before its own would have stopped', async () => {
  const all = await nodes(3)
  await seconds(5, all)
  const others = all.filter(({ isOurs }) => !isOurs)
  let waited = 0
  while (keepers(others) === 0 && waited < 60) {
    await seconds(1, others)
    waited += 1
  }
  assert.ok(waited > 8 - 3 && waited <= 13, `${waited} seconds`)
  await seconds(5, others, () => assert.equal(keepers(others), 1))
})

test('a node that cannot reach the database stops keeping house before another begins; back again it does not take it away', async () => {
  const storage = await newStorage()
  let cut = false
  const reachable: Storage = {
    ...storage,
    transaction: (work, about) => (cut ? Promise.reject(new Error('cut')) : storage.transaction(work, about)),
    get read() {
      if (cut) throw new Error('cut')
      return storage.read
    },
  }
  const [mine] = await nodes(1, reachable)
  assert.ok(mine)
  await seconds(2, [mine])
  assert.equal(mine.isOurs, true)
  const [other] = await nodes(1, storage)
  assert.ok(other)
  cut = true
  for (let second = 0; second < 30; second += 1) {
    await assertOutcome(mine)
    await other.tick()
    assert.ok(!(mine.isOurs && other.isOurs), `both at second ${second}`)
  }
  assert.equal(other.isOurs, true)
  cut = false
  await seconds(30, [mine, other], () => assert.equal(other.isOurs && !mine.isOurs, true))
})

/** A tick of a node that is cut off may fail, as long as the database is asked at all. */
async function assertOutcome(node: Housekeeping): Promise<void> {
  await node.tick().catch((error: unknown) => assert.match(String(error), /cut/))
}
