// Secrets in the terminal (SECURITY.md §3.7): what a command prints lands in scroll-back, shell recordings and CI logs. Only the command
// that makes a secret says it, once; no other command, listing, error or doctor's report repeats it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { emptyPlace } from '../cli/terminal.js'
import { Secrets } from './secrets.js'

test('the command line says a secret once, where it is made, and never again', async (t) => {
  const place = await emptyPlace(t, { COUNTERSIGN_LOG_LEVEL: 'info' })
  const said: string[] = []
  const run = async (...argv: readonly string[]) => {
    const { code, out, error, json } = await place.run(...argv, '--json')
    said.push(out, error)
    return { code, json, out }
  }
  const secrets = new Secrets()
  await run('init')
  const kept = JSON.parse(readFileSync(join(place.folder, 'data', 'keys.json'), 'utf8'))
  const values = Object.values(kept).filter(
    (value): value is string => typeof value === 'string' && value.length > 40,
  )
  assert.ok(values.length >= 2)
  for (const [n, value] of values.entries()) {
    secrets.add(`key ${n} of the file`, Buffer.from(value, 'base64url'))
    secrets.add(`text of key ${n}`, value)
  }
  await run('account', 'add', 'alice')

  const made = [
    await run('app', 'add', 'Wiki', '--origin', 'https://wiki.example'),
    await run('app', 'rotate-key', 'Wiki'),
  ]
  const ticket = await run('pair', 'alice', '--no-wait')
  const printed = await run('backup-codes', 'make', 'alice')
  const told = await run('bypass', 'make', 'alice', '--reason', 'phone lost')
  const shownOnce = [...made.map(({ json }) => String(json['apiKey'])), String(ticket.json['link'])]
  const codes = [...(printed.json['codes'] as readonly string[]), String(told.json['code'])]
  for (const code of codes)
    assert.equal(said.join('\n').split(code).length, 2, 'a code was shown where it was made')
  for (const [n, secret] of shownOnce.entries()) {
    assert.ok(secret.length > 60, secret)
    assert.equal(said.join('\n').split(secret).length, 2, `secret ${n} was shown where it was made`)
  }
  said.length = 0
  secrets.add('API key', shownOnce[0] ?? '')
  secrets.add('new API key', shownOnce[1] ?? '')
  secrets.add('ticket', shownOnce[2]?.split('.').at(-1) ?? '')

  for (const [n, code] of codes.entries()) {
    secrets.add(`code ${n}`, code)
    secrets.add(`secret of code ${n}`, code.slice(5))
  }

  await run('app', 'list')
  await run('app', 'add', 'Wiki', '--origin', 'https://wiki.example')
  await run('account', 'show', 'alice')
  await run('account', 'list')
  await run('device', 'list')
  await run('backup-codes', 'show', 'alice')
  await run('bypass', 'list', 'alice')
  await run('bypass', 'revoke', 'alice')
  await run('backup-codes', 'remove', 'alice')
  await run('audit', 'tail', '--lines', '50')
  await run('pair', 'status', String(ticket.json['ticketId']))
  await run('pair', 'withdraw', String(ticket.json['ticketId']))
  await run('key', 'status')
  await run('key', 'rotate')
  await run('doctor')
  await run('init')
  await run('app', 'add', shownOnce[0] ?? '', '--nonsense')

  assert.ok(said.join('').length > 500)
  for (const text of said) assert.deepEqual(secrets.in(text), [], text)
})
