// All phones lose their server at once, and all come back without being told to.
import { test } from 'node:test'
import { crowdComesBack } from './crowd.js'

test('[SA3] a crowd of phones that lost its server is back by itself, and people log in meanwhile', async (t) => {
  for (const row of await crowdComesBack('small')) t.diagnostic(JSON.stringify(row))
})
