// What a refused code tells: whether the user ID exists, which codes somebody has, whether the account is suspended, and whether the
// code was right after all. Each would be read off another answer, another status, another time or another limit. So what is
// compared here is their cause: the same calls of storage, vault and hash, in the same order, up to the reply; and the replies.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CodeLoginBody, CodeWay } from '@countersign/protocol'
import { codeWays, toBase64Url } from '@countersign/protocol'
import type { Ports } from '@countersign/server/core/ports'
import { addAccount } from '@countersign/server/flows/accounts'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { BACKUP, BYPASS, giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import { countedStorage } from '../support/counted-storage.js'
import { countedVault } from '../support/counted-vault.js'
import { newStorage } from '../support/engine.js'
import { editAccount } from '../support/policy-world.js'
import { TestServer } from '../support/test-server.js'
import { makeWorld, must, NONCE, pairedDevice, settled } from '../support/test-world.js'

/** As long as each other, so that nothing differs by the length of a name. */
const people = ['everything', 'phone-only', 'suspended1', 'nobody-has'] as const

/** People, what they type of one kind (right or wrong), and what the server asks of its storage, vault and hash meanwhile. */
async function surroundings(way: CodeWay) {
  const storage = countedStorage(await newStorage())
  const world = await makeWorld({ storage })
  const { ports, app } = world
  const right = new Map<string, string>()
  for (const userId of people.slice(0, 3)) {
    const { id } = must(await addAccount(ports, { userId, displayName: userId }))
    if (userId === 'phone-only') {
      await pairedDevice(world, userId)
      continue
    }
    const code = await giveTotp(ports, id)
    await giveTotp(ports, id)
    await giveBackupCodes(ports, id)
    await giveBypassCode(ports, id)
    right.set(userId, { totp: code(), backup: BACKUP, bypass: BYPASS }[way])
  }
  await editAccount(world, 'suspended1', { state: 'suspended' })
  // The first login after a change of the policies reads them.
  await ports.policies.current(storage.read.policies)

  let work: string[] = []
  const counted: Ports = {
    ...ports,
    vault: countedVault(ports.vault, (name) => work.push(`vault.${name}`)),
    codeHash: {
      make: (code) => ports.codeHash.make(code),
      fits: (code, hash, pool) => {
        work.push('one slow hash')
        return ports.codeHash.fits(code, hash, pool)
      },
      waste: (code, pool) => {
        work.push('one slow hash')
        return ports.codeHash.waste(code, pool)
      },
    },
  }
  const attempt = async (userId: string, code: string) => {
    await settled()
    storage.calls()
    work = []
    const body: CodeLoginBody = {
      ...{ userId, purpose: 'login', appNonce: toBase64Url(NONCE), code },
      context: { address: '192.0.2.1', browser: 'Firefox on Linux' },
    }
    const result = await loginWithCode(counted, app, body)
    const heard = result.ok ? 'in' : result.refusal.reason
    return { heard, calls: storage.calls(), work }
  }
  return { right, attempt }
}

const wrongOf = { totp: '000000', backup: 'ZZZZ29XMPT4C8WZNAB3R', bypass: '000000000000' } as const
/** A printed code that exists, with a wrong end: it is named, so it is found. */
const NAMED = `${BACKUP.slice(0, 4)}ZZZZZZZZZZZZZZZZ`

for (const way of codeWays) {
  test(`[CD4] a wrong ${way} code costs the same for who has some, has none, is suspended or does not exist; at every try`, async () => {
    const { right, attempt } = await surroundings(way)
    const seen = new Map<string, unknown[]>()
    for (const userId of people) {
      const tries = []
      for (let n = 0; n < 7; n++)
        // Of who is suspended, the right code.
        tries.push(await attempt(userId, userId === 'suspended1' ? (right.get(userId) ?? '') : wrongOf[way]))
      seen.set(userId, tries)
    }
    const [reference, ...others] = [...seen.values()]
    for (const other of others) assert.deepEqual(other, reference)
    assert.deepEqual(
      (reference as { readonly heard: string }[]).map(({ heard }) => heard),
      [...Array<string>(5).fill('code_refused'), 'too_many_tries', 'too_many_tries'],
    )
  })

  test(`[CD4] a ${way} code that was used costs what a wrong one costs`, async () => {
    const { right, attempt } = await surroundings(way)
    const code = right.get('everything') ?? ''
    assert.equal((await attempt('everything', code)).heard, 'in')
    const used = await attempt('everything', code)
    assert.deepEqual(used, await attempt('nobody-has', code))
  })
}

test('[CD4] a printed code whose name is right costs one hash, as one whose name is not', async () => {
  const { attempt } = await surroundings('backup')
  const named = await attempt('everything', NAMED)
  assert.deepEqual(named, await attempt('nobody-has', NAMED))
  assert.equal(named.work.filter((each) => each === 'one slow hash').length, 1)
})

test('[CD4] codes of apps are computed as often for nobody as for the fullest account', async () => {
  const { attempt } = await surroundings('totp')
  const { work } = await attempt('nobody-has', '000000')
  // One unsealed secret a place, and after each the codes of all three steps.
  assert.equal(work.filter((each) => each === 'vault.unseal').length, 5)
})

test('[CD2] [CD4] over HTTP the replies are the same byte for byte, but for the id of the request', async () => {
  const server = await TestServer.start()
  const { apiKey } = await server.addApp()
  await server.addAccount('everything')
  const account = await server.ports.storage.read.accounts.byUserId('everything')
  assert.ok(account)
  await giveTotp(server.ports, account.id)
  await giveBackupCodes(server.ports, account.id)
  const context = { address: '192.0.2.1', browser: 'Firefox on Linux' }
  const common = { purpose: 'login', appNonce: toBase64Url(NONCE), context }
  const bodies: string[][] = []
  for (const userId of ['everything', 'nobody-has']) {
    const replies = [await server.call('POST', '/v1/ways', { apiKey, body: { userId, context } })]
    for (let n = 0; n < 6; n++) {
      const body = { ...common, userId, code: wrongOf.backup }
      replies.push(await server.call('POST', '/v1/codes', { apiKey, body }))
    }
    bodies.push(
      replies.map(({ status, text, headers }) => {
        const blank = text.replace(/"requestId":"[^"]*"/, '').replace(/"retryAfterSeconds":\d+/, '')
        return `${status} ${blank} ${[...headers.keys()].join()}`
      }),
    )
  }
  assert.deepEqual(bodies[1], bodies[0])
  await server.stop()
})
