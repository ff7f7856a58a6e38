// The book of policies: the list is read once a revision, and a change by anybody is seen at the next login.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { SavedPolicies } from '@countersign/server/core/ports-policies'
import { policyBook, sheetOf } from '@countersign/server/flows/policy-book'
import { policyBody } from '../support/policies.js'

/** A store that another process may change at any time. */
function storeOf(saved: SavedPolicies) {
  const reads = { list: 0, now: saved }
  return {
    reads,
    revision: async () => reads.now.revision,
    async current() {
      reads.list += 1
      return reads.now
    },
  }
}

test('the list is read once, until its revision is another', async () => {
  const store = storeOf({ policies: [policyBody({ says: { match: 'code' } })], revision: 4 })
  const book = policyBook()
  for (let n = 0; n < 10; n++) assert.equal((await book.current(store)).policies.length, 1)
  assert.equal(store.reads.list, 1)
  store.reads.now = { policies: [], revision: 5 }
  assert.equal((await book.current(store)).policies.length, 0)
  assert.equal(store.reads.list, 2)
})

test('a list that went back to an older revision, as after a restore, is read again', async () => {
  const store = storeOf({ policies: [], revision: 9 })
  const book = policyBook()
  await book.current(store)
  store.reads.now = { policies: [policyBody({ says: { match: 'code' } })], revision: 3 }
  assert.equal((await book.current(store)).policies.length, 1)
  await book.current(store)
  assert.equal(store.reads.list, 2)
})

test('of readers who overlap with a change none keeps the older list', async () => {
  const store = storeOf({ policies: [], revision: 1 })
  const book = policyBook()
  const early = book.current(store)
  store.reads.now = { policies: [policyBody({ says: { match: 'code' } })], revision: 2 }
  await Promise.all([early, book.current(store)])
  assert.equal((await book.current(store)).policies.length, 1)
})

test('groups and clocks are looked at only for policies that are enabled and name them', () => {
  const times = [{ days: ['mon' as const], from: '08:00', to: '17:00', timeZone: 'Europe/Berlin' }]
  const when = { groupIds: ['019aa5c0-11f2-7e0a-8b1d-5c2e9f7a6b30'], times }
  const off = sheetOf([policyBody({ enabled: false, when })], 1)
  assert.deepEqual([off.namesGroups, off.timeZones], [false, []])
  const on = sheetOf([policyBody({ when }), policyBody({ when })], 1)
  assert.deepEqual([on.namesGroups, on.timeZones], [true, ['Europe/Berlin']])
})
