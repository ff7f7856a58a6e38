// One code, many logins: somebody who looks over a shoulder, or a script that was given one good code, sends it a thousand times at
// once and hopes that "is it good?" is asked before "it is spent" is written. Whoever wins two of those races is logged in beside
// the owner, and a printed code opens two doors. Over real HTTP, with a real database and the real hash.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { after, before, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { codeWays } from '@countersign/protocol'
import { codeWorld, why } from '../support/code-world.js'
import { BACKUP, BYPASS, giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import { replacedStores } from '../support/replaced-stores.js'
import { approvalBody, TestServer } from '../support/test-server.js'

const AT_ONCE = 1_000

let server: TestServer
let apiKey: string
// As many sockets as there are tries: none waits for another's reply.
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  apiKey = (await server.addApp()).apiKey
})
after(async () => {
  agent.destroy()
  await server.stop()
})

async function person(userId: string): Promise<AccountId> {
  await server.addAccount(userId)
  const account = await server.ports.storage.read.accounts.byUserId(userId)
  return account?.id ?? assert.fail(userId)
}

/** Status and code of each reply. */
async function thousand(userId: string, code: string): Promise<readonly string[]> {
  const tryOnce = () =>
    post({ ...approvalBody({ userId }), appNonce: randomBytes(32).toString('base64url'), code })
  return Promise.all(Array.from({ length: AT_ONCE }, tryOnce))
}

function post(body: object): Promise<string> {
  const text = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const asked = request(`${server.url}/v1/codes`, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const { code = 'in' } = JSON.parse(Buffer.concat(parts).toString()) as { readonly code?: string }
        resolve(`${response.statusCode} ${code}`)
      })
    })
    asked.on('error', reject)
    asked.end(text)
  })
}

function counted(replies: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const reply of replies) counts[reply] = (counts[reply] ?? 0) + 1
  return counts
}

const kinds = {
  totp: (accountId: AccountId) => giveTotp(server.ports, accountId).then((app) => app()),
  backup: (accountId: AccountId) => giveBackupCodes(server.ports, accountId).then(() => BACKUP),
  bypass: (accountId: AccountId) => giveBypassCode(server.ports, accountId).then(() => BYPASS),
}

for (const [way, give] of Object.entries(kinds))
  test(`[CD5] of a thousand logins at once with one good ${way} code exactly one is let in, and few are looked at`, async () => {
    const userId = `many-${way}`
    const accountId = await person(userId)
    const counts = counted(await thousand(userId, await give(accountId)))

    assert.equal(counts['200 in'], 1, JSON.stringify(counts))
    // The charges of before the right one was known, and one in the place that it gave back.
    assert.ok((counts['403 code_refused'] ?? 0) <= 5, JSON.stringify(counts))
    assert.equal(AT_ONCE - 1 - (counts['403 code_refused'] ?? 0), counts['429 too_many_tries'])
    const { entries } = await server.ports.storage.read.audit.page(
      { accountId, action: 'login.by_code' },
      undefined,
      9,
    )
    assert.equal(entries.length, 1)
    // The phone of this account may still be asked: nothing of this touched its budget.
    const asked = await server.requestApproval(apiKey, { userId })
    assert.deepEqual([asked.delivery, asked.match.mode], ['push', 'symbol'])
  })

for (const way of codeWays)
  test(`[CD5] of five ${way} tries that were all judged right before any was spent one is let in`, async () => {
    const { world, totp, typed } = await codeWorld()
    const { ports } = world
    const { read } = ports.storage
    let judged = 0
    let goOn = (): void => undefined
    const all = new Promise<void>((resolve) => {
      goOn = resolve
    })
    // Asked right after a code was judged: nobody goes on before everybody is there.
    const byId: typeof read.accounts.byId = async (id) => {
      judged += 1
      if (judged === 5) goOn()
      await all
      return read.accounts.byId(id)
    }
    const storage = { ...ports.storage, read: replacedStores(read, { accounts: { ...read.accounts, byId } }) }
    const code = { totp: totp(), backup: BACKUP, bypass: BYPASS }[way]
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => typed(code, {}, { ...ports, storage })),
    )
    assert.deepEqual(outcomes.map(why).sort(), ['ok', 'used', 'used', 'used', 'used'])
  })
