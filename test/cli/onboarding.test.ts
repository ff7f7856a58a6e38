// Fifty people at the command line: a list is looked at and taken over, people are invited, cards and codes are written, mail is set up.
import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { cardText } from '@countersign/console/invitations/text'
import { cardWords } from '@countersign/server/cli/cards'
import { MailServer } from '../support/mail-server.js'
import { readyPlace } from './terminal.js'

const list = (lines: readonly string[]): string => `user_id;display_name;email\r\n${lines.join('\r\n')}\r\n`
const people = Array.from({ length: 50 }, (_, i) => `person${i};Person ${i};person${i}@example.org`)

test('a list is looked at without touching an account, then taken over; the same list again changes nothing', async (t) => {
  const place = await readyPlace(t)
  await writeFile(join(place.folder, 'people.csv'), list(people))
  const looked = await place.run('import', 'people.csv', '--json')
  assert.equal(looked.code, 0, looked.out)
  assert.deepEqual((looked.json['import'] as { counts: unknown }).counts, {
    add: 50,
    change: 0,
    same: 0,
    fault: 0,
  })
  assert.deepEqual((await place.run('account', 'list', '--json')).json['accounts'], [])
  const taken = await place.run('import', 'people.csv', '--start', '--json')
  assert.equal((taken.json['import'] as { state: string }).state, 'done', taken.out)
  assert.equal(((await place.run('account', 'list', '--json')).json['accounts'] as unknown[]).length, 50)
  const again = await place.run('import', 'people.csv', '--start')
  assert.match(again.out, /0 to add, 0 to change, 50 as they are/)
})

test('a look says how to take over what it found, groups included, and how to throw it away', async (t) => {
  const place = await readyPlace(t)
  await writeFile(join(place.folder, 'people.csv'), 'user_id,groups\nalice,Staff\n')
  const looked = await place.run('import', 'people.csv')
  assert.match(looked.error, /countersign import people\.csv --start --create-groups$/m)
  const id = /countersign import cancel (\S+)/.exec(looked.error)?.[1] ?? ''
  assert.equal((await place.run('import', 'cancel', id)).code, 0)
  assert.match((await place.run('import', 'list')).out, /cancelled/)
  await place.run('import', 'people.csv', '--start', '--create-groups')
  const again = await place.run('import', 'people.csv')
  assert.match(again.error, /countersign import people\.csv --start$/m)
})

test('faults are named by line and column, and nothing starts until they are to be passed over', async (t) => {
  const place = await readyPlace(t)
  await writeFile(join(place.folder, 'people.csv'), list(['alice;Alice;alice.example.org', 'bob;Bob;']))
  const refused = await place.run('import', 'people.csv', '--start')
  assert.equal(refused.code, 1)
  assert.match(refused.error, /line 2, column 3 \(email\): expected one mail address/)
  assert.match(refused.error, /--skip-faulty/)
  const listed = await place.run('import', 'list', '--json')
  const [{ id }] = listed.json['imports'] as [{ id: string }]
  const started = await place.run('import', 'start', id, '--skip-faulty')
  assert.equal(started.code, 0, started.error)
  assert.match((await place.run('account', 'list')).out, /^bob/m)
  assert.equal((await place.run('import', 'cancel', id)).code, 1)
})

test('a file that is not there is named', async (t) => {
  const place = await readyPlace(t)
  const { code, error } = await place.run('import', 'nobody.csv')
  assert.equal(code, 4)
  assert.match(error, /nobody\.csv/)
})

test('cards are written to a file of their own, and who has not accepted yet is listed', async (t) => {
  const place = await readyPlace(t)
  await writeFile(
    join(place.folder, 'people.csv'),
    'user_id,display_name,locale\nalice,<b>Alice</b>,\nbob,Bob,de\n',
  )
  await place.run('import', 'people.csv', '--start')
  const invited = await place.run('invite', '--channel', 'sheet', '--without-device', '--json')
  assert.equal((invited.json['ids'] as unknown[]).length, 2, invited.out)
  const sheet = await place.run('invite', 'sheet', 'cards.html')
  assert.equal(sheet.code, 0, sheet.error)
  const file = join(place.folder, 'cards.html')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  const html = await readFile(file, 'utf8')
  assert.equal(html.match(/\/invite\/#[\w-]{43}/g)?.length, 2)
  assert.equal(html.match(/<svg/g)?.length, 2)
  assert.doesNotMatch(html, /<b>Alice/)
  assert.match(html, /Type your start code there: <b>\d{4} \d{4}<\/b>/)
  assert.match(html, /<section lang="de">[^§]*Hallo Bob[^§]*Deine Benutzer-ID: <strong>bob/)
  assert.match(html, /Dein Handy wird dein Schlüssel zu Countersign\./)
  assert.equal((await place.run('invite', 'sheet', 'cards.html')).code, 4, 'no file is overwritten')
  const open = await place.run('invite', 'list', '--state', 'open', '--json')
  const rows = open.json['invitations'] as { id: string; userId: string }[]
  assert.deepEqual(rows.map(({ userId }) => userId).sort(), ['alice', 'bob'])
  assert.equal((await place.run('invite', 'revoke', rows[0]?.id ?? '')).code, 0)
  const left = await place.run('invite', 'list', '--state', 'open', '--json')
  assert.equal((left.json['invitations'] as unknown[]).length, 1)
})

test('the cards say what the console’s cards say, in both languages', () => {
  const spoken = (words: Readonly<Record<string, string | ((value: string) => string)>>) =>
    Object.entries(words).map(([name, say]) => [name, typeof say === 'string' ? say : say('…')])
  for (const language of ['en', 'de'] as const)
    assert.deepEqual(spoken(cardWords[language]), spoken(cardText[language]))
})

test('mail is set up with a password that is typed, tried, and never shown; the codes go into a file', async (t) => {
  const server = await MailServer.start({ security: 'none', password: 'mail-password' })
  t.after(() => server.stop())
  const place = await readyPlace(t)
  const url = `smtp://countersign@localhost:${server.port}`
  const setting = place.start('mail', 'set', url, '--password', '--from', 'ACME <id@acme.example>', '--json')
  setting.type('mail-password')
  const set = await setting.ended
  assert.equal(set.code, 0, set.out)
  assert.ok(!`${set.out}${set.error}`.includes('mail-password'))
  const tested = await place.run('mail', 'test', 'me@example.org')
  assert.equal(tested.code, 0, tested.error)
  assert.deepEqual([server.taken[0]?.to, server.taken[0]?.user], [['me@example.org'], 'countersign'])
  await writeFile(join(place.folder, 'people.csv'), list(['alice;=1+1;alice@example.org']))
  await place.run('import', 'people.csv', '--start')
  const invited = await place.run('invite', '--channel', 'mail', '--account', 'alice')
  assert.match(invited.out, /1 invited, 0 left out/)
  assert.equal((await place.run('invite', 'codes', 'codes.csv')).code, 0)
  assert.match(
    await readFile(join(place.folder, 'codes.csv'), 'utf8'),
    /^"user_id","display_name","start_code"\r\n"alice","'=1\+1","\d{8}"\r\n$/,
  )
  assert.ok(!(await place.run('mail', 'show')).out.includes('mail-password'))
})
