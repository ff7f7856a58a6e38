// A whole login with nothing but the command line: serve, pair, confirm, and a terminal that approves, denies and reports.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import test, { after, mock } from 'node:test'
import { accessPassById } from '@countersign/protocol'
import type { Place, Running } from './terminal.js'
import { readyPlace } from './terminal.js'

// A terminal verifies with node:crypto: the first releases of Node 20.19 print a warning when WebCrypto's Ed25519 is used.
const webCryptoVerify = mock.method(crypto.subtle, 'verify')
after(() => assert.equal(webCryptoVerify.mock.callCount(), 0))

interface Asked {
  readonly challengeId: string
  readonly match:
    | { readonly mode: 'symbol'; readonly symbolId: number }
    | { readonly mode: 'code'; readonly code: string }
}

/** A server that listens, alice, and an app that asks for her. */
async function servedPlace(
  t: TestContext,
): Promise<{ place: Place; ask: (address?: string) => Promise<Asked> }> {
  const place = await readyPlace(t)
  const server = place.start('serve', '--json')
  t.after(async () => {
    server.stop()
    assert.equal((await server.ended).code, 0)
  })
  await server.event('listening')
  await place.run('account', 'add', 'alice')
  const app = await place.run('app', 'add', 'Shop', '--origin', 'https://shop.example.org', '--json')
  const ask = async (address = '192.0.2.7'): Promise<Asked> => {
    const response = await fetch(`http://localhost:${place.port}/v1/challenges`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${app.json['apiKey']}` },
      body: JSON.stringify({
        userId: 'alice',
        purpose: 'login',
        appNonce: randomBytes(32).toString('base64url'),
        context: { address, browser: 'Firefox on Linux' },
      }),
    })
    assert.equal(response.status, 201)
    return (await response.json()) as Asked
  }
  return { place, ask }
}

/** A terminal that is paired and online. */
async function pairedTerminal(t: TestContext, place: Place): Promise<Running> {
  const ticket = await place.run('pair', 'alice', '--no-wait', '--json')
  const terminal = place.start(
    'device',
    'run',
    '--json',
    '--pair',
    String(ticket.json['link']),
    '--name',
    'CI box',
  )
  t.after(async () => {
    terminal.stop()
    await terminal.ended
  })
  const { confirmation } = await terminal.event('paired')
  const confirmed = await place.run(
    'pair',
    'confirm',
    String(ticket.json['ticketId']),
    '--confirmation',
    String(confirmation),
    '--json',
  )
  assert.equal(confirmed.code, 0, confirmed.out)
  await terminal.event('connection', { state: 'online' })
  return terminal
}

test('a device paired by link and confirmed by its digits approves with the access pass of the login page', async (t) => {
  const { place, ask } = await servedPlace(t)
  const terminal = await pairedTerminal(t, place)
  assert.equal((await stat(join(place.folder, 'device'))).mode & 0o777, 0o700)

  const { challengeId, match } = await ask()
  assert.ok(match.mode === 'symbol')
  const request = await terminal.event('request')
  assert.equal(request['challengeId'], challengeId)
  assert.deepEqual([request['app'], request['userId'], request['address']], ['Shop', 'alice', '192.0.2.7'])
  const options = request['options'] as readonly { id: number; slug: string }[]
  const shown = options.find(({ id }) => id === match.symbolId)
  assert.equal(shown?.slug, accessPassById(match.symbolId)?.slug)
  terminal.type(JSON.stringify({ choose: shown?.slug }))
  assert.deepEqual(await terminal.event('decided'), {
    event: 'decided',
    challengeId,
    state: 'approved',
    byThisDevice: true,
  })
})

test('a wrong pick is final and ends a script with 1; the next request asks for the digits', async (t) => {
  const { place, ask } = await servedPlace(t)
  const terminal = await pairedTerminal(t, place)
  terminal.stop()
  await terminal.ended

  const first = await ask()
  assert.ok(first.match.mode === 'symbol')
  const right = first.match.symbolId
  const watching = place.start('device', 'run', '--json')
  const request = await watching.event('request')
  const wrong = (request['options'] as readonly { id: number }[]).find(({ id }) => id !== right)
  watching.stop()
  await watching.ended
  const picked = await place.run('device', 'run', '--once', '--choose', String(wrong?.id), '--json')
  assert.equal(picked.code, 1, picked.out)
  assert.equal(picked.json['state'], 'mismatched')

  const second = await ask()
  assert.ok(second.match.mode === 'code')
  const typed = await place.run('device', 'run', '--once', '--code', second.match.code, '--json')
  assert.equal(typed.code, 0, typed.out)
  assert.equal(typed.json['state'], 'approved')
})

test('a script denies with --deny, and that is what 0 means then', async (t) => {
  const { place, ask } = await servedPlace(t)
  const terminal = await pairedTerminal(t, place)
  terminal.stop()
  await terminal.ended
  await ask()
  const denied = await place.run('device', 'run', '--once', '--deny', '--json')
  assert.equal(denied.code, 0, denied.out)
  assert.equal(denied.json['state'], 'denied')
})

test('"this wasn\'t me" reports', async (t) => {
  const { place, ask } = await servedPlace(t)
  const terminal = await pairedTerminal(t, place)
  const { challengeId } = await ask()
  await terminal.event('request')
  terminal.type(JSON.stringify({ challengeId, report: true }))
  assert.equal((await terminal.event('decided'))['state'], 'reported')
})

test('a device removed at the command line is told by the running server, and ends with 1', async (t) => {
  const { place } = await servedPlace(t)
  const terminal = await pairedTerminal(t, place)
  const listed = await place.run('device', 'list', '--json')
  const [device] = listed.json['devices'] as readonly { id: string; state: string; name: string }[]
  assert.deepEqual([device?.name, device?.state], ['CI box', 'active'])
  const revoked = await place.run('device', 'revoke', String(device?.id), '--json')
  assert.equal(revoked.code, 0)
  assert.equal((await terminal.ended).code, 1)
})

test('pair waits for the phone, takes only the digits that it shows, and confirms', async (t) => {
  const { place } = await servedPlace(t)
  const pairing = place.start('pair', 'alice', '--json')
  const { link } = await pairing.event('ticket')
  const terminal = place.start('device', 'run', '--json', '--pair', String(link), '--name', 'CI box')
  t.after(() => terminal.stop())
  const { confirmation } = await terminal.event('paired')
  assert.equal((await pairing.event('accepted'))['deviceName'], 'CI box')
  pairing.type(String((Number(confirmation) + 1) % 1_000_000).padStart(6, '0'))
  pairing.type('not digits')
  pairing.type(`${String(confirmation).slice(0, 3)} ${String(confirmation).slice(3)}`)
  const { code, json } = await pairing.ended
  assert.equal(code, 0)
  assert.equal((json['device'] as { state: string }).state, 'active')
})

test('digits wrong three times withdraw the pairing, and the phone that offered itself is refused', async (t) => {
  const { place } = await servedPlace(t)
  const pairing = place.start('pair', 'alice', '--json')
  const { link, ticketId } = await pairing.event('ticket')
  const terminal = place.start('device', 'run', '--json', '--pair', String(link), '--name', 'not hers')
  const { confirmation } = await terminal.event('paired')
  const wrong = String((Number(confirmation) + 1) % 1_000_000).padStart(6, '0')
  for (let i = 0; i < 3; i += 1) pairing.type(wrong)
  assert.equal((await pairing.ended).code, 1)
  assert.equal((await terminal.ended).code, 1)
  const status = await place.run('pair', 'status', String(ticketId), '--json')
  assert.equal(status.json['state'], 'withdrawn')
})

test('Ctrl-C while waiting withdraws the link', async (t) => {
  const { place } = await servedPlace(t)
  const pairing = place.start('pair', 'alice', '--json')
  const { link } = await pairing.event('ticket')
  pairing.stop()
  assert.equal((await pairing.ended).code, 1)
  const late = await place.run('device', 'run', '--json', '--pair', String(link), '--name', 'late')
  assert.equal(late.code, 1)
})

test('a terminal that was never paired says how to', async (t) => {
  const place = await readyPlace(t)
  const { code, error } = await place.run('device', 'run')
  assert.equal(code, 1)
  assert.match(error, /next: countersign device run --pair LINK/)
})

test('a pairing link that is none ends with 2, one to a server that is away with 4', async (t) => {
  const place = await readyPlace(t)
  assert.equal((await place.run('device', 'run', '--pair', 'https://example.org/')).code, 2)
  await place.run('account', 'add', 'alice')
  const ticket = await place.run('pair', 'alice', '--no-wait', '--json')
  const away = await place.run('device', 'run', '--pair', String(ticket.json['link']), '--json')
  assert.equal(away.code, 4, away.out)
})
