// Any node is killed at any moment under load: no acknowledged decision is lost, none is there twice, nobody is let in without a phone.
import { test } from 'node:test'
import { killUnderLoad } from './kills.js'
import { sqliteSite } from './site.js'

test('[ST1] [ST5] [AN3] SIGKILL at any step of logins on SQLite loses nothing and doubles nothing', async (t) => {
  const site = await sqliteSite()
  t.after(() => site.end())
  const seed = Date.now() % 1_000_000
  const row = await killUnderLoad(site, {
    ...{ fault: 'SIGKILL, SQLite', kills: 6, logins: 60, people: 40, clients: 8 },
    seed,
  })
  t.diagnostic(`seed ${seed}: ${JSON.stringify(row)}`)
})
