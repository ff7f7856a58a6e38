// deploy/make-secrets.sh, run as an operator runs it, in a folder of its own.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadConfig } from '@countersign/server/config'

const SCRIPT = fileURLToPath(new URL('../../deploy/make-secrets.sh', import.meta.url))

test('secrets are made once, differ from place to place, are entered by their owner alone, and are what servers take', (t) => {
  const [one, other] = [place(t), place(t)]
  assert.deepEqual(Object.keys(one.secrets()), [
    'fabric_url',
    'postgres_password',
    'redis_password',
    'storage_url',
  ])
  assert.equal(statSync(one.folder).mode & 0o777, 0o700, 'the folder keeps others out')
  for (const name of readdirSync(one.folder))
    assert.equal(
      statSync(join(one.folder, name)).mode & 0o777,
      0o444,
      `any user of a container reads ${name}`,
    )

  const made = one.secrets()
  one.make()
  assert.deepEqual(one.secrets(), made, 'a second run replaces nothing')
  const elsewhere = other.secrets()
  for (const [name, secret] of Object.entries(made)) assert.notEqual(secret, elsewhere[name])
  for (const name of ['postgres_password', 'redis_password'])
    assert.match(made[name] ?? '', /^[A-Za-z0-9]{32}\n$/)
  assert.notEqual(made['postgres_password'], made['redis_password'])

  const read = loadConfig({
    COUNTERSIGN_STORAGE_URL_FILE: join(one.folder, 'storage_url'),
    COUNTERSIGN_FABRIC_URL_FILE: join(one.folder, 'fabric_url'),
  })
  assert.ok(read.ok)
  assert.equal(new URL(read.config['storage.url']).password, made['postgres_password']?.trim())
  assert.equal(new URL(read.config['fabric.url']).password, made['redis_password']?.trim())
})

function place(t: { after(run: () => void): void }) {
  const root = mkdtempSync(join(tmpdir(), 'countersign-secrets-'))
  t.after(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'deploy'))
  const script = join(root, 'deploy/make-secrets.sh')
  copyFileSync(SCRIPT, script)
  const folder = join(root, 'secrets')
  const make = (): void => void execFileSync(script)
  make()
  return {
    folder,
    make,
    secrets: (): Readonly<Record<string, string>> =>
      Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
  }
}
