// Answer race: two requests reach the server in the same moment, each finds the old state, and both have their effect: a login
// after a denial, two logins for one approval. Hundreds of answers, redemptions and cancellations are thrown at one
// challenge at once, over real sockets and a real database; exactly one outcome may come of it, the same for everyone who asks.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ApprovalRequested } from '@countersign/protocol'
import type { Reply } from '../support/test-server.js'
import { TestServer } from '../support/test-server.js'
import type { Decision } from './phone.js'
import { Phone, signedAnswer, wrongOf } from './phone.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

type Asked = ApprovalRequested & { readonly appNonce: string }

interface Scene {
  readonly userId: string
  readonly asked: Asked
  readonly phones: readonly [Phone, Phone]
}

let people = 0
async function scene(): Promise<Scene> {
  people += 1
  const userId = `racer-${people}`
  await server.addAccount(userId)
  const phones = [await Phone.paired(server, userId), await Phone.paired(server, userId)] as const
  return { userId, phones, asked: await askAgain({ userId, phones }) }
}

/** The next request of the same person, shown by both phones. */
async function askAgain({ userId, phones }: Omit<Scene, 'asked'>): Promise<Asked> {
  const asked = await server.requestApproval(apiKey, { userId })
  for (const phone of phones) {
    await phone.pull()
    await phone.shown(asked.challengeId)
  }
  return asked
}

const DENY: Decision = { decision: 'deny' }

const post = (asked: Asked, what: 'redeem' | 'cancel'): Promise<Reply> =>
  server.call('POST', `/v1/challenges/${asked.challengeId}/${what}`, {
    apiKey,
    body: { appNonce: asked.appNonce },
  })
const state = async (asked: Asked): Promise<string> =>
  (await server.call('GET', `/v1/challenges/${asked.challengeId}`, { apiKey })).json.state

/** Answers from two phones at once, half of them each, counters rising; what each was told in the end. */
async function all(asked: Asked, phones: readonly [Phone, Phone], decisions: readonly Decision[]) {
  const frames = await Promise.all(phones.map((phone) => phone.shown(asked.challengeId)))
  const sent = decisions.map((decision, n) => {
    const [phone, frame] = [phones[n % 2], frames[n % 2]]
    assert.ok(phone && frame)
    // A socket takes sixteen waiting frames: a person has one thumb. The race is between sockets, not inside one.
    return { phone, answer: signedAnswer(phone.device, frame, decision, n + 1) }
  })
  const told: string[] = []
  for (let from = 0; from < sent.length; from += 16) {
    const bite = sent.slice(from, from + 16)
    told.push(...(await Promise.all(bite.map(({ phone, answer }) => phone.send(answer)))))
    // Each of them heard the first receipt of all: the others are still being worked at.
    await Promise.all(phones.map((phone) => phone.settled()))
  }
  return told
}

test('[ST1] a hundred identical approvals on two phones are one approval, and one login', async () => {
  const { asked, phones } = await scene()
  const approve: Decision = { decision: 'approve', choice: asked.match }

  const told = await all(
    asked,
    phones,
    Array.from({ length: 100 }, () => approve),
  )
  const redeemed = await Promise.all(Array.from({ length: 100 }, () => post(asked, 'redeem')))

  assert.deepEqual(new Set(told), new Set(['approved']))
  assert.equal(redeemed.filter(({ status }) => status === 200).length, 1)
  const counters = await Promise.all(
    phones.map(
      async ({ device }) => (await server.ports.storage.read.devices.byId(device.deviceId))?.counter,
    ),
  )
  assert.equal(counters.filter((counter) => counter !== 0).length, 1, 'one answer had an effect')
})

test('[ST1] [ST4] a hundred mixed answers have one outcome, told alike to both phones, the page and the app', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { asked, phones } = await scene()
    const kinds: readonly Decision[] = [
      { decision: 'approve', choice: asked.match },
      { decision: 'approve', choice: wrongOf(asked.match) },
      DENY,
      { decision: 'report' },
    ]
    const mixed = Array.from({ length: 100 }, (_, n) => kinds[(n * 7 + round + (n >> 2)) % 4] ?? DENY)
    const page = server.call('GET', '/v1/watch?wait=25&state=pending', {
      headers: { authorization: `Watch ${asked.watchToken}` },
    })

    const told = await all(asked, phones, mixed)

    const end = await state(asked)
    assert.ok(['denied', 'reported', 'mismatched'].includes(end), end)
    // Before a denial some may have heard "approved", which it outruns; never the other way round.
    const heard = told.filter((each) => each !== 'approved')
    assert.deepEqual(new Set(heard), new Set([end]))
    assert.ok(!told.slice(told.lastIndexOf('approved') + 1).includes('approved'))
    assert.ok(['approved', end].includes((await page).json.state))
    assert.equal((await post(asked, 'redeem')).status, 409)
  }
})

test('[ST4] [ST5] a redemption racing a denial: whichever is first, never both', async () => {
  const { userId, phones } = await scene()
  const [one, two] = phones
  for (let round = 0; round < 30; round += 1) {
    const asked = await askAgain({ userId, phones })
    assert.equal(await one.approve(asked.challengeId, asked.match), 'approved')
    await two.hears(asked.challengeId, 'approved')
    const racers = [() => two.deny(asked.challengeId), () => post(asked, 'redeem')]
    if (round % 2 === 1) racers.reverse()

    const results = await Promise.all(racers.map((race) => race()))

    const redeemed = results.some((result) => typeof result === 'object' && result.status === 200)
    const denied = results.includes('denied')
    assert.notEqual(redeemed, denied, JSON.stringify(results))
    const end = await state(asked)
    assert.equal(end, redeemed ? 'redeemed' : 'denied')
    assert.equal((await post(asked, 'redeem')).status, 409)
  }
})

test('[ST1] an approval racing the app’s own cancellation and a newer request: approved or cancelled, never both', async () => {
  const { userId, phones } = await scene()
  for (let round = 0; round < 10; round += 1) {
    const asked = await askAgain({ userId, phones })
    const [approved, cancelled] = await Promise.all([
      phones[0].approve(asked.challengeId, asked.match),
      post(asked, 'cancel'),
      server.requestApproval(apiKey, { userId }),
    ])
    const end = await state(asked)
    assert.ok(end === approved && end === cancelled.json.state, `${approved} ${cancelled.json.state} ${end}`)
    assert.equal((await post(asked, 'redeem')).status === 200, end === 'approved')
  }
})

test('[ST1] a hundred requests, denials and redemptions of one account at once leave nothing half done', async () => {
  const { userId, asked, phones } = await scene()
  await phones[0].approve(asked.challengeId, asked.match)
  const work = Array.from({ length: 90 }, (_, n): Promise<unknown> => {
    if (n % 3 === 0) return post(asked, 'redeem')
    if (n % 3 === 1) return state(asked)
    const context = { address: `203.0.113.${n}`, browser: 'Firefox on Windows' }
    const appNonce = asked.appNonce
    return server.call('POST', '/v1/challenges', {
      apiKey,
      body: { userId, purpose: 'login', appNonce, context },
    })
  })
  await Promise.all(work)

  assert.equal(await state(asked), 'redeemed')
  const open = await server.ports.storage.read.challenges.openOf(asked.accountId, Date.now())
  assert.ok(open.length <= 3)
  assert.equal(
    new Set(open.flatMap(({ options }) => options)).size,
    open.flatMap(({ options }) => options).length,
  )
})
