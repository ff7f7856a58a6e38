// An open redirect at the end of an enrolment: the server's own page sends a browser on to an address that came with the call. It must be
// at an origin that the calling app is registered with, as at a login's set-up, and it is judged before anybody is looked at: no account
// is made for a call that would lead elsewhere.
import assert from 'node:assert/strict'
import test from 'node:test'
import { enrolBody as schema } from '@countersign/protocol'
import { enrolBody, enrolled, enrolWorld } from '../support/enrol-world.js'
import { must, reasonOf } from '../support/test-world.js'

test('[EN3] an address at another origin is refused, however it is spelled, and makes no account', async () => {
  const world = await enrolWorld()
  for (const returnTo of [
    'https://evil.example/login',
    'http://wiki.example/login',
    'https://wiki.example:8443/',
    'https://wiki.example.evil.example/',
    'https://wiki.example@evil.example/',
    'https://evil.example\\@wiki.example/',
    'https://user:secret@wiki.example/',
    'https://[::1',
  ])
    assert.equal(reasonOf(await enrolled(world, { returnTo })), 'value_invalid', returnTo)
  assert.equal(await world.ports.storage.read.accounts.byUserId('anna'), undefined)
  must(await enrolled(world, { returnTo: 'https://WIKI.example:443/a?b=c' }))
})

test('[EN3] what is no address of the web is no body of a call', () => {
  for (const returnTo of ['javascript:alert(1)', '//wiki.example/', '/done', 'https://wiki.example/#a', ''])
    assert.equal(schema.safeParse(enrolBody({ returnTo })).success, false, returnTo)
})
