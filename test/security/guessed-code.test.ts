// Guessing: six digits are a million codes, three of which count at any moment. Whoever has the password and may try without end is
// in after some hours; so tries are counted. Then the counter is attacked: by many at once, by going to another node, by waiting for
// a restart, by starting a new request each time, by hiding between the owner's own logins. The counter is a row of the database,
// charged before the code is looked at.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { CODE_TRIES } from '@countersign/protocol'
import type { Ports, Storage } from '@countersign/server/core/ports'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { BACKUP, codeWorld, WRONG_BACKUP, why } from '../support/code-world.js'
import { asked } from '../support/test-world.js'

const MINUTE = 60_000
const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
after(() => rmSync(folder, { recursive: true }))

test('[CD7] a restart between any two tries forgives none of them', async () => {
  const path = join(folder, 'restart.db')
  let storage = await openSqliteStorage({ path })
  const { world, totp, wrongTotp, typed } = await codeWorld({ storage })
  const restarted = async (): Promise<Ports> => {
    await storage.close()
    storage = await openSqliteStorage({ path })
    return { ...world.ports, storage }
  }
  for (let n = 0; n < 5; n++) assert.equal(why(await typed(wrongTotp(), {}, await restarted())), 'wrong')
  assert.equal(why(await typed(totp(), {}, await restarted())), 'too_many_tries')

  // The ten of a day outlive it as well.
  for (let n = 0; n < 5; n++) {
    world.clock.advance(20 * MINUTE)
    assert.equal(why(await typed(wrongTotp(), {}, await restarted())), 'wrong')
  }
  world.clock.advance(20 * MINUTE)
  assert.equal(why(await typed(totp(), {}, await restarted())), 'too_many_tries')

  for (let n = 0; n < 5; n++) assert.equal(why(await typed(WRONG_BACKUP, {}, await restarted())), 'wrong')
  assert.equal(why(await typed(BACKUP, {}, await restarted())), 'too_many_tries')
  await storage.close()
})

test('[CD7] two nodes on one database count together, also when each is tried a hundred times at once', async () => {
  const path = join(folder, 'nodes.db')
  const nodes = [await openSqliteStorage({ path }), await openSqliteStorage({ path })] as const
  const { world, totp, wrongTotp, typed } = await codeWorld({ storage: nodes[0] })
  const at = (node: Storage): Ports => ({ ...world.ports, storage: node })
  const code = wrongTotp()
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, (_, n) => typed(code, {}, at(nodes[n % 2 === 0 ? 0 : 1]))),
  )
  const looked = outcomes.filter((outcome) => why(outcome) === 'wrong')
  assert.equal(looked.length, CODE_TRIES.totp[0]?.tries)
  for (const node of nodes) assert.equal(why(await typed(totp(), {}, at(node))), 'too_many_tries')

  // A code that one node took is spent at the other.
  world.clock.advance(15 * MINUTE)
  const right = totp()
  assert.equal(why(await typed(right, {}, at(nodes[0]))), 'ok')
  assert.equal(why(await typed(right, {}, at(nodes[1]))), 'wrong')
  for (const node of nodes) await node.close()
})

test('[CD7] a new request for an approval, another app session or another address gives no further try', async () => {
  const { world, totp, wrongTotp, typed } = await codeWorld()
  for (let n = 0; n < 5; n++) {
    const context = { address: `198.51.100.${n}`, browser: `Browser ${n}` }
    const appNonce = Buffer.alloc(32, n).toString('base64url')
    const { challengeId: insteadOf } = await asked(world, { context, appNonce })
    assert.equal(why(await typed(wrongTotp(), { context, appNonce, insteadOf })), 'wrong')
    // Until it has made room for the next.
    world.clock.advance(91_000)
  }
  assert.equal(why(await typed(totp())), 'too_many_tries')
})

test('[CD9] a guesser who hides between the logins of the owner gets no more tries than alone', async () => {
  const { world, totp, wrongTotp, typed } = await codeWorld()
  let guesses = 0
  for (let minute = 0; minute < 24 * 60; minute += 5) {
    if (why(await typed(wrongTotp())) === 'wrong') guesses++
    // The owner logs in all day long; what counts is that their right codes forgive nothing.
    await typed(totp())
    world.clock.advance(5 * MINUTE)
  }
  assert.equal(guesses, 10)
})

test('[CD4] the spelling, the case or the white space of a user ID opens no second set of tries', async () => {
  const { totp, wrongTotp, typed } = await codeWorld()
  for (const userId of ['alice', 'ALICE', ' alice ', 'Alice', 'ａlice'.normalize('NFKC')])
    assert.equal(why(await typed(wrongTotp(), { userId })), 'wrong')
  assert.equal(why(await typed(totp())), 'too_many_tries')
})
