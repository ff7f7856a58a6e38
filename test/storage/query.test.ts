// Prepared queries: built once, and never run with a value missing or in another's place.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineQuery, PreparedQueries } from '@countersign/server/storage/query'
import { compileOnly } from '@countersign/server/storage/sqlite'

test('a query is built once however often it is bound, and each run has its own values', () => {
  let built = 0
  const query = defineQuery((db, p: { readonly userId: string; readonly limit: number }) => {
    built += 1
    return db.selectFrom('account').select('id').where('user_id', '>', p.userId).limit(p.limit)
  })
  const queries = new PreparedQueries(compileOnly())

  const first = queries.bind(query, { userId: 'ada', limit: 3 })
  const second = queries.bind(query, { limit: 5, userId: 'ben' })

  assert.equal(built, 1)
  assert.equal(first.sql, 'select "id" from "account" where "user_id" > ? limit ?')
  assert.deepEqual(
    [first.parameters, second.parameters],
    [
      ['ada', 3],
      ['ben', 5],
    ],
  )
})

test('a parameter used twice is bound twice, and a constant of the query stays where it is', () => {
  const query = defineQuery((db, p: { readonly nowMs: number }) =>
    db
      .updateTable('device')
      .set((eb) => ({ counter: eb('counter', '+', 1), changed_at_ms: p.nowMs }))
      .where('created_at_ms', '<', p.nowMs),
  )

  const { parameters } = new PreparedQueries(compileOnly()).bind(query, { nowMs: 77 })

  assert.deepEqual(parameters, [1, 77, 77])
})

test('a parameter that is not given is a fault, never an empty value', () => {
  const query = defineQuery((db, p: { readonly userId: string }) =>
    db.selectFrom('account').select('id').where('user_id', '=', p.userId),
  )
  // As a caller without types would.
  const nothing = {} as { readonly userId: string }

  assert.throws(() => new PreparedQueries(compileOnly()).bind(query, nothing), /query parameter userId/)
})

test('text that looks like SQL stays text', () => {
  const query = defineQuery((db, p: { readonly userId: string }) =>
    db.selectFrom('account').select('id').where('user_id', '=', p.userId),
  )
  const hostile = `x' or '1'='1'; drop table account; --`

  const { sql, parameters } = new PreparedQueries(compileOnly()).bind(query, { userId: hostile })

  assert.ok(!sql.includes('drop'))
  assert.deepEqual(parameters, [hostile])
})
