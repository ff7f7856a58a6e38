// What nodes tell each other is readable by nodes of the same server only, and counts once.
import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { MESSAGE_MAX_BYTES, SealedMessages } from '@countersign/server/fabric/sealed-messages'

const TEXT = '{"type":"beat","beat":1}'

test('a message is opened by another node of the server, on the channel it was sealed for, once', () => {
  const [from, to] = [node(), node()]
  const message = from.seal('x', TEXT)
  assert.equal(to.open('y', message), undefined)
  assert.equal(to.open('x', message), TEXT)
  assert.equal(to.open('x', message), undefined)
})

test('an older message is not opened after a newer one', () => {
  const [from, to] = [node(), node()]
  const [first, second] = [from.seal('x', 'first'), from.seal('x', 'second')]
  assert.equal(to.open('x', second), 'second')
  assert.equal(to.open('x', first), undefined)
})

test('a message of another server, or with any byte changed or missing, is not opened, and no good one after it is lost', () => {
  const [from, to, stranger] = [node(), node(), node('of another server')]
  assert.equal(to.open('x', stranger.seal('x', TEXT)), undefined)
  const message = from.seal('x', TEXT)
  for (let at = 0; at < message.length; at += 1) {
    const bad = Buffer.from(message)
    bad[at] = (bad[at] ?? 0) ^ 1
    assert.equal(to.open('x', bad), undefined, `byte ${at}`)
    assert.equal(to.open('x', message.subarray(0, at)), undefined, `${at} bytes`)
  }
  assert.equal(to.open('x', Buffer.alloc(MESSAGE_MAX_BYTES + 1)), undefined)
  assert.equal(to.open('x', message), TEXT)
})

test('what is said twice looks different each time, and nothing of it can be read', () => {
  const from = node()
  const [once, again] = [from.seal('x', TEXT), from.seal('x', TEXT)]
  assert.notDeepEqual(once.subarray(-20), again.subarray(-20))
  assert.ok(!once.includes('beat'))
})

test('a note is proven for its text alone', () => {
  const [from, to] = [node(), node()]
  const mac = from.mac('one')
  assert.equal(mac.length, 22)
  assert.ok(to.isMac('one', mac))
  assert.ok(!to.isMac('two', mac))
  assert.ok(!to.isMac('one', mac.slice(1)))
  assert.ok(!node('of another server').isMac('one', mac))
})

function node(secret = 'of one server'): SealedMessages {
  return new SealedMessages(randomBytes(16).toString('hex'), (purpose) =>
    createHmac('sha256', secret).update(purpose).digest(),
  )
}
