// PostgreSQL goes away and comes back in every way that it has: nothing acknowledged is lost, and no server is restarted for it.
import { test } from 'node:test'
import { missingPostgres } from '../support/postgres.js'
import { redisMissing } from '../support/redis.js'
import { postgresFailover, postgresTroubles } from './postgres-faults.js'

const skip = missingPostgres() ?? redisMissing()

test('[ST5] a PostgreSQL that is restarted, crashes or is out of connections loses no decision, and logins go on after it', {
  skip,
}, async (t) => {
  for (const row of await postgresTroubles('small')) t.diagnostic(JSON.stringify(row))
})

test('[ST5] a synchronous standby that takes over has every decision that anybody was told', {
  skip,
}, async (t) => {
  for (const row of await postgresFailover('small')) t.diagnostic(JSON.stringify(row))
})
