// The pattern that makes a whole user ID of a short one.
import assert from 'node:assert/strict'
import test from 'node:test'
import { completeUserId } from '@countersign/server/core/id-pattern'

const mail = { pattern: '{user}@{suffix}', suffix: 'Example.org', shortNameToo: true }

test('a short name is completed, and logs in as well when that is wanted', () => {
  assert.deepEqual(completeUserId(mail, 'ada'), { userId: 'ada@example.org', aliases: ['ada'] })
  assert.deepEqual(completeUserId({ ...mail, shortNameToo: false }, 'ada'), {
    userId: 'ada@example.org',
    aliases: [],
  })
})

test('what is whole already, or belongs elsewhere, stays as it is', () => {
  for (const userId of ['ada@example.org', 'ada@other.example', 'ada@'])
    assert.deepEqual(completeUserId(mail, userId), { userId, aliases: [] })
})

test('a prefix is a pattern too, and a fixed text needs no suffix', () => {
  assert.equal(
    completeUserId({ pattern: 'acme\\{user}', suffix: '', shortNameToo: false }, 'ada').userId,
    'acme\\ada',
  )
  assert.equal(
    completeUserId({ pattern: '{user}.staff', suffix: '', shortNameToo: false }, 'ada').userId,
    'ada.staff',
  )
  assert.equal(
    completeUserId({ pattern: '{user}.staff', suffix: '', shortNameToo: false }, 'ada.l').userId,
    'ada.l',
  )
})

test('no pattern changes nothing, and nothing becomes nothing', () => {
  assert.equal(completeUserId({ pattern: '', suffix: '', shortNameToo: true }, 'ada').userId, 'ada')
  assert.equal(completeUserId({ pattern: '{user}', suffix: '', shortNameToo: true }, 'ada').userId, 'ada')
  assert.deepEqual(completeUserId(mail, ''), { userId: '', aliases: [] })
})

test('a suffix with a dollar in it is taken as it is', () => {
  assert.equal(completeUserId({ ...mail, suffix: "$&$'" }, 'ada').userId, "ada@$&$'")
})
