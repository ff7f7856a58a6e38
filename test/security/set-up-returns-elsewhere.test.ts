// An open redirect, and worse: the page of a set-up sends the browser on to an address that came with the request for it. Could a
// stranger choose it, the server's own name would vouch for a lookalike of the login page, just when somebody is told to go on there.
// It must be at an origin that the app is registered with, however it is spelled, and it is judged whoever the request is about.
import assert from 'node:assert/strict'
import test from 'node:test'
import { requestApprovalBody } from '@countersign/protocol'
import { secondFactorFor } from '@countersign/server/flows/second-factor-for'
import { askedAtLogin, isLed, setUpWorld } from '../support/set-up-world.js'
import { makeWorld, pairedDevice, reasonOf, requestBody } from '../support/test-world.js'

const elsewhere = [
  'https://evil.example/login',
  'http://wiki.example/login',
  'https://wiki.example:8443/login',
  'https://wiki.example.evil.example/',
  'https://wiki.example@evil.example/',
  'https://evil.example\\@wiki.example/',
  'https://user:secret@wiki.example/',
  'https://user@wiki.example/',
  'https://xwiki.example/',
  'https://wiki.example%2eevil.example/',
  'https:wiki.example.evil.example/',
  'https://[::1',
]
const noAddress = [
  'javascript:alert(1)',
  'data:text/html,hello',
  '//wiki.example/',
  '/login',
  'wiki.example',
  'https://wiki.example/#fragment',
  'https://wiki.example/ evil',
  'https://wiki.example/\nSet-Cookie: a=b',
  `https://wiki.example/${'x'.repeat(1_024)}`,
]

test('[SU2] an address at another origin is refused, however it is spelled', async () => {
  const world = await setUpWorld()
  for (const returnTo of elsewhere) {
    const body = requestBody({ maySetUp: { returnTo } })
    assert.equal(reasonOf(await secondFactorFor(world.ports, world.app, body)), 'value_invalid', returnTo)
  }
})

test('[SU2] what is no address of the web is no body of a request', () => {
  for (const returnTo of noAddress)
    assert.equal(
      requestApprovalBody.safeParse(requestBody({ maySetUp: { returnTo } })).success,
      false,
      returnTo,
    )
})

test('[SU2] it is refused alike for whoever has a phone, has none, or does not exist, and whatever the policies say', async () => {
  const world = await makeWorld()
  await pairedDevice(world, 'bob')
  for (const userId of ['alice', 'bob', 'nobody']) {
    const body = requestBody({ userId, maySetUp: { returnTo: 'https://evil.example/' } })
    assert.equal(reasonOf(await secondFactorFor(world.ports, world.app, body)), 'value_invalid', userId)
  }
})

test('[SU2] any path and query at the app’s own origin is in order, also in capitals and with the usual port', async () => {
  const world = await setUpWorld()
  for (const returnTo of [
    'https://wiki.example',
    'https://wiki.example/a/b?c=d&next=https%3A%2F%2Fevil.example',
    'https://WIKI.example:443/login',
  ])
    assert.ok(isLed(await askedAtLogin(world, { maySetUp: { returnTo } })), returnTo)
})
