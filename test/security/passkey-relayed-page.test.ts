// A page in between: it looks like the login page, has the password, asks the real app for a question and gives it to the victim's
// browser. The browser writes where it is into what the passkey signs, and makes no signature for another RP ID; here the page is given
// more than any browser gives it: a signature over the right question, from its own place, from within a frame, or without the person.
import assert from 'node:assert/strict'
import test from 'node:test'
import { passkeyOptions } from '@countersign/server/flows/passkeys/login-with-passkey'
import { optionsBody, passkeyWorld, why } from '../support/passkey-world.js'
import type { Ceremony } from '../support/soft-authenticator.js'
import { must, reasonOf } from '../support/test-world.js'

const relayed: readonly (readonly [what: string, ceremony: Ceremony, because: string])[] = [
  ['on the page in between', { origin: 'https://wiki.example.evil' }, 'wrong'],
  ['on the same name over plain http', { origin: 'http://wiki.example' }, 'wrong'],
  ['on another port', { origin: 'https://wiki.example:8443' }, 'wrong'],
  ['below the right host', { origin: 'https://evil.wiki.example' }, 'wrong'],
  ['on the server’s own page', { origin: 'https://id.example' }, 'wrong'],
  ['for the RP ID of the page in between', { rpId: 'wiki.example.evil' }, 'wrong'],
  ['in a frame of another page', { crossOrigin: true }, 'wrong'],
  [
    'by whoever holds the device, without making sure of them',
    { userVerified: false },
    'person_not_verified',
  ],
]
for (const [what, ceremony, because] of relayed)
  test(`[PK4] signed ${what}: refused, and the right page still lets in`, async () => {
    const { login, audited } = await passkeyWorld()
    assert.equal(why(await login({ ceremony })), because)
    const [entry] = await audited('login.passkey_refused')
    assert.equal(entry?.facts['because'], because)
    must(await login())
  })

test('[PK3] no question is asked for a page that is not the app’s', async () => {
  const { world } = await passkeyWorld()
  for (const origin of ['https://wiki.example.evil', 'https://id.example', 'https://wiki.example/'])
    assert.equal(
      reasonOf(await passkeyOptions(world.ports, world.app, optionsBody({ origin }))),
      'value_invalid',
    )
})
