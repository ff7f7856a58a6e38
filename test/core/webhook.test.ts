// What a webhook wants to hear, when it is told again, and what is signed.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import test from 'node:test'
import {
  ATTEMPTS_MAX,
  fromBase64,
  pauseAfter,
  signedContent,
  toBase64,
  wants,
} from '@countersign/server/core/webhook'

test('a pattern means an action exactly, by its noun, or all of them', () => {
  const actions = ['login.denied', 'login.redeemed', 'account.added']
  const wanted = (pattern: string): readonly string[] => actions.filter((action) => wants([pattern], action))
  assert.deepEqual(wanted('login.denied'), ['login.denied'])
  assert.deepEqual(wanted('login.*'), ['login.denied', 'login.redeemed'])
  assert.deepEqual(wanted('*'), actions)
  assert.deepEqual(wanted('login'), [])
  assert.deepEqual(wanted('log.*'), [])
})

test('there are ten attempts, from five seconds to eight hours apart, and never fewer seconds than the one before', () => {
  const pauses = Array.from({ length: ATTEMPTS_MAX }, (_, i) => pauseAfter(i + 1, 0))
  assert.equal(ATTEMPTS_MAX, 10)
  assert.equal(pauses[0], 5_000)
  assert.equal(pauses[8], 8 * 3_600_000)
  assert.equal(pauses[9], undefined)
  const known = pauses.flatMap((pause) => pause ?? [])
  assert.deepEqual(
    known,
    [...known].sort((a, b) => a - b),
  )
})

test('chance makes a pause at most a tenth longer, and no shorter', () => {
  assert.equal(pauseAfter(1, 0), 5_000)
  assert.equal(pauseAfter(1, 99), 5_495)
})

test('what is signed is the id, the time and the body, with dots between, as Standard Webhooks says', () => {
  const content = signedContent('msg_1', 1_614_265_330, new TextEncoder().encode('{"a":1}'))
  assert.equal(new TextDecoder().decode(content), 'msg_1.1614265330.{"a":1}')
})

test('the example of the Standard Webhooks libraries comes out', () => {
  // https://docs.svix.com/receiving/verifying-payloads/how-manual: the same id, time, body and secret in every language.
  const content = signedContent(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1_614_265_330,
    new TextEncoder().encode('{"test": 2432232314}'),
  )
  const key = fromBase64('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') ?? new Uint8Array()
  const signature = createHmac('sha256', key).update(content).digest()
  assert.equal(toBase64(signature), 'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('base64 is that of RFC 4648 §10, both ways, and refuses other spellings', () => {
  const vectors = { '': '', f: 'Zg==', fo: 'Zm8=', foo: 'Zm9v', foob: 'Zm9vYg==', '\u00ff\u00fe': 'w7/Dvg==' }
  for (const [text, base64] of Object.entries(vectors)) {
    assert.equal(toBase64(new TextEncoder().encode(text)), base64)
    assert.equal(new TextDecoder().decode(fromBase64(base64)), text)
  }
  for (const wrong of ['Zg', 'Zg=', 'Zh==', 'w7_Dvg==', '=', '!']) assert.equal(fromBase64(wrong), undefined)
})
