// A server's clock jumps ten minutes ahead and back: nobody is let in twice or without a phone, and the next login works.
import { test } from 'node:test'
import { clockJumps } from './clock-jumps.js'

test('[CH2] a clock that jumps ten minutes either way ends what was under way at most, and the next logins work', async (t) => {
  for (const row of await clockJumps('small')) t.diagnostic(JSON.stringify(row))
})
