// Whose address counts: the peer's own, unless a configured proxy says whom it speaks for. A forged header is an attack.
import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { clientAddress, limitKey, parseNetwork } from '@countersign/server/http/client-address'

function from(peer: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  // Sound: the function reads these two properties and no other.
  return { socket: { remoteAddress: peer }, headers } as unknown as IncomingMessage
}

test('without proxies the header means nothing', () => {
  const address = clientAddress([])
  assert.equal(address(from('198.51.100.1', '203.0.113.9')), '198.51.100.1')
  assert.equal(address(from('::ffff:198.51.100.1')), '198.51.100.1')
})

test('a proxy is believed about its own peer, and no further', () => {
  const address = clientAddress(['10.0.0.0/8', '::1'])
  assert.equal(address(from('10.0.0.2', '203.0.113.9')), '203.0.113.9')
  assert.equal(address(from('::ffff:10.0.0.2', '203.0.113.9')), '203.0.113.9')
  assert.equal(address(from('::1', '203.0.113.9, 10.0.0.5')), '203.0.113.9')
  // What stands further left was written by the client.
  assert.equal(address(from('10.0.0.2', '192.0.2.66, 203.0.113.9')), '203.0.113.9')
  assert.equal(address(from('198.51.100.1', '203.0.113.9')), '198.51.100.1')
})

test('a proxy that says nothing sensible is itself the most that is known', () => {
  const address = clientAddress(['10.0.0.2'])
  for (const forwarded of [undefined, '', 'unknown', '203.0.113.9, _hidden', '1.2.3.4:80'])
    assert.equal(address(from('10.0.0.2', forwarded)), '10.0.0.2')
})

test('networks are read strictly', () => {
  assert.deepEqual(parseNetwork('10.0.0.0/8'), { address: '10.0.0.0', prefix: 8, family: 'ipv4' })
  assert.deepEqual(parseNetwork('::1'), { address: '::1', prefix: 128, family: 'ipv6' })
  for (const text of ['', '10.0.0.0/33', '10.0.0/8', 'proxy', '::/129', '10.0.0.0/8/8', '10.0.0.0/-1'])
    assert.equal(parseNetwork(text), undefined, text)
})

test('limits count an IPv6 network as one', () => {
  assert.equal(limitKey('203.0.113.9'), '203.0.113.9')
  assert.equal(limitKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(limitKey('2001:db8::6'), '2001:db8:0:0::/64')
  assert.equal(limitKey('2001:db8::2:3:4:5:6'), '2001:db8:0:2::/64')
  assert.equal(limitKey('::1'), '0:0:0:0::/64')
})
