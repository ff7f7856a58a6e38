// Every button can be tried (SECURITY.md §3.11): a server refuses the wrong choice but leaves the request open and the counter
// at zero, so a blind hand, or a script on a stolen phone, plays "wrong, wrong, right" and is in. Seen on shipped products.
// Here the first wrong choice ends the request, is counted, is told to the page, and makes the next one six typed digits.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { questionOf } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { Phone, wrongOf } from './phone.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

async function person(userId: string): Promise<Phone> {
  await server.addAccount(userId)
  return Phone.paired(server, userId)
}

const redeem = (asked: { readonly challengeId: string; readonly appNonce: string }) =>
  server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
    apiKey,
    body: { appNonce: asked.appNonce },
  })

test('[ST3] wrong, wrong, right: the first wrong pick is final, the right one opens nothing', async () => {
  const phone = await person('wrong-wrong-right')
  const asked = await server.requestApproval(apiKey, { userId: 'wrong-wrong-right' })
  assert.equal(asked.match.mode, 'symbol')
  const { options } = questionOf(await phone.shown(asked.challengeId))
  const wrong = options.filter((id) => asked.match.mode === 'symbol' && id !== asked.match.symbolId)

  const played: string[] = []
  for (const symbolId of [...wrong, ...options])
    played.push(await phone.approve(asked.challengeId, { mode: 'symbol', symbolId }))

  assert.deepEqual(new Set(played), new Set(['mismatched']))
  assertProblem(await redeem(asked), 409, 'challenge_final')
})

test('[ST3] the login page hears of the wrong pick at once', async () => {
  const phone = await person('page-is-told')
  const asked = await server.requestApproval(apiKey, { userId: 'page-is-told' })
  const { options } = questionOf(await phone.shown(asked.challengeId))
  const headers = { authorization: `Watch ${asked.watchToken}` }
  const waiting = server.call('GET', '/v1/watch?wait=25&state=pending', { headers })

  await phone.approve(asked.challengeId, wrongOf(asked.match, options))

  assert.equal((await waiting).json.state, 'mismatched')
})

test('[ST1] [ST3] all six buttons pressed at the same moment are one try', async () => {
  const phone = await person('at-once')
  const asked = await server.requestApproval(apiKey, { userId: 'at-once' })
  const frame = await phone.shown(asked.challengeId)
  const { options } = questionOf(frame)
  const answers = options.map((symbolId) =>
    phone.sign(frame, { decision: 'approve', choice: { mode: 'symbol', symbolId } }),
  )

  const states = await Promise.all(answers.map((answer) => phone.send(answer)))

  // The first to arrive decides, whichever it is; the others hear what it decided.
  const first = asked.match.mode === 'symbol' && options[0] === asked.match.symbolId
  assert.deepEqual(new Set(states), new Set([first ? 'approved' : 'mismatched']))
})

test('[LI3] asking again after a wrong pick shows no second grid: the next tries are digits, one a request', async () => {
  const phone = await person('again')
  const first = await server.requestApproval(apiKey, { userId: 'again' })
  const { options } = questionOf(await phone.shown(first.challengeId))
  await phone.approve(first.challengeId, wrongOf(first.match, options))

  for (const browser of ['Firefox on Windows', 'Chrome on Android', 'curl']) {
    const context = { address: '203.0.113.7', browser }
    const asked = await server.requestApproval(apiKey, { userId: 'again', context })
    assert.equal(asked.match.mode, 'code')
    await phone.pull()
    assert.equal(await phone.approve(asked.challengeId, wrongOf(asked.match)), 'mismatched')
    assert.equal(await phone.approve(asked.challengeId, asked.match), 'mismatched')
  }
})

test('[LI3] a wrong pick in one request ends the grids of the others: two requests side by side are not two tries', async () => {
  const phone = await person('side-by-side')
  const mail = await server.addApp('Mail', ['https://mail.example'])
  const wiki = await server.requestApproval(apiKey, { userId: 'side-by-side' })
  const post = await server.requestApproval(mail.apiKey, { userId: 'side-by-side' })
  assert.deepEqual([wiki.match.mode, post.match.mode], ['symbol', 'symbol'])
  const { options } = questionOf(await phone.shown(wiki.challengeId))
  await phone.shown(post.challengeId)

  assert.equal(await phone.approve(wiki.challengeId, wrongOf(wiki.match, options)), 'mismatched')
  assert.equal(await phone.approve(post.challengeId, post.match), 'cancelled')

  const status = await server.call('GET', `/v1/challenges/${post.challengeId}`, { apiKey: mail.apiKey })
  // `raised`: its page asks again by itself, and gets a code.
  assert.deepEqual([status.json.state, status.json.cause], ['cancelled', 'raised'])
  assert.equal((await server.requestApproval(mail.apiKey, { userId: 'side-by-side' })).match.mode, 'code')
})

test('[LI7] five requests, five wrong picks: the device that tried may only deny from then on', async () => {
  const phone = await person('five')
  for (let n = 0; n < 5; n += 1) {
    const asked = await server.requestApproval(apiKey, { userId: 'five' })
    await phone.pull()
    const { options } = questionOf(await phone.shown(asked.challengeId))
    assert.equal(await phone.approve(asked.challengeId, wrongOf(asked.match, options)), 'mismatched')
  }

  const sixth = await server.requestApproval(apiKey, { userId: 'five' })
  await phone.pull()
  assert.equal(await phone.approve(sixth.challengeId, sixth.match), 'device_suspended')
  assert.equal(await phone.deny(sixth.challengeId), 'denied')
})
