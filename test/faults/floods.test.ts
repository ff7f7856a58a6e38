// Strangers flood the server from one address, as fast as a machine can: everybody else logs in as before.
import { test } from 'node:test'
import { floodsOfStrangers } from './floods.js'

test('[SA3] bad signatures, oversized frames, silent sockets and wrong keys cost no real login', async (t) => {
  for (const row of await floodsOfStrangers('small')) t.diagnostic(JSON.stringify(row))
})
