// The attack: two people with two accounts ask for logins and answer them in the same moment, at two nodes. On PostgreSQL transactions share
// commits: a commit that holds the row of the one account waits for that of the other, and the other way round. PostgreSQL finds out
// after a second; until then all who share the two commits wait, whoever they are. Seven of three hundred such rounds did so.
//
// So a request is about its account, as an answer is, as soon as the node knows whose name it is: they wait before they hold anything.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Scope } from '@countersign/server/core/ports'
import { loginScope, noteAccount } from '@countersign/server/flows/login-scope'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { asked, makeWorld, pairedDevice } from '../support/test-world.js'

test('from the second login on, under each of their names, a request waits where answers wait', async () => {
  const scopes: (Scope | undefined)[] = []
  const inner = createMemoryStorage()
  const storage = {
    ...inner,
    transaction: ((work, about) => {
      scopes.push(about)
      return inner.transaction(work, about)
    }) satisfies typeof inner.transaction,
  }
  const world = await makeWorld({ storage })
  await pairedDevice(world, 'alice')
  const ask = async (
    userId: string,
  ): Promise<{ readonly about: Scope | undefined; readonly account: string }> => {
    scopes.length = 0
    const { accountId } = await asked(world, { userId })
    return { about: scopes[0], account: accountId }
  }
  for (const name of ['alice', 'ALICE']) {
    assert.deepEqual((await ask(name)).about, { one: `login ${name}` })
    const { about, account } = await ask(name)
    // As in answer-challenge.ts.
    assert.deepEqual(about, { account })
  }
  // An ID that nobody has costs the same ([LI5]).
  assert.deepEqual((await ask('nobody')).about, { one: 'login nobody' })
  const { about, account } = await ask('nobody')
  assert.deepEqual(about, { account })
})

test('names that strangers make up take no more room than ten thousand', () => {
  const ports = { storage: createMemoryStorage() }
  const account = randomUUID() as string as AccountId
  for (let i = 0; i <= 10_000; i += 1) noteAccount(ports, `name${i}`, account)
  assert.deepEqual(loginScope(ports, 'name0'), { one: 'login name0' })
  assert.deepEqual(loginScope(ports, 'name10000'), { account })
})
