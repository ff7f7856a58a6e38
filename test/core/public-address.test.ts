// Which addresses a webhook may reach: those of the open internet, in every spelling.
import assert from 'node:assert/strict'
import test from 'node:test'
import { isLoopbackAddress, isPublicAddress } from '@countersign/server/core/public-address'

for (const address of [
  '93.184.216.34',
  '1.1.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '64:ff9b::1.1.1.1',
])
  test(`${address} is public`, () => assert.equal(isPublicAddress(address), true))

for (const address of [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
  '::ffff:7f00:1',
  '::127.0.0.1',
  'fe80::1',
  'fec0::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '64:ff9b::7f00:1',
  '64:ff9b::169.254.169.254',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2002:a9fe:a9fe::1',
  '2001::1',
  '2001:db8::1',
  '127.1',
  '0x7f000001',
  '2130706433',
  'localhost',
  'fe80::1%eth0',
  '',
])
  test(`${address || 'nothing'} is not public`, () => assert.equal(isPublicAddress(address), false))

test('only this machine is loopback', () => {
  assert.deepEqual(['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', 'localhost'].map(isLoopbackAddress), [
    true,
    true,
    true,
    false,
    false,
  ])
})
