// `countersign device run --pin-file`: a terminal that is asked for a PIN sets the one of the file, and approves by it from then on.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import test from 'node:test'
import { policyBody } from '../support/policies.js'
import type { Place, Said } from './terminal.js'
import { readyPlace } from './terminal.js'

const PIN = 'zehn kalte Zebras'

const codeOf = ({ json }: Said): unknown => (json['error'] as { code?: string } | undefined)?.code

/** A server whose policies ask for a PIN, alice, a terminal of hers that was paired and ended, and what an app asks with. */
async function askingPlace(
  t: TestContext,
): Promise<{ readonly place: Place; readonly ask: () => Promise<string> }> {
  const place = await readyPlace(t)
  const server = place.start('serve', '--json')
  t.after(async () => {
    server.stop()
    await server.ended
  })
  await server.event('listening')
  await place.run('account', 'add', 'alice')
  const policies = [policyBody({ says: { userVerification: 'any', match: 'code' } })]
  writeFileSync(join(place.folder, 'policies.json'), JSON.stringify({ policies }))
  assert.equal((await place.run('policy', 'set', 'policies.json')).code, 0)
  const app = await place.run('app', 'add', 'Shop', '--origin', 'https://shop.example.org', '--json')
  const ticket = await place.run('pair', 'alice', '--no-wait', '--json')
  const { ticketId, link } = ticket.json
  const terminal = place.start('device', 'run', '--json', '--pair', String(link), '--name', 'CI box')
  const { confirmation } = await terminal.event('paired')
  await place.run('pair', 'confirm', String(ticketId), '--confirmation', String(confirmation), '--json')
  await terminal.event('connection', { state: 'online' })
  terminal.stop()
  await terminal.ended
  const ask = async (): Promise<string> => {
    const response = await fetch(`http://localhost:${place.port}/v1/challenges`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${app.json['apiKey']}` },
      body: JSON.stringify({
        userId: 'alice',
        purpose: 'login',
        appNonce: randomBytes(32).toString('base64url'),
        context: { address: '192.0.2.7', browser: 'Firefox on Linux' },
      }),
    })
    const { match } = (await response.json()) as { readonly match: { readonly code: string } }
    return match.code
  }
  return { place, ask }
}

test('the PIN of the file is set at the first login that asks, given at the next, and what is kept of it is a mask', async (t) => {
  const { place, ask } = await askingPlace(t)
  const file = join(place.folder, 'pin')
  writeFileSync(file, `${PIN}\nnot read\n`, { mode: 0o600 })
  const approve = (code: string): Promise<Said> =>
    place.run('device', 'run', '--once', '--json', '--pin-file', 'pin', '--code', code)
  for (let login = 0; login < 2; login += 1) {
    const done = await approve(await ask())
    assert.equal(done.code, 0, done.out)
    assert.equal(done.json['state'], 'approved')
    assert.ok(!`${done.out}${done.error}`.includes('Zebras'))
  }
  const [kept, ...more] = readdirSync(join(place.folder, 'device')).filter((name) => name.endsWith('.pin'))
  assert.equal(more.length, 0)
  const path = join(place.folder, 'device', String(kept))
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.ok(!readFileSync(path, 'utf8').includes('Zebras'))

  writeFileSync(file, 'neun warme Zebras\n')
  const wrong = await approve(await ask())
  assert.deepEqual([wrong.code, codeOf(wrong)], [1, 'answer_refused'])
  assert.match(wrong.out, /pin_wrong/)
})

test('a file that others may read, holds a common PIN, or is not there, and none at all: nothing is sent, and it is said why', async (t) => {
  const { place, ask } = await askingPlace(t)
  const file = join(place.folder, 'pin')
  const code = await ask()
  const approve = (...more: readonly string[]): Promise<Said> =>
    place.run('device', 'run', '--once', '--json', '--code', code, ...more)
  const none = await approve()
  assert.equal(none.code, 1)
  assert.equal(codeOf(none), 'verification_needed')
  const missing = await approve('--pin-file', 'pin')
  assert.deepEqual([missing.code, codeOf(missing)], [1, 'pin_missing'], missing.out)
  writeFileSync(file, `${PIN}\n`)
  chmodSync(file, 0o644)
  assert.equal(codeOf(await approve('--pin-file', 'pin')), 'key_exposed')
  unlinkSync(file)
  writeFileSync(file, '123456\n', { mode: 0o600 })
  assert.equal(codeOf(await approve('--pin-file', 'pin')), 'pin_missing')
  writeFileSync(file, `${PIN}\r\n`)
  const done = await approve('--pin-file', 'pin')
  assert.equal(done.json['state'], 'approved', done.out)
})
