// The text of an API key, and which texts may name an app.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId } from '@countersign/protocol'
import {
  appKeyId,
  appOfKey,
  formatAppKey,
  isAppName,
  isOrigin,
  parseAppKey,
} from '@countersign/server/core/app-key'
import { newApp } from '@countersign/server/core/new-app'
import fc from 'fast-check'
import { idOf } from '../support/core-records.js'

test('a key reads back as what it was made of', () => {
  const bytes = (n: number) => fc.uint8Array({ minLength: n, maxLength: n })
  fc.assert(
    fc.property(bytes(8), bytes(32), (id, secret) => {
      const text = formatAppKey(appKeyId(id), secret)
      assert.deepEqual(parseAppKey(text), { keyId: appKeyId(id), secret })
    }),
  )
})

test('anything else is no key', () => {
  const good = formatAppKey('0123456789abcdef', new Uint8Array(32))
  for (const text of [
    '',
    good.slice(1),
    `${good}A`,
    good.toUpperCase(),
    good.replace('cs_', 'ck_'),
    ` ${good}`,
  ])
    assert.equal(parseAppKey(text), undefined, text)
  // 43 characters whose last one has bits that no encoder would set (RFC 4648 §3.5).
  assert.equal(parseAppKey(`cs_0123456789abcdef_${'A'.repeat(42)}B`), undefined)
})

test('a key is good until its end, and never without a row or the right secret', () => {
  const app = newApp(idOf<AppId>(1), 'Wiki', [], 0)
  const key = { id: 'k', appId: app.id, secretHash: new Uint8Array(32), createdAtMs: 0, expiresAtMs: 100 }
  assert.equal(appOfKey({ app, key }, true, 99), app)
  assert.equal(appOfKey({ app, key }, true, 100), undefined)
  assert.equal(appOfKey({ app, key }, false, 99), undefined)
  assert.equal(appOfKey(undefined, true, 99), undefined)
  assert.equal(appOfKey({ app, key: { ...key, expiresAtMs: undefined } }, true, 1e15), app)
  for (const state of ['suspended', 'builtin'] as const)
    assert.equal(appOfKey({ app: { ...app, state }, key }, true, 99), undefined)
})

test('an origin is what a browser sends: scheme, host, port, nothing else', () => {
  for (const good of ['https://wiki.example', 'http://localhost:8421', 'https://[::1]:8443'])
    assert.equal(isOrigin(good), true, good)
  for (const bad of [
    'https://wiki.example/',
    'https://Wiki.example',
    'wiki.example',
    'ftp://x',
    'https://a b',
    'null',
    '*',
  ])
    assert.equal(isOrigin(bad), false, bad)
})

test('an app has a name that a person can read on the phone', () => {
  assert.equal(isAppName('Wiki'), true)
  for (const bad of ['', ' Wiki', 'Wi\u202eki', 'x'.repeat(65)]) assert.equal(isAppName(bad), false, bad)
})
