// Codes from an app at the command line: shown as a QR code and a key, confirmed with what the app shows, listed, removed.
import assert from 'node:assert/strict'
import test from 'node:test'
import { oathtool, toolsHere } from '../support/oathtool.js'
import { CodeApp } from '../support/totps.js'
import type { Place } from './terminal.js'
import { readyPlace } from './terminal.js'

async function placeWithAlice(t: test.TestContext): Promise<Place> {
  const place = await readyPlace(t)
  await place.run('account', 'add', 'alice')
  return place
}

async function listed(place: Place): Promise<readonly { id: string; name: string }[]> {
  const said = await place.run('totp', 'list', 'alice', '--json')
  assert.equal(said.code, 0, said.out)
  return said.json['totps'] as readonly { id: string; name: string }[]
}

test('codes from an app are set up with the first one, and removed', async (t) => {
  const place = await placeWithAlice(t)
  const adding = place.start('totp', 'add', 'alice', '--name', 'Aegis', '--json')
  const { link } = await adding.event('begun')
  adding.type('000 000x')
  adding.type(new CodeApp(String(link)).codeAt(Date.now()))
  await adding.event('confirmed')
  assert.equal((await adding.ended).code, 0)
  const [totp] = await listed(place)
  assert.equal(totp?.name, 'Aegis')
  assert.match((await place.run('totp', 'list', 'alice')).out, /Aegis +an app +6 digits, SHA-1 .* never/)
  assert.equal((await place.run('totp', 'remove', 'alice', totp.id)).code, 0)
  assert.deepEqual(await listed(place), [])
  const again = await place.run('totp', 'remove', 'alice', totp.id)
  assert.match(again.error, /there is no app with codes/)
})

test('oathtool makes the code from the key as it stands in the terminal', toolsHere, async (t) => {
  const place = await placeWithAlice(t)
  const adding = place.start('totp', 'add', 'alice', '--json')
  const { secret } = await adding.event('begun')
  adding.type(oathtool(String(secret), { algorithm: 'SHA1', digits: 6 }, Date.now()))
  await adding.event('confirmed')
  assert.equal((await adding.ended).code, 0)
})

test('Enter alone, three wrong codes, or Ctrl-C withdraws it: what was shown counts for nothing', async (t) => {
  const place = await placeWithAlice(t)
  for (const end of ['', 'wrong', 'stop'] as const) {
    const adding = place.start('totp', 'add', 'alice', '--json')
    await adding.event('begun')
    if (end === 'stop') adding.stop()
    else for (let i = 0; i < 3; i++) adding.type(end === '' ? '' : 'abc')
    const said = await adding.ended
    assert.equal(said.code, 1)
    assert.match(said.out, /totp_withdrawn/)
  }
  assert.deepEqual(await listed(place), [])
})

test('who is not there, a name that is none, and a suspended account are said in a sentence', async (t) => {
  const place = await placeWithAlice(t)
  assert.match((await place.run('totp', 'add', 'nobody')).error, /there is no account "nobody"/)
  const nameless = await place.run('totp', 'add', 'alice', '--name', '')
  assert.equal(nameless.code, 2)
  assert.match(nameless.error, /1 to 64 bytes/)
  await place.run('account', 'suspend', 'alice')
  assert.match((await place.run('totp', 'add', 'alice')).error, /"alice" is suspended/)
})
