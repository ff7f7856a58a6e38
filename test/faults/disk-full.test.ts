// A full disk: nobody is let in by what was not kept, and room is all that is needed to go on.
import { test } from 'node:test'
import { diskFull } from './disk-full.js'

test('[ST5] on a disk that takes no more nobody logs in, nothing acknowledged is lost, and room heals it without a restart', async (t) => {
  for (const row of await diskFull('small')) t.diagnostic(JSON.stringify(row))
})
