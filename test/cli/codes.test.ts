// Printed codes and codes of the help desk at the command line: made and said once, shown by their names, removed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCode } from '@countersign/protocol'
import type { Place } from './terminal.js'
import { readyPlace } from './terminal.js'

async function placeWithAlice(t: test.TestContext): Promise<Place> {
  const place = await readyPlace(t)
  await place.run('account', 'add', 'alice')
  return place
}

test('a set of backup codes is printed once, then shown by its first groups, then removed', async (t) => {
  const place = await placeWithAlice(t)
  assert.match((await place.run('backup-codes', 'show', 'alice')).out, /^no backup codes/)
  const made = await place.run('backup-codes', 'make', 'alice')
  assert.equal(made.code, 0, made.error)
  const codes = made.out.match(/^ {2}\S+$/gm)?.map((line) => line.trim()) ?? []
  assert.equal(codes.length, 10)
  assert.ok(codes.every((code) => readCode(code)?.way === 'backup'))
  assert.match(made.error, /not shown again/)

  const shown = await place.run('backup-codes', 'show', 'alice')
  assert.match(shown.out, /10 of 10 left/)
  for (const code of codes) {
    assert.ok(shown.out.includes(`${code.slice(0, 4)}-…  open`))
    assert.equal(shown.out.includes(code.slice(5)), false)
  }
  assert.equal((await place.run('backup-codes', 'remove', 'alice')).code, 0)
  assert.equal((await place.run('backup-codes', 'remove', 'alice')).code, 0)
  const gone = await place.run('backup-codes', 'show', 'alice', '--json')
  assert.deepEqual(gone.json['backupCodes'], { madeAtMs: null, left: 0, codes: [] })
})

test('a bypass code is said once, listed with who made it and why, and revoked', async (t) => {
  const place = await placeWithAlice(t)
  const make = (...more: readonly string[]) => place.run('bypass', 'make', 'alice', ...more)
  const made = await make('--reason', 'phone lost', '--for', '15m')
  assert.equal(made.code, 0, made.error)
  const [, code = ''] = /^ {2}(\d{4} \d{4} \d{4})$/m.exec(made.out) ?? []
  assert.equal(readCode(code)?.way, 'bypass')

  const listed = await place.run('bypass', 'list', 'alice')
  assert.match(listed.out, /^open .* operator +phone lost$/m)
  assert.equal(listed.out.includes(code), false)
  assert.equal((await place.run('bypass', 'revoke', 'alice')).code, 0)
  assert.match((await place.run('bypass', 'revoke', 'alice')).out, /no open code/)
  assert.match((await place.run('bypass', 'list', 'alice')).out, /^revoked /m)
})

test('a bypass code without a reason, or for too long, or of nobody, is refused with what was expected', async (t) => {
  const place = await placeWithAlice(t)
  const refused = async (...argv: readonly string[]) => {
    const { code, json } = await place.run('bypass', 'make', ...argv, '--json')
    return { code, error: json['error'] as { readonly code: string; readonly sentence: string } }
  }
  assert.match((await refused('alice')).error.sentence, /--reason/)
  assert.match((await refused('alice', '--reason', ' ')).error.sentence, /--reason/)
  const long = await refused('alice', '--reason', 'x', '--for', '25h')
  assert.deepEqual([long.code, long.error.code], [1, 'value_invalid'])
  assert.match(long.error.sentence, /5 to 1440/)
  assert.match((await refused('alice', '--reason', 'x', '--for', '90s')).error.sentence, /whole minutes/)
  assert.match((await refused('nobody', '--reason', 'x')).error.sentence, /there is no account/)
  assert.match((await place.run('backup-codes', 'make', 'nobody')).error, /there is no account/)
})
