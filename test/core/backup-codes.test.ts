// Drawing backup codes and bypass codes: their form, their chance, their names, and what may be shown of them.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountId } from '@countersign/protocol'
import {
  BACKUP_CODES,
  CODE_ALPHABET,
  formatBackupCode,
  formatBypassCode,
  readCode,
} from '@countersign/protocol'
import {
  codesLeft,
  drawBackupCodes,
  selectorOf,
  shownBackupCodes,
} from '@countersign/server/core/backup-codes'
import { bypassPreimage, drawBypassCode, shownBypassCode } from '@countersign/server/core/bypass-codes'
import type { BackupCode, BypassCode } from '@countersign/server/core/codes'
import { seededRandom } from '../support/seeded-random.js'

const { below } = seededRandom(7)
/** Gives these numbers, one after the other, again and again. */
const cycle = (...numbers: readonly number[]) => {
  let i = 0
  return () => numbers[i++ % numbers.length] ?? 0
}

test('[BC1] a set has ten codes of twenty signs without look-alikes, and the form alone says that it is a backup code', () => {
  const codes = drawBackupCodes([], below)
  assert.equal(codes.length, BACKUP_CODES)
  for (const code of codes) {
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{20}$/)
    assert.match(formatBackupCode(code), /^(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}$/)
    assert.deepEqual(readCode(formatBackupCode(code)), { way: 'backup', code })
  }
})

test('[BC1] every sign is asked for from the whole alphabet: 32 equally likely ones, none folded in', () => {
  const bounds = new Set<number>()
  const counts = new Map<string, number>()
  for (let i = 0; i < 200; i++)
    for (const code of drawBackupCodes([], (bound) => {
      bounds.add(bound)
      return below(bound)
    }))
      for (const sign of code) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  assert.deepEqual([...bounds], [32])
  assert.deepEqual([...counts.keys()].sort(), [...CODE_ALPHABET].sort())
  // 40,000 signs, 1,250 of each on average; five standard deviations are 174.
  for (const [sign, count] of counts) assert.ok(Math.abs(count - 1_250) < 180, `${sign}: ${count}`)
})

test('[BC2] no two codes of an account have one name, also not with codes that it had before', () => {
  const accepted = ['1111', '2222', '3333', '4444', '5555', '6666', '7777', '8888', '9999', 'AAAA']
  const secret = '0'.repeat(16)
  // 0000 is taken by a code of before; the second 1111 by the first of this set.
  const [first = '', ...others] = accepted
  const signs = ['0000', first, secret, first, '0000', ...others.flatMap((name) => [name, secret])].join('')
  const codes = drawBackupCodes(['0000'], cycle(...[...signs].map((sign) => CODE_ALPHABET.indexOf(sign))))
  assert.deepEqual(codes.map(selectorOf), accepted)
  assert.deepEqual(codes[0], `1111${secret}`)
})

test('a source of chance that repeats itself is a fault, not an endless loop', () => {
  assert.throws(() => drawBackupCodes([], () => 0), /broken/)
})

test('[BC3] names, uses and how many are left may be shown; a set that waits is not there yet', () => {
  const code = (selector: string, fields: Partial<BackupCode> = {}): BackupCode => ({
    ...{ accountId: 'a' as AccountId, setId: 's', selector, hash: 'scrypt$secret', state: 'active' },
    ...{ madeAtMs: 5, usedAtMs: undefined, ...fields },
  })
  const codes = [code('AAAA'), code('BBBB', { state: 'used', usedAtMs: 9 }), code('CCCC')]
  const waiting = [code('DDDD', { state: 'waiting', setId: 't', madeAtMs: 7 })]
  assert.deepEqual(shownBackupCodes([...waiting, ...codes]), {
    madeAtMs: 5,
    left: 2,
    codes: [
      { selector: 'AAAA', usedAtMs: null },
      { selector: 'BBBB', usedAtMs: 9 },
      { selector: 'CCCC', usedAtMs: null },
    ],
  })
  assert.deepEqual(shownBackupCodes(waiting), { madeAtMs: null, left: 0, codes: [] })
  assert.equal(codesLeft([]), 0)
})

test('[BY1] a bypass code has twelve digits, leading zeros among them, and the form alone says what it is', () => {
  assert.equal(drawBypassCode(cycle(0)), '000000000000')
  const code = drawBypassCode(below)
  assert.deepEqual(readCode(formatBypassCode(code)), { way: 'bypass', code })
  const bounds = new Set<number>()
  drawBypassCode((bound) => {
    bounds.add(bound)
    return bound - 1
  })
  assert.deepEqual([...bounds], [10])
})

test('[BY2] the same digits of two accounts are hashed from different bytes', () => {
  const [a, b] = ['a', 'b'].map((id) => bypassPreimage(id as AccountId, '123456789012'))
  assert.notDeepEqual(a, b)
})

test('[BY3] what an admin sees of a bypass code is not the code; an open one is over when its time is', () => {
  const code: BypassCode = {
    ...{ id: 'i', accountId: 'a' as AccountId, codeHash: new Uint8Array(32), reason: 'phone broken' },
    ...{ madeBy: 'operator', state: 'open', madeAtMs: 5, expiresAtMs: 10, usedAtMs: undefined },
  }
  const shown = { id: 'i', reason: 'phone broken', madeBy: 'operator', madeAtMs: 5, expiresAtMs: 10 }
  assert.deepEqual(shownBypassCode(code, 9), { ...shown, state: 'open', usedAtMs: null })
  assert.deepEqual(shownBypassCode(code, 10), { ...shown, state: 'expired', usedAtMs: null })
  const used = shownBypassCode({ ...code, state: 'used', usedAtMs: 7 }, 99)
  assert.deepEqual(used, { ...shown, state: 'used', usedAtMs: 7 })
  assert.equal(shownBypassCode({ ...code, state: 'revoked' }, 99).state, 'revoked')
})
