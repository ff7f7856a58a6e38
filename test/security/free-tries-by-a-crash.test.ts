// Tries that a crash gives for free: whoever can make the server die between "the code is wrong" and "that was one try" guesses
// without end. And a code that was good must not be good twice because the server died while it let somebody in. So the storage
// dies here at each commit of a try: before it, and right after it when nobody has heard of it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { BACKUP, BYPASS, codeWorld, why } from '../support/code-world.js'
import type { CrashingStorage } from '../support/crashing-storage.js'
import { Crash, crashingStorage } from '../support/crashing-storage.js'
import { newStorage } from '../support/engine.js'

type Point = 'before_commit' | 'after_commit'

/** Dies at a commit that is named by its place among those to come: 1 is the charge, 2 what follows from the judgement. */
function dying(inner: CrashingStorage): CrashingStorage & { crashAt(commit: number, point: Point): void } {
  let left = 0
  let at: Point = 'before_commit'
  return {
    ...inner,
    read: inner.read,
    crashAt(commit, point) {
      left = commit
      at = point
    },
    transaction(work, about) {
      left -= 1
      if (left === 0) inner.crashNext(at)
      return inner.transaction(work, about)
    },
  }
}

async function surroundings() {
  const storage = dying(crashingStorage(await newStorage()))
  return { storage, ...(await codeWorld({ storage })) }
}

for (const [commit, point] of [
  [1, 'after_commit'],
  [2, 'before_commit'],
  [2, 'after_commit'],
] as const)
  test(`[CD5] a wrong code whose server dies ${words(commit, point)} was a try`, async () => {
    const { storage, typed, wrongTotp, totp, guard } = await surroundings()
    for (let n = 1; n <= 5; n++) {
      storage.crashAt(commit, point)
      await assert.rejects(typed(wrongTotp()), Crash)
      assert.equal((await guard('totp')).wrongAtMs.length, n)
    }
    assert.equal(why(await typed(totp())), 'too_many_tries')
  })

test('[CD5] a try whose charge was not written was not looked at, either', async () => {
  const { storage, typed, totp, guard } = await surroundings()
  const code = totp()
  storage.crashAt(1, 'before_commit')
  await assert.rejects(typed(code), Crash)
  assert.equal((await guard('totp')).revision, 0)
  assert.equal(why(await typed(code)), 'ok')
})

test('[CD5] a right code whose server dies before it is spent lets nobody in, costs a try, and is good still', async () => {
  const { storage, typed, totp, guard, audited, world } = await surroundings()
  const codes = { totp: totp(), backup: BACKUP, bypass: BYPASS }
  for (const [way, code] of Object.entries(codes)) {
    storage.crashAt(2, 'before_commit')
    await assert.rejects(typed(code), Crash)
    assert.equal((await guard(way as keyof typeof codes)).wrongAtMs.length, 1)
    assert.deepEqual(await audited('login.by_code'), [])
  }
  world.clock.advance(1_000)
  for (const code of Object.values(codes)) assert.equal(why(await typed(code)), 'ok')
})

test('[CD5] a right code whose server dies right after it was spent is spent: nobody is let in by it again', async () => {
  const { storage, typed, totp, audited } = await surroundings()
  for (const code of [totp(), BACKUP, BYPASS]) {
    storage.crashAt(2, 'after_commit')
    await assert.rejects(typed(code), Crash)
    assert.equal(why(await typed(code)), 'wrong')
  }
  // The audit has the three that were written, whoever heard of them.
  assert.equal((await audited('login.by_code')).length, 3)
})

function words(commit: number, point: Point): string {
  const what = commit === 1 ? 'the charge' : 'what was judged'
  return point === 'before_commit' ? `before ${what} is written` : `right after ${what} was written`
}
