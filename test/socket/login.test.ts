// A whole login over a real port, by the bare protocol: nothing of ours but the documents is used on the phone's side.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerFrame, questionOf } from '../support/raw-device.js'
import { TestServer } from '../support/test-server.js'

for (const storage of ['memory', 'sqlite'] as const) {
  test(`a login: asked, shown, picked, signed, redeemed once (${storage})`, async (t) => {
    const server = await TestServer.start({ storage })
    t.after(() => server.stop())
    await server.addAccount('alice')
    const { apiKey, appId } = await server.addApp()
    const device = await server.pairDevice('alice')
    const { socket, nextCounter } = await server.connect(device)

    const asked = await server.requestApproval(apiKey)
    assert.equal(asked.delivery, 'push')
    const frame = await socket.take('challenge')
    assert.equal(frame.challengeId, asked.challengeId)
    const question = questionOf(frame)
    assert.equal(question.context.appName, 'Wiki')
    assert.equal(question.context.address, '203.0.113.7')
    assert.equal(question.options.length, 6)
    assert.ok(asked.match.mode === 'symbol' && question.options.includes(asked.match.symbolId))
    socket.send({ type: 'received', challengeId: frame.challengeId })

    const early = await server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
      apiKey,
      body: { appNonce: asked.appNonce },
    })
    assert.equal(early.json.code, 'challenge_not_approved')

    const { symbolId } = asked.match
    socket.send(answerFrame(device, frame, { decision: 'approve', symbolId, counter: nextCounter }))
    assert.equal((await socket.take('receipt')).challengeId, asked.challengeId)

    const redeem = () =>
      server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
        apiKey,
        body: { appNonce: asked.appNonce },
      })
    const redeemed = await redeem()
    assert.equal(redeemed.status, 200, redeemed.text)
    const claims = JSON.parse(Buffer.from(redeemed.json.assertion.split('.')[1], 'base64url').toString())
    assert.equal(claims.aud, appId)
    assert.equal(claims.user_id, 'alice')
    assert.equal(claims.jti, asked.challengeId)
    assert.equal(claims.nonce, asked.appNonce)
    assert.equal((await redeem()).json.code, 'challenge_final')
  })
}
