// The hash of printed codes: what it costs, that it keeps its parameters, that few run at once, and that a flood is refused.
import assert from 'node:assert/strict'
import { createHook } from 'node:async_hooks'
import { createHmac, randomBytes, scryptSync } from 'node:crypto'
import test from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { Busy } from '@countersign/server/core/busy'
import type { CodeHashOptions } from '@countersign/server/vault/code-hash'
import {
  createCodeHash,
  SCRYPT_COST,
  SCRYPT_COST_MAX,
  STRANGERS_WAITING_MAX,
  WAITING_MAX,
} from '@countersign/server/vault/code-hash'

const CODE = 'K7QD29XMPT4C8WZNAB3R'
const QUICK = { cost: 16 }

/** Stands in for the vault's HMAC, by the same HMAC; tells which hashes were begun, in their order. */
function makeHash(options: CodeHashOptions, key = 'a key outside the database') {
  const begun: string[] = []
  const codeHash = createCodeHash(
    {
      keyedHash(label, bytes) {
        begun.push(`${label} ${new TextDecoder().decode(bytes)}`)
        return keyed(bytes, key)
      },
    },
    options,
  )
  return { codeHash, begun }
}

const keyed = (bytes: Uint8Array | string, key = 'a key outside the database'): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(bytes).digest())

test('a code fits its own hash and no other; the same code is hashed differently each time', async () => {
  const { codeHash } = makeHash(QUICK)
  const [first, second] = [await codeHash.make(CODE), await codeHash.make(CODE)]
  assert.notEqual(first, second)
  assert.deepEqual(
    [await codeHash.fits(CODE, first, 'app'), await codeHash.fits(CODE, second, 'app')],
    [true, true],
  )
  assert.equal(await codeHash.fits('K7QD29XMPT4C8WZNAB3S', first, 'app'), false)
  assert.equal(await codeHash.fits('', first, 'app'), false)
})

test('unless a test says otherwise it costs what OWASP asks for: 2^17, 8, 1', async () => {
  assert.equal(SCRYPT_COST, 131_072)
  const { codeHash } = makeHash({})
  const text = await codeHash.make(CODE)
  assert.match(text, /^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
  assert.equal(await codeHash.fits(CODE, text, 'app'), true)
})

test('[BC2] the text says all that its hash was computed with: scrypt (RFC 7914) over the keyed hash of the code', async () => {
  const { codeHash } = makeHash(QUICK)
  const [, , , , salt = '', hash] = (await codeHash.make(CODE)).split('$')
  const same = scryptSync(keyed(CODE), Buffer.from(salt, 'base64url'), 32, { N: 16, r: 8, p: 1 })
  assert.equal(hash, same.toString('base64url'))
})

test('a hash keeps the cost that it was made with, when new ones cost more or less', async () => {
  const text = await makeHash({ cost: 32 }).codeHash.make(CODE)
  for (const cost of [16, 1_024]) {
    const { codeHash } = makeHash({ cost })
    assert.equal(await codeHash.fits(CODE, text, 'app'), true)
    assert.equal(await codeHash.fits('K7QD29XMPT4C8WZNAB3S', text, 'app'), false)
  }
})

test('without the key from outside the database no code fits', async () => {
  const text = await makeHash(QUICK).codeHash.make(CODE)
  assert.equal(await makeHash(QUICK, 'another key').codeHash.fits(CODE, text, 'app'), false)
})

test('right, wrong and of nobody: each is one hash', async () => {
  const { codeHash, begun } = makeHash(QUICK)
  const text = await codeHash.make(CODE)
  const tries = {
    right: () => codeHash.fits(CODE, text, 'app'),
    wrong: () => codeHash.fits('K7QD29XMPT4C8WZNAB3S', text, 'app'),
    nobody: () => codeHash.waste(CODE, 'app'),
  }
  for (const [name, attempt] of Object.entries(tries)) {
    begun.length = 0
    const { count } = await scryptsOf(attempt)
    assert.deepEqual([name, begun.length, count], [name, 1, 1])
  }
})

test('two are computed at once, whatever many are asked for, and each in its turn', async () => {
  const { codeHash, begun } = makeHash(QUICK)
  const codes = Array.from({ length: 20 }, (_, i) => `${i}`)
  const { count, atOnce } = await scryptsOf(() =>
    Promise.all(codes.map((code) => codeHash.waste(code, 'app'))),
  )
  assert.deepEqual([count, atOnce], [20, 2])
  assert.deepEqual(
    begun,
    codes.map((code) => `backup-code ${code}`),
  )
})

test('a flood is refused before anything is computed; who waited is served, and then there is room again', async () => {
  const { codeHash, begun } = makeHash(QUICK)
  const room = 2 + WAITING_MAX
  const outcomes = await Promise.allSettled(
    Array.from({ length: room + 100 }, () => codeHash.waste(CODE, 'app')),
  )
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  assert.equal(refused.length, 100)
  assert.ok(refused.every((reason) => reason instanceof Busy && reason.retryAfterSeconds > 0))
  assert.equal(begun.length, room)
  assert.equal(await codeHash.fits(CODE, await codeHash.make(CODE), 'app'), true)
})

test('[BC6] strangers have a part of the places, and have it again once they were served', async () => {
  const { codeHash } = makeHash(QUICK)
  const room = 2 + STRANGERS_WAITING_MAX
  for (let round = 0; round < 2; round++) {
    const strangers = Promise.allSettled(
      Array.from({ length: room + 5 }, () => codeHash.waste(CODE, 'idFirst')),
    )
    const others = Array.from({ length: WAITING_MAX - STRANGERS_WAITING_MAX }, () =>
      codeHash.waste(CODE, 'app'),
    )
    await Promise.all(others)
    const refused = (await strangers).filter(({ status }) => status === 'rejected')
    assert.equal(refused.length, 5)
  }
})

test('one that fails gives its place back', async () => {
  let broken = 3
  const codeHash = createCodeHash(
    {
      keyedHash(_, bytes) {
        if (broken-- > 0) throw new Error('no key')
        return keyed(bytes)
      },
    },
    QUICK,
  )
  const failed = await Promise.allSettled([1, 2, 3].map(() => codeHash.waste(CODE, 'app')))
  assert.ok(failed.every(({ status }) => status === 'rejected'))
  assert.equal(await codeHash.fits(CODE, await codeHash.make(CODE), 'app'), true)
})

test('a kept hash that would take memory without end, or that we never wrote, is a fault and costs nothing', async () => {
  const { codeHash, begun } = makeHash(QUICK)
  const [salt, hash] = [toBase64Url(randomBytes(16)), toBase64Url(randomBytes(32))]
  for (const text of [
    `scrypt$${SCRYPT_COST_MAX * 2}$8$1$${salt}$${hash}`,
    `scrypt$17$8$1$${salt}$${hash}`,
    `scrypt$Infinity$8$1$${salt}$${hash}`,
    `scrypt$16$64$1$${salt}$${hash}`,
    `scrypt$16$8$64$${salt}$${hash}`,
    `scrypt$16$8$1$$${hash}`,
    `scrypt$16$8$1$${salt}$`,
    `scrypt$16$8$1$${salt}$${hash}$`,
    `argon2id$16$8$1$${salt}$${hash}`,
    '',
  ])
    await assert.rejects(codeHash.fits(CODE, text, 'app'), /expected/, text)
  assert.deepEqual(begun, [])
  assert.throws(() => makeHash({ cost: SCRYPT_COST_MAX * 2 }), RangeError)
  assert.throws(() => makeHash({ cost: 1_000 }), RangeError)
})

/** How often Node's own scrypt was asked, whoever asked, and how many it had under way at once. */
async function scryptsOf(
  work: () => Promise<unknown>,
): Promise<{ readonly count: number; readonly atOnce: number }> {
  const running = new Set<number>()
  let count = 0
  let atOnce = 0
  const hook = createHook({
    init(id, type) {
      if (type !== 'SCRYPTREQUEST') return
      count += 1
      atOnce = Math.max(atOnce, running.add(id).size)
    },
    before(id) {
      running.delete(id)
    },
  }).enable()
  await work()
  hook.disable()
  return { count, atOnce }
}
