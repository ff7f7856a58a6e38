// Any node is killed at any moment under load: no acknowledged decision is lost, none is there twice, nobody is let in without a phone.
import { test } from 'node:test'
import { missingPostgres } from '../support/postgres.js'
import { redisMissing } from '../support/redis.js'
import { killAlone, killNodes } from './kills.js'

const seed = Date.now() % 1_000_000

test('[ST1] [ST5] [AN3] SIGKILL at any step of logins on SQLite loses nothing and doubles nothing', async (t) => {
  t.diagnostic(JSON.stringify(await killAlone('small', seed)))
})

test('[ST1] [ST5] [AN3] SIGKILL of nodes that share PostgreSQL and Redis loses nothing and doubles nothing', {
  skip: missingPostgres() ?? redisMissing(),
}, async (t) => {
  t.diagnostic(JSON.stringify(await killNodes('small', seed)))
})
