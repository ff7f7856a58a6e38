// The server dies by SIGKILL between tries and while codes are judged: tries stay counted, and no code is good twice.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import type { Admin } from '../support/admin.js'
import { openAdmin } from '../support/admin.js'
import { BACKUP, BYPASS, giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import type { ServerProcess } from '../support/server-process.js'
import { ServerHome } from '../support/server-process.js'

let home: ServerHome
let server: ServerProcess
let admin: Admin
let apiKey: string

before(async () => {
  home = await ServerHome.create()
  server = await home.serve()
  admin = await openAdmin(home)
  apiKey = (await admin.addApp('Wiki')).apiKey
})
after(async () => {
  await admin.close()
  await server.kill()
  home.remove()
})

async function person(userId: string) {
  await admin.addAccount(userId)
  const account = await admin.ports.storage.read.accounts.byUserId(userId)
  assert.ok(account)
  return account.id
}

/** `in`, the code of the refusal, or undefined when the reply was lost. */
async function type(userId: string, code: string): Promise<string | undefined> {
  const body = {
    ...{ userId, code, purpose: 'login', appNonce: randomBytes(32).toString('base64url') },
    context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
  }
  try {
    const response = await fetch(`${home.url}/v1/codes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const json: unknown = await response.json()
    return response.status === 200 ? 'in' : String(Object(json)['code'])
  } catch {
    return undefined
  }
}

async function killAndRestart(): Promise<void> {
  await server.kill()
  server = await home.serve()
}

test('[CD5] [CD7] five wrong codes are five tries, however often the server dies between them', async () => {
  const code = await giveTotp(admin.ports, await person('anna'))
  for (let n = 0; n < 5; n++) {
    assert.equal(await type('anna', '000000'), 'code_refused')
    if (n % 2 === 0) await killAndRestart()
  }
  assert.equal(await type('anna', code()), 'too_many_tries')
})

test('[CD5] killed while a printed code is hashed: each time it was a try, nobody is in, and the code is good still', async () => {
  const accountId = await person('bert')
  await giveBackupCodes(admin.ports, accountId)
  const tries = async () =>
    (await admin.ports.storage.read.codeGuards.of(accountId, 'backup', 'app')).wrongAtMs.length
  for (let n = 1; n <= 3; n++) {
    const reply = type('bert', BACKUP)
    // The charge is in the database of another process: the hash, a third of a second, has begun.
    while ((await tries()) < n) await delay(2)
    await server.kill()
    const outcome = await reply
    server = await home.serve()
    // Whoever was quicker than the kill is in, once.
    if (outcome === 'in') return assert.equal(await type('bert', BACKUP), 'code_refused')
  }
  const [kept] = await admin.ports.storage.read.backupCodes.ofAccount(accountId)
  assert.equal(kept?.state, 'active')
  assert.equal(await type('bert', BACKUP), 'in')
})

test('[CD5] killed at any moment of a login: a code lets in at most once, and the audit has every time', async () => {
  for (let n = 0; n < 6; n++) {
    const userId = `carl-${n}`
    const accountId = await person(userId)
    await giveBypassCode(admin.ports, accountId)
    const first = type(userId, BYPASS)
    await delay(n)
    await killAndRestart()
    const outcomes = [await first, await type(userId, BYPASS), await type(userId, BYPASS)]
    const { entries } = await admin.ports.storage.read.audit.page(
      { accountId, action: 'login.by_code' },
      undefined,
      9,
    )
    assert.equal(entries.length, 1, JSON.stringify(outcomes))
    assert.ok(outcomes.filter((outcome) => outcome === 'in').length <= 1, JSON.stringify(outcomes))
  }
})

test('[CD7] two servers on one database count together', async () => {
  const code = await giveTotp(admin.ports, await person('dora'))
  for (let n = 0; n < 3; n++) assert.equal(await type('dora', '000000'), 'code_refused')
  const app = (await admin.ports.storage.read.apps.all()).find(({ name }) => name === 'Wiki')
  assert.ok(app)
  const there = (typed: string) =>
    loginWithCode(admin.ports, app, {
      ...{ userId: 'dora', code: typed, purpose: 'login', appNonce: randomBytes(32).toString('base64url') },
      context: { address: '203.0.113.8', browser: 'Safari' },
    })
  for (let n = 0; n < 2; n++) assert.equal((await there('000000')).ok, false)
  assert.equal(await type('dora', code()), 'too_many_tries')
})
