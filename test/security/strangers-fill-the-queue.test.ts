// Strangers fill the queue of slow hashes: at the recovery page anybody may type what looks like a printed code, for any number of
// names, from any number of addresses, and each try takes a third of a second of two places. Nobody could log in at an app with a
// printed code meanwhile, who has shown a password there. Strangers wait for one another instead.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginRecovery, proveRecovery } from '@countersign/server/flows/access/recovery'
import { createCodeHash, WAITING_MAX } from '@countersign/server/vault/code-hash'
import { BACKUP, codeWorld, WRONG_BACKUP, why } from '../support/code-world.js'

const browser = { address: '203.0.113.9', browser: 'curl' }

test('[BC6] whoever passed a first factor is let in by a printed code while strangers type theirs', async () => {
  const { world, typed } = await codeWorld()
  const ports = { ...world.ports, codeHash: createCodeHash(world.ports.vault, { cost: 2 ** 14 }) }
  const names = Array.from({ length: WAITING_MAX + 10 }, (_, n) => `nobody-${n}`)
  const begun = await Promise.all(names.map((name) => beginRecovery(ports, name)))
  let isFull: () => void = () => undefined
  const full = new Promise<void>((resolve) => {
    isFull = resolve
  })
  const flood = begun.map(async ({ secret }) => {
    const given = { secret, typed: WRONG_BACKUP, browser, known: '', former: undefined }
    const outcome = why(await proveRecovery(ports, given))
    if (outcome === 'busy') isFull()
    return outcome
  })
  await Promise.race([full, Promise.all(flood)])
  assert.equal(why(await typed(BACKUP, {}, ports)), 'ok')
  assert.deepEqual([...new Set(await Promise.all(flood))].sort(), ['busy', 'wrong'])
})
