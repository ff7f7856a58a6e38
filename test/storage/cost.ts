// What storage costs, in microseconds of one core: printed, never asserted. Run: node --conditions=source --import tsx test/storage/cost.ts
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileOnly, openSqliteStorage } from '@countersign/server/storage/sqlite'
import { systemRandom } from '@countersign/server/vault/random'
import { NOW_MS, populate, sampleChallenge, sampleDelivery } from '../contract/sample-records.js'

const RUNS = 5000
const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
const storage = await openSqliteStorage({ path: join(folder, 'cost.db') })
const { account, app, device } = await populate(storage)
const { read } = storage
const challenge = sampleChallenge(account.id, app.id)
await storage.transaction(({ challenges }) =>
  challenges.add(challenge, [sampleDelivery(challenge.id, device.id)]),
)

/** CPU of this process, not time on the clock: other programs share the machine, and a disk may wait. */
async function measure(what: string, runs: number, run: (i: number) => Promise<unknown>, atOnce = 1) {
  for (let i = 0; i < runs / 5; i += 1) await run(i)
  const cpu = process.cpuUsage()
  const start = performance.now()
  for (let i = 0; i < runs; i += atOnce)
    await Promise.all(Array.from({ length: atOnce }, (_, k) => run(i + k)))
  const clockUs = ((performance.now() - start) * 1000) / runs
  const { user, system } = process.cpuUsage(cpu)
  console.log(
    `${what.padEnd(58)} ${((user + system) / runs).toFixed(1).padStart(7)} µs CPU ${clockUs.toFixed(1).padStart(8)} µs`,
  )
}

const compiler = compileOnly()
await measure('Kysely builds and compiles accounts.byId (what we save)', RUNS, async () =>
  compiler.selectFrom('account').selectAll().where('id', '=', account.id).compile(),
)
await measure('read accounts.byId', RUNS, () => read.accounts.byId(account.id))
await measure('read accounts.withDevices', RUNS, () => read.accounts.withDevices(account.userId))
await measure('read challenges.byId', RUNS, () => read.challenges.byId(challenge.id))
await measure('read challenges.shownTo', RUNS, () => read.challenges.shownTo(challenge.id, device.id))
await measure('read challenges.openDeliveries', RUNS, () =>
  read.challenges.openDeliveries(device.id, NOW_MS, true),
)

const empty = () => storage.transaction(async () => undefined)
let counter = 0
const one = () => {
  counter += 1
  return storage.transaction(({ devices }) => devices.spendCounter(device.id, counter, ['active'], NOW_MS))
}
const login = () =>
  storage.transaction(async ({ accounts, challenges, guards }) => {
    await accounts.withDevices(account.userId)
    const asked = sampleChallenge(systemRandom.id(), app.id, { id: systemRandom.id() })
    const guard = await guards.of(asked.accountId)
    await challenges.openOf(asked.accountId, NOW_MS)
    await challenges.add(asked, [sampleDelivery(asked.id, device.id)])
    await guards.save(guard, NOW_MS)
  })
/** As large as the entry of an answered login, whose accounts come in no order. */
const facts = {
  browser: 'Firefox on Linux',
  answer: 'A'.repeat(260),
  signature: 'B'.repeat(86),
  more: 'C'.repeat(240),
}
const entry = () =>
  storage.transaction(({ audit }) =>
    audit.append(
      systemRandom.id(),
      NOW_MS,
      {
        action: 'login.redeemed',
        actor: `device:${device.id}`,
        accountId: systemRandom.id(),
        appId: app.id,
        facts,
      },
      new Uint8Array(32),
    ),
  )
for (const atOnce of [1, 8, 64]) {
  await measure(`transaction, nothing in it, ${atOnce} at once`, 2048, empty, atOnce)
  await measure(`transaction, one update, ${atOnce} at once`, 2048, one, atOnce)
  await measure(`transaction, one audit entry, ${atOnce} at once`, 2048, entry, atOnce)
  await measure(`transaction, a request for approval, ${atOnce} at once`, 2048, login, atOnce)
}
await storage.close()
rmSync(folder, { recursive: true })
