// Somebody has seen an answer of a passkey, at a page of theirs, in a log, or on its way: they show it again, at another app, for another
// person, in another session, for another purpose, or late. Or they write a question of their own that would fit it.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PasskeyLoginBody } from '@countersign/protocol'
import { passkeyLoginDocument, toBase64Url } from '@countersign/protocol'
import { addAccount } from '@countersign/server/flows/accounts'
import { loginWithPasskey } from '@countersign/server/flows/passkeys/login-with-passkey'
import type { PasskeyWorld } from '../support/passkey-world.js'
import { answerTo, optionsBody, passkeyWorld, WIKI, why } from '../support/passkey-world.js'
import { anotherApp, bytesOf, must } from '../support/test-world.js'

/** A login that is ready to be sent. */
async function ready({ ask, key }: PasskeyWorld) {
  const { origin, ...facts } = optionsBody()
  const asked = must(await ask({ ...facts, origin }))
  const body: PasskeyLoginBody = {
    ...facts,
    request: asked.request,
    answer: answerTo(asked, key, { origin: WIKI }),
  }
  return body
}

test('[PK5] of any number of equal answers, one lets in, and none later', async () => {
  const passkeys = await passkeyWorld()
  const { world, audited } = passkeys
  const body = await ready(passkeys)
  const all = await Promise.all(
    Array.from({ length: 20 }, () => loginWithPasskey(world.ports, world.app, body)),
  )
  assert.equal(all.filter(({ ok }) => ok).length, 1)
  assert.equal(why(await loginWithPasskey(world.ports, world.app, body)), 'spent')
  assert.equal((await audited('login.by_passkey')).length, 1)
})

test('[PK5] one nonce lets in once, also with another question of its own', async () => {
  const passkeys = await passkeyWorld()
  const over = optionsBody()
  must(await passkeys.login({ over }))
  passkeys.world.clock.advance(1)
  assert.equal(why(await passkeys.login({ over })), 'spent')
})

test('[PK4] an answer counts at the app, for the person, nonce, purpose and address it was asked for', async () => {
  const passkeys = await passkeyWorld()
  const { world } = passkeys
  const other = await anotherApp(world, 'Shop')
  must(await addAccount(world.ports, { userId: 'mallory', displayName: 'M' }))
  const body = await ready(passkeys)
  const elsewhere: readonly (readonly [string, Partial<PasskeyLoginBody>])[] = [
    ['person', { userId: 'mallory' }],
    ['nobody', { userId: 'nobody' }],
    ['nonce', { appNonce: optionsBody().appNonce }],
    ['purpose', { purpose: 'stepUp' }],
    ['address', { context: { ...body.context, address: '198.51.100.9' } }],
  ]
  for (const [what, over] of elsewhere)
    assert.equal(
      why(await loginWithPasskey(world.ports, world.app, { ...body, ...over })),
      'question_of_other',
      what,
    )
  // The other app has not this origin, and the question is not its own.
  assert.equal(why(await loginWithPasskey(world.ports, other, body)), 'origin')
  must(await loginWithPasskey(world.ports, world.app, body))
})

test('[PK1] an answer counts for five minutes from the question', async () => {
  const passkeys = await passkeyWorld()
  const { world } = passkeys
  const [early, late] = [await ready(passkeys), await ready(passkeys)]
  world.clock.advance(299_999)
  must(await loginWithPasskey(world.ports, world.app, early))
  world.clock.advance(1)
  assert.equal(why(await loginWithPasskey(world.ports, world.app, late)), 'question_expired')
})

test('[PK2] a question that was changed in any byte, or written by somebody else, is not the server’s', async () => {
  const passkeys = await passkeyWorld()
  const { world, key } = passkeys
  const body = await ready(passkeys)
  const bytes = bytesOf(body.request)
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    const result = await loginWithPasskey(world.ports, world.app, {
      ...body,
      request: toBase64Url(changed),
    })
    assert.ok(!result.ok, `byte ${at}`)
  }
  const parsed = passkeyLoginDocument.parse(bytes)
  assert.ok(parsed.ok)
  // For ever, and with the victim's own signature over exactly these bytes.
  const forged = passkeyLoginDocument.encode({ ...parsed.value, expiresAtMs: parsed.value.expiresAtMs + 1e9 })
  const challenge = toBase64Url(world.ports.vault.sha256(passkeyLoginDocument.message(forged)))
  const answer = answerTo({ request: '', challenge, rpId: 'id.example', timeoutMs: 1 }, key, { origin: WIKI })
  const result = await loginWithPasskey(world.ports, world.app, {
    ...body,
    request: toBase64Url(forged),
    answer,
  })
  assert.equal(why(result), 'question_not_ours')
})
