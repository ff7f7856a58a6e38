// The key file: made once, durable, for its owner's eyes only, and never replaced.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import {
  loadOrCreateRootKeys,
  loadRootKeys,
  newRootKeys,
  rootKeysFromText,
} from '@countersign/server/vault/root-keys'

const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
after(() => rmSync(folder, { recursive: true }))

test('keys are made once, and found again', () => {
  const path = join(folder, 'made', 'keys.json')
  const made = loadOrCreateRootKeys(path)

  assert.deepEqual(loadOrCreateRootKeys(path), made)
  assert.deepEqual(loadRootKeys(path), made)
  assert.equal(made.root.length, 32)
  assert.equal(made.master.length, 32)
  assert.notDeepEqual(made.root, made.master)
})

test('only the owner may read the file and its folder, and no draft of it stays', () => {
  const path = join(folder, 'private', 'keys.json')
  loadOrCreateRootKeys(path)

  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(statSync(join(folder, 'private')).mode & 0o777, 0o700)
  assert.deepEqual(readdirSync(join(folder, 'private')), ['keys.json'])
})

test('a file that group or others may touch is refused, whichever bit is set, and the message tells what to do', () => {
  const path = join(folder, 'shared.json')
  loadOrCreateRootKeys(path)
  for (const mode of [0o640, 0o620, 0o604, 0o602, 0o644, 0o666, 0o610, 0o601]) {
    chmodSync(path, mode)
    assert.throws(() => loadRootKeys(path), /mode 600 expected, \d+ found; run chmod 600/)
    assert.throws(() => loadOrCreateRootKeys(path), /mode 600 expected/)
  }
  chmodSync(path, 0o400)
  loadRootKeys(path)
})

test('a file that is there is never replaced, even one that holds no keys', () => {
  const path = join(folder, 'broken.json')
  writeFileSync(path, 'not what you think', { mode: 0o600 })

  assert.throws(() => loadOrCreateRootKeys(path), /base64url of 32 bytes each expected/)
  assert.equal(readFileSync(path, 'utf8'), 'not what you think')
})

test('a malformed file is refused without a word of its content', () => {
  const path = join(folder, 'malformed.json')
  const good = toBase64Url(newRootKeys().root)
  const files = [
    '',
    '[]',
    `{"root":"${good}"}`,
    `{"root":"${good}","master":"${good}","extra":1}`,
    `{"root":"${good}","master":"${good.slice(1)}"}`,
    `{"root":"${good}","master":"${good}="}`,
    `{"root":"${good}","master":5}`,
    `{"root":"${good}","master":"${good}"`,
  ]
  for (const content of files) {
    writeFileSync(path, content, { mode: 0o600 })
    assert.throws(
      () => loadRootKeys(path),
      (error) => error instanceof Error && !`${error.message}${error.cause}`.includes(good.slice(0, 12)),
    )
  }
})

test('a file that is missing is a fault when it is only to be loaded', () => {
  assert.throws(() => loadRootKeys(join(folder, 'nowhere.json')), { code: 'ENOENT' })
})

test('keys given as text are the same keys; text that is none is refused without being repeated', () => {
  const keys = newRootKeys()
  const [root, master] = [toBase64Url(keys.root), toBase64Url(keys.master)]

  assert.deepEqual(rootKeysFromText(root, master), keys)
  assert.throws(() => rootKeysFromText(root, 'short'), /^Error: master key: base64url of 32 bytes expected$/)
  assert.throws(
    () => rootKeysFromText(`${root}=`, master),
    /^Error: root key: base64url of 32 bytes expected$/,
  )
})
