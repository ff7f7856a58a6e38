// What phones show as the app when the server's own pages ask: always which page, whatever the server is called.
import assert from 'node:assert/strict'
import test from 'node:test'
import { isSignableText, TEXT_MAX_BYTES } from '@countersign/protocol'
import { ownAppName } from '@countersign/server/core/builtin-app'
import fc from 'fast-check'

test('the console and one’s own account have different names', () => {
  assert.equal(ownAppName('ACME', 'admin'), 'ACME · Console')
  assert.equal(ownAppName('ACME', 'person'), 'ACME · My account')
})

test('a long name of the server is cut between letters, and the page stays', () => {
  assert.equal(ownAppName('é'.repeat(32), 'admin'), `${'é'.repeat(25)}… · Console`)
  assert.equal(ownAppName('x'.repeat(53), 'admin'), `${'x'.repeat(53)} · Console`)
  assert.equal(ownAppName('x'.repeat(54), 'admin'), `${'x'.repeat(50)}… · Console`)
})

test('whatever a server may be called, the name can be signed and names the page', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => isSignableText(text, TEXT_MAX_BYTES.appName))
  fc.assert(
    fc.property(name, fc.constantFrom('admin', 'person'), (serverName, kind) => {
      const shown = ownAppName(serverName, kind)
      assert.ok(isSignableText(shown, TEXT_MAX_BYTES.appName), shown)
      assert.match(shown, kind === 'admin' ? / · Console$/ : / · My account$/)
    }),
  )
})
