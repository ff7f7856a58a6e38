// An approval by link redeemed without its return code: an app that forgets to ask for it, or one whose session was talked into
// finishing by the watch stream alone, would turn every approved link into a login of whoever sent it. The server asks, whatever the app
// does; it says no more than to a wrong nonce, and a refused try spends nothing, so that the right browser still comes in.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { assertProblem, TestServer } from '../support/test-server.js'
import { byLink } from './link.js'
import { Phone } from './phone.js'

let server: TestServer
let apiKey: string
let phone: Phone
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
  await server.addAccount('alice')
  phone = await Phone.paired(server, 'alice')
})
after(async () => {
  phone.close()
  await server.stop()
})

type Asked = Awaited<ReturnType<TestServer['requestApproval']>>

function redeem({ challengeId, appNonce }: Asked, more: Readonly<Record<string, unknown>> = {}) {
  const body = { appNonce, ...more }
  return server.call('POST', `/v1/challenges/${challengeId}/redeem`, { apiKey, body })
}

async function approved(): Promise<{ readonly asked: Asked; readonly returnCode: string }> {
  const asked = await server.requestApproval(apiKey, { sameDevice: true })
  assert.ok(asked.match.mode === 'link')
  const { choice, returnCode } = byLink(asked.match.secret)
  await phone.pull()
  assert.equal(await phone.approve(asked.challengeId, choice), 'approved')
  return { asked, returnCode }
}

test('[LK4] without the return code, or with another, an approval by link is refused like a wrong nonce and not spent', async () => {
  const { asked, returnCode } = await approved()
  const wrong = await redeem(asked, { appNonce: toBase64Url(randomBytes(32)), returnCode })
  const refusals = [await redeem(asked), await redeem(asked, { returnCode: toBase64Url(randomBytes(16)) })]
  for (const refusal of refusals) {
    const { title, status } = assertProblem(refusal, 401, 'unauthorized')
    // Nobody learns which of the two was wrong.
    const { title: other, status: otherStatus } = assertProblem(wrong, 401, 'unauthorized')
    assert.deepEqual([title, status], [other, otherStatus])
  }
  assert.equal((await redeem(asked, { returnCode })).status, 200)
  assertProblem(await redeem(asked, { returnCode }), 409, 'challenge_final')
})

test('[LK4] a return code that differs in one bit, is longer or is the secret itself is none', async () => {
  const { asked, returnCode } = await approved()
  const bytes = Buffer.from(returnCode, 'base64url')
  for (let bit = 0; bit < 128; bit += 9) {
    const other = Buffer.from(bytes)
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assertProblem(await redeem(asked, { returnCode: other.toString('base64url') }), 401, 'unauthorized')
  }
  assert.ok(asked.match.mode === 'link')
  assertProblem(await redeem(asked, { returnCode: asked.match.secret }), 401, 'unauthorized')
  for (const malformed of ['', `${returnCode}AA`, returnCode.slice(2), `${returnCode}=`, 7, null])
    assertProblem(await redeem(asked, { returnCode: malformed }), 422, 'body_invalid')
  assert.equal((await redeem(asked, { returnCode })).status, 200)
})

test('[LK4] before the approval, and after a denial, no return code helps', async () => {
  const asked = await server.requestApproval(apiKey, { sameDevice: true })
  const { returnCode } = byLink(toBase64Url(randomBytes(16)))
  assertProblem(await redeem(asked, { returnCode }), 409, 'challenge_not_approved')
  const approval = await approved()
  assert.equal(await phone.deny(approval.asked.challengeId), 'denied', 'a deny wins until it is redeemed')
  assertProblem(await redeem(approval.asked, { returnCode: approval.returnCode }), 409, 'challenge_final')
})

test('[LK4] an approval of another mode takes no return code, so one cannot stand for the other', async () => {
  const asked = await server.requestApproval(apiKey, {
    context: { address: '198.51.100.40', browser: 'Firefox on Windows' },
  })
  assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
  assertProblem(await redeem(asked, { returnCode: toBase64Url(randomBytes(16)) }), 401, 'unauthorized')
  assert.equal((await redeem(asked)).status, 200)
})
