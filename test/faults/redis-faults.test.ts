// Redis goes away and comes back in every way that it has: logins go on all the while, since it only routes.
import { test } from 'node:test'
import { missingPostgres } from '../support/postgres.js'
import { redisMissing } from '../support/redis.js'
import { redisTroubles } from './redis-faults.js'

test('a Redis that is killed, emptied, cut off or frozen stops no login across two nodes, and is used again by itself', {
  skip: missingPostgres() ?? redisMissing(),
}, async (t) => {
  for (const row of await redisTroubles('small')) t.diagnostic(JSON.stringify(row))
})
