// The patient thief: knows the password, knows every limit, and asks just seldom enough that no push budget is ever spent and no window
// is ever full; each login of the owner clears the budgets, and the thief goes on, until one night somebody taps approve. A count of a
// whole week, which the owner's own logins do not clear, sounds the alarm; and a restart of the server does not clear it either.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { HARASSMENT_WINDOWS, PUSH_BUDGET, toBase64Url } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { fixedClock } from '../support/clock.js'
import { TestServer } from '../support/test-server.js'
import { asked, from, makeWorld, must, pairedDevice, settled } from '../support/test-world.js'
import { until } from '../support/until.js'

const HOUR_MS = 3_600_000
const WEEKLY = HARASSMENT_WINDOWS.at(-1)?.requests ?? 0

test('[FT4] three requests a day between the owner’s logins, each at night, are told within a week', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const told = async () =>
    (await world.ports.storage.read.notices.ofAccount(phone.accountId, 100)).filter(
      ({ kind }) => kind === 'login_harassment',
    ).length
  const ask = async (address: string) => {
    const one = await asked(world, from(address))
    for (let n = 0; n < 5; n += 1) await settled()
    return one
  }
  let requests = 0
  let firstToldAfter: number | undefined
  for (let day = 0; day < 8; day += 1) {
    for (let n = 0; n < 3; n += 1) {
      // Always rings: no budget is ever spent.
      assert.equal((await ask(`203.0.113.${n}`)).delivery, 'push')
      requests += 1
      if (firstToldAfter === undefined && (await told()) > 0) firstToldAfter = requests
      world.clock.advance(4 * HOUR_MS)
    }
    world.clock.advance(10 * HOUR_MS)
    const { challengeId, match } = await ask('192.0.2.1')
    must(await answerChallenge(world.ports, phone.id, await phone.approve(challengeId, match)))
    world.clock.advance(2 * HOUR_MS)
  }
  // The owner's own request of the day may be the one that fills the count; it is taken back when they approve it.
  assert.ok(firstToldAfter !== undefined && firstToldAfter <= WEEKLY, `${firstToldAfter}`)
})

test('[FT4] the slowest attack that is never told has fewer than three requests a day', () => {
  const days = (HARASSMENT_WINDOWS.at(-1)?.windowSeconds ?? 0) / 86_400
  assert.ok((WEEKLY - 1) / days < 3)
  for (const [place, { pushes }] of PUSH_BUDGET.entries())
    assert.ok((HARASSMENT_WINDOWS[place]?.requests ?? 0) > pushes)
})

test('[FT6] [LI1] the count outlives restarts, and so does having been told', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-harassment-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const clock = fixedClock()
  const config = {
    'storage.url': `sqlite:${join(directory, 'kept.db')}`,
    'keys.root': toBase64Url(randomBytes(32)),
    'keys.master': toBase64Url(randomBytes(32)),
  }
  const start = () => TestServer.start({ config, overrides: { ports: { clock } } })
  let server = await start()
  await server.addAccount()
  const { apiKey } = await server.addApp()
  await server.pairDevice()
  const alice = await server.ports.storage.read.accounts.byLoginName('alice')
  assert.ok(alice)
  const told = async () =>
    (await server.ports.storage.read.notices.ofAccount(alice.id, 100)).filter(
      ({ kind }) => kind === 'login_harassment',
    ).length
  for (let n = 1; n <= 6; n += 1) {
    await server.requestApproval(apiKey)
    if (n === 4) await until(async () => (await told()) === 1)
    await server.stop()
    clock.advance(95_000)
    server = await start()
  }
  assert.equal(await told(), 1)
  await server.stop()
})
