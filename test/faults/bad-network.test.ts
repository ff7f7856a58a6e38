// Phones on bad networks, and clients who never finish a request: logins go on where they can, and afterwards for everybody.
import { test } from 'node:test'
import { badNetworks, slowClients } from './bad-network.js'

test('phones that are far away, stalled, cut off or half open come back by themselves, and no decision is lost', async (t) => {
  for (const row of await badNetworks('small')) t.diagnostic(JSON.stringify(row))
})

test('requests that are sent a byte a second keep nobody else from logging in', async (t) => {
  for (const row of await slowClients('small')) t.diagnostic(JSON.stringify(row))
})
