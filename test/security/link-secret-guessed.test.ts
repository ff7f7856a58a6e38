// The secret of a link guessed, or gone round. A phone (or a thief with its key) that never opened the link can still fetch the
// request, for whatever waits is told to every device of the account. It answers with a guess, with an access pass, with six digits, with
// the secret alone. Each is a wrong choice: final, counted, and the fifth in a row suspends the device.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Choice } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { assertProblem, TestServer } from '../support/test-server.js'
import { byLink } from './link.js'
import { Phone, signedAnswer, wrongOf } from './phone.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

let people = 0
async function person(): Promise<{ readonly userId: string; readonly phone: Phone }> {
  people += 1
  const userId = `person-${people}`
  await server.addAccount(userId)
  return { userId, phone: await Phone.paired(server, userId) }
}

async function askedByLink(userId: string) {
  const asked = await server.requestApproval(apiKey, { userId, sameDevice: true })
  assert.ok(asked.match.mode === 'link')
  return { ...asked, secret: asked.match.secret }
}

test('[LK3] [ST3] a guessed secret ends the challenge; the right one comes too late', async () => {
  const { userId, phone } = await person()
  const { challengeId, appNonce, secret } = await askedByLink(userId)
  await phone.pull()
  assert.equal(await phone.approve(challengeId, byLink(toBase64Url(randomBytes(16))).choice), 'mismatched')
  const right = byLink(secret)
  assert.equal(await phone.approve(challengeId, right.choice), 'mismatched')
  const body = { appNonce, returnCode: right.returnCode }
  assertProblem(
    await server.call('POST', `/v1/challenges/${challengeId}/redeem`, { apiKey, body }),
    409,
    'challenge_final',
  )
  phone.close()
})

test('[LK3] one wrong bit of the secret is a wrong secret, wherever it is', async () => {
  const { userId, phone } = await person()
  for (const bit of [0, 64, 127]) {
    const { challengeId, secret } = await askedByLink(userId)
    const guess = Buffer.from(secret, 'base64url')
    guess[bit >> 3] = (guess[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    await phone.pull()
    assert.equal(await phone.approve(challengeId, byLink(guess.toString('base64url')).choice), 'mismatched')
  }
  phone.close()
})

const shapes: readonly (readonly [what: string, chosen: (secret: Buffer) => Buffer])[] = [
  ['an access pass', () => Buffer.of(0, 17)],
  ['six digits', () => Buffer.from('482913')],
  ['nothing', () => Buffer.alloc(0)],
  ['the secret without a return code', (secret) => secret],
  ['the secret and a byte too few', (secret) => Buffer.concat([secret, randomBytes(15)])],
  ['the secret last', (secret) => Buffer.concat([randomBytes(16), secret])],
]
for (const [what, chosen] of shapes) {
  test(`[LK3] a request by link answered with ${what} is a wrong choice`, async () => {
    const { userId, phone } = await person()
    const { challengeId, secret } = await askedByLink(userId)
    await phone.pull()
    const frame = await phone.shown(challengeId)
    const bytes = new Uint8Array(chosen(Buffer.from(secret, 'base64url')))
    const signed = signedAnswer(phone.device, frame, { decision: 'approve' }, phone.nextCounter, {
      chosen: bytes,
    })
    assert.equal(await phone.send({ ...signed, chosen: toBase64Url(bytes) }), 'mismatched')
    phone.close()
  })
}

test('[LK3] and a grid or a code answered with the bytes of a link is one as well', async () => {
  const { userId, phone } = await person()
  const modes: string[] = []
  for (const address of ['198.51.100.7', '198.51.100.8']) {
    const context = { address, browser: 'Firefox on Windows' }
    const asked = await server.requestApproval(apiKey, { userId, context })
    modes.push(asked.match.mode)
    const { choice } = byLink(toBase64Url(randomBytes(16)))
    assert.equal(await phone.approve(asked.challengeId, choice), 'mismatched')
  }
  assert.deepEqual(modes, ['symbol', 'code'])
  phone.close()
})

test('[LI7] [LK3] the fifth guess in a row suspends the device that guesses', async () => {
  const { userId, phone } = await person()
  const states: string[] = []
  for (let guess = 0; guess < 6; guess++) {
    const { challengeId, secret } = await askedByLink(userId)
    await phone.pull()
    const choice: Choice = guess < 5 ? { ...wrongOf(byLink(secret).choice) } : byLink(secret).choice
    states.push(await phone.approve(challengeId, choice))
  }
  assert.deepEqual(states, [...Array(5).fill('mismatched'), 'device_suspended'])
  phone.close()
})

test('[LK2] a phone without the link can still stop it', async () => {
  const { userId, phone } = await person()
  const { challengeId } = await askedByLink(userId)
  await phone.pull()
  assert.equal(await phone.deny(challengeId), 'denied')
  phone.close()
})
