// The database's password holds a slash, as base64 does, and nobody encoded it: `postgres://user:12/34@host`. A reader of URLs takes what is
// before the slash for a port and the rest for the database's name; what is masked is then something else, and the password stands in
// `doctor`, in the console and in the log. Such an address is refused, without being repeated. And a password that crosses a network in
// clear is warned of whichever way Redis is reached.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolveConfig } from '@countersign/server/config'

test('an address whose password could be read as something else is refused, and not repeated', () => {
  for (const url of [
    'postgres://user:12/secret@host',
    'postgres://user:12/secret@host/db',
    'postgres://user:12/sec/ret@host/db',
    'postgres://user:sec?ret@host/db',
    'postgres://user:1#secret@host/db',
  ]) {
    const read = resolveConfig({ 'storage.url': url })
    assert.ok(!read.ok, url)
    assert.doesNotMatch(JSON.stringify(read.faults), /secret|ret@|12\//)
  }
})

test('the password of Redis in clear is a danger by Sentinels and in a Cluster too', () => {
  const warned = (url: string): boolean => {
    const read = resolveConfig({ 'fabric.url': url })
    assert.ok(read.ok, url)
    return read.warnings.some((warning) => warning.includes('fabric.url'))
  }
  for (const kind of ['', '+sentinel', '+cluster']) {
    const more = kind === '+sentinel' ? '/main' : ''
    assert.ok(warned(`redis${kind}://user:pw@redis.example.org:6379${more}`), kind)
    assert.ok(!warned(`rediss${kind}://user:pw@redis.example.org:6379${more}`), kind)
  }
  assert.ok(!warned('redis://user:pw@localhost:6379'))
})
