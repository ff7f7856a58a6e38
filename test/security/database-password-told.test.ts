// The password of the database told (SECURITY.md §3.7): it stands in storage.url, which admins list in the console, commands print, logs
// name, and faults quote. Whoever reads any of these must not be able to open the database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolveConfig } from '@countersign/server/config'
import { settingsInForce, withoutPasswords } from '@countersign/server/settings-in-force'
import { emptyPlace } from '../cli/terminal.js'

const PASSWORD = 'hunter2-of-the-database'
const URLS = [
  `postgres://countersign:${PASSWORD}@127.0.0.1:1/countersign`,
  `postgresql://countersign:${PASSWORD}@db.internal/countersign`,
]

test('the settings in force show where the database is, and no password', () => {
  for (const url of URLS) {
    const read = resolveConfig({ 'storage.url': url })
    assert.ok(read.ok)
    const text = JSON.stringify(settingsInForce(read.config))
    assert.ok(!text.includes(PASSWORD))
    assert.match(text, /postgres(ql)?:\/\/countersign:\*\*\*@/)
  }
})

test('a password that nobody encoded is masked whole', () => {
  for (const url of ['postgres://u:p@ss@host/db', 'redis://:p@ss@host:1/0', 'redis+cluster://u:p:w@h:1,h:2'])
    assert.doesNotMatch(withoutPasswords(url), /p@ss|p:w/)
})

test('no command tells it while the database is away, nor does a setting that is refused', async (t) => {
  for (const url of [URLS[0] ?? '', `postgres://countersign:${PASSWORD}@127.0.0.1:1/`]) {
    const place = await emptyPlace(t, { COUNTERSIGN_STORAGE_URL: url })
    for (const words of [
      ['init'],
      ['doctor'],
      ['migrate'],
      ['serve'],
      ['account', 'list'],
      ['backup', 'x.db'],
    ]) {
      const { code, out, error } = await place.run(...words)
      assert.notEqual(code, 0)
      assert.ok(!`${out}${error}`.includes(PASSWORD), words.join(' '))
    }
  }
})
