// What the pages of accounts compute: the question in the address, a draft and its changes, two versions, the end of an exception.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountDraft } from '@countersign/console/accounts/draft'
import { changesOf, disputed, faultsOf, linesOf } from '@countersign/console/accounts/draft'
import { offUntilMs } from '@countersign/console/accounts/off-until'
import { accountQueryOf, isFiltered } from '@countersign/console/accounts/query'

const before: AccountDraft = {
  userId: 'anna@example.org',
  displayName: 'Anna',
  aliases: 'anna\na.ask',
  emails: 'anna@example.org',
  locale: 'en',
  notes: '',
}

test('a mistyped address asks for everybody in the usual order', () => {
  const query = accountQueryOf(new URLSearchParams('state=wild&device=maybe&sort=secret&order=up'))
  assert.deepEqual(query, {
    q: '',
    state: '',
    device: '',
    group: '',
    sort: 'userId',
    order: 'asc',
    cursor: '',
  })
  assert.equal(isFiltered(query), false)
})

test('what the address asks for is asked', () => {
  const query = accountQueryOf(
    new URLSearchParams('q=an&state=suspended&device=without&sort=createdAt&order=desc'),
  )
  assert.deepEqual(query, {
    q: 'an',
    state: 'suspended',
    device: 'without',
    group: '',
    sort: 'createdAt',
    order: 'desc',
    cursor: '',
  })
  assert.equal(isFiltered(query), true)
})

test('only what was changed is sent, lists as lists', () => {
  assert.deepEqual(changesOf(before, before), {})
  assert.deepEqual(changesOf(before, { ...before, displayName: 'Anna Ask ', aliases: ' a.ask \n\n' }), {
    displayName: 'Anna Ask',
    aliases: ['a.ask'],
  })
  assert.deepEqual(changesOf(before, { ...before, emails: '' }), { emails: [] })
})

test('space around a value is no change', () => {
  assert.deepEqual(changesOf(before, { ...before, displayName: ' Anna ', notes: '\n' }), {})
})

test('what the server would refuse is named by its field', () => {
  assert.deepEqual([...faultsOf(before)], [])
  assert.deepEqual([...faultsOf({ ...before, userId: 'two words' })], ['userId'])
  assert.deepEqual([...faultsOf({ ...before, userId: '' })], ['userId'])
  assert.deepEqual([...faultsOf({ ...before, emails: 'a@b\nc@d\ne@f' })], ['emails'])
  assert.deepEqual([...faultsOf({ ...before, emails: 'nobody' })], ['emails'])
  assert.deepEqual([...faultsOf({ ...before, aliases: 'two words' })], ['aliases'])
  const eleven = Array.from({ length: 11 }, (_, i) => `alias${i}`).join('\n')
  assert.deepEqual([...faultsOf({ ...before, aliases: eleven })], ['aliases'])
})

test('two versions are compared only where ours was changed and theirs says something else', () => {
  const theirs = { ...before, displayName: 'Anna A.', notes: 'theirs' }
  const ours = { ...before, displayName: 'Anna Ask', emails: 'new@example.org' }
  assert.deepEqual(disputed(before, theirs, ours), [
    { field: 'displayName', theirs: 'Anna A.', ours: 'Anna Ask' },
    { field: 'emails', theirs: 'anna@example.org', ours: 'new@example.org' },
  ])
  assert.deepEqual(
    disputed(before, { ...before, displayName: 'same' }, { ...before, displayName: 'same' }),
    [],
  )
})

test('lines are trimmed, and empty ones are none', () => {
  assert.deepEqual(linesOf(' a \n\n b\n'), ['a', 'b'])
})

test('an exception ends in an hour, a day, a week, or at a time that is ahead and near enough', () => {
  const nowMs = Date.parse('2026-11-21T12:00:00')
  assert.equal(offUntilMs('hour', '', nowMs), nowMs + 3_600_000)
  assert.equal(offUntilMs('week', 'ignored', nowMs), nowMs + 7 * 86_400_000)
  assert.equal(offUntilMs('until', '2026-11-22T08:30', nowMs), Date.parse('2026-11-22T08:30'))
  assert.equal(offUntilMs('until', '', nowMs), undefined, 'no time')
  assert.equal(offUntilMs('until', '2026-11-21T12:00', nowMs), undefined, 'now is not ahead')
  assert.equal(offUntilMs('until', '2026-12-22T12:00', nowMs), undefined, 'more than 30 days')
})
