// An operator locked out of the console administers people, groups, apps and looks from the command line.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { tinyPng } from '../support/pictures.js'
import type { Place, Said } from './terminal.js'
import { readyPlace } from './terminal.js'

async function ok(place: Place, ...argv: readonly string[]): Promise<Said['json']> {
  const said = await place.run(...argv, '--json')
  assert.equal(said.code, 0, `${argv.join(' ')}: ${said.out}${said.error}`)
  return said.json
}

const refusedWith = async (place: Place, code: number, ...argv: readonly string[]): Promise<string> => {
  const said = await place.run(...argv, '--json')
  assert.equal(said.code, code, `${argv.join(' ')}: ${said.out}`)
  return (said.json['error'] as { code: string }).code
}

test('an account: added with names and groups, found, edited, suspended, resumed, deleted', async (t) => {
  const place = await readyPlace(t)
  await ok(place, 'group', 'add', 'Staff')
  await ok(
    place,
    'account',
    'add',
    'ada@example.org',
    '--alias',
    'ada',
    '--group',
    'staff',
    '--email',
    'a@b.example',
  )
  const shown = await ok(place, 'account', 'show', 'ada')
  const account = shown['account'] as Record<string, unknown>
  assert.deepEqual(account['aliases'], ['ada'])
  assert.deepEqual(
    (account['groups'] as { name: string }[]).map(({ name }) => name),
    ['Staff'],
  )

  await ok(place, 'account', 'edit', 'ada', '--display-name', 'Ada King', '--notes', 'left 1852')
  const listed = await ok(
    place,
    'account',
    'list',
    '--search',
    'king a@b',
    '--group',
    'STAFF',
    '--device',
    'without',
  )
  assert.equal((listed['accounts'] as unknown[]).length, 1)
  await ok(place, 'account', 'alias', 'add', 'ada', 'countess')
  await ok(place, 'account', 'alias', 'remove', 'countess', 'ada')
  assert.equal(await refusedWith(place, 1, 'account', 'show', 'ada'), 'account_unknown')

  assert.equal(
    ((await ok(place, 'account', 'suspend', 'countess'))['account'] as { state: string }).state,
    'suspended',
  )
  assert.equal(await refusedWith(place, 1, 'pair', 'countess', '--no-wait'), 'account_suspended')
  await ok(place, 'account', 'resume', 'countess')
  assert.equal(await refusedWith(place, 2, 'account', 'delete', 'countess'), 'value_invalid')
  await ok(place, 'account', 'delete', 'countess', '--yes')
  assert.equal(await refusedWith(place, 1, 'account', 'show', 'ada@example.org'), 'account_unknown')
})

test('the second factor: off for a time with a reason, and on again', async (t) => {
  const place = await readyPlace(t)
  await ok(place, 'account', 'add', 'bob')
  assert.equal(await refusedWith(place, 2, 'second-factor', 'disable', 'bob', '--for', '1h'), 'value_invalid')
  assert.equal(
    await refusedWith(place, 1, 'second-factor', 'disable', 'bob', '--for', '31d', '--reason', 'x'),
    'value_invalid',
  )
  const off = await ok(place, 'second-factor', 'disable', 'bob', '--for', '1h', '--reason', 'phone lost')
  assert.equal(typeof (off['account'] as Record<string, unknown>)['secondFactorOffUntilMs'], 'number')
  const on = await ok(place, 'second-factor', 'enable', 'bob')
  assert.equal((on['account'] as Record<string, unknown>)['secondFactorOffUntilMs'], null)
  await ok(place, 'unlock', 'bob')
})

test('groups: members come and go, names are one in whatever case', async (t) => {
  const place = await readyPlace(t)
  await ok(place, 'account', 'add', 'bob')
  await ok(place, 'group', 'add', 'Night shift')
  assert.equal(await refusedWith(place, 1, 'group', 'add', 'NIGHT SHIFT'), 'conflict')
  await ok(place, 'group', 'member', 'add', 'night shift', 'bob')
  const shown = await ok(place, 'group', 'show', 'Night shift')
  assert.deepEqual(
    (shown['members'] as { userId: string }[]).map(({ userId }) => userId),
    ['bob'],
  )
  await ok(place, 'group', 'member', 'remove', 'night shift', 'bob')
  await ok(place, 'group', 'delete', 'night shift')
  assert.deepEqual((await ok(place, 'group', 'list'))['groups'], [])
  assert.equal(await refusedWith(place, 1, 'group', 'show', 'night shift'), 'not_found')
})

test('an app: edited, given a logo, its key ended, deleted', async (t) => {
  const place = await readyPlace(t)
  const { apiKey } = await ok(place, 'app', 'add', 'Shop', '--origin', 'https://shop.example')
  await writeFile(join(place.folder, 'shop.png'), tinyPng())
  await writeFile(join(place.folder, 'shop.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  const file = (name: string): string => join(place.folder, name)
  const edited = await ok(place, 'app', 'edit', 'Shop', '--colour', '#0B5C6B', '--logo', file('shop.png'))
  const { colour, logoUrl } = edited['app'] as Record<string, unknown>
  assert.equal(colour, '#0b5c6b')
  assert.match(String(logoUrl), /\/logo\?v=\d+$/)
  assert.equal(
    await refusedWith(place, 1, 'app', 'edit', 'Shop', '--logo', file('shop.svg')),
    'value_invalid',
  )
  assert.equal(await refusedWith(place, 2, 'app', 'edit', 'Shop', '--colour', 'teal'), 'value_invalid')
  const keyId = String(apiKey).split('_')[1] ?? ''
  await ok(place, 'app', 'end-key', 'Shop', keyId)
  assert.equal(await refusedWith(place, 1, 'app', 'end-key', 'Shop', keyId), 'not_found')
  await ok(place, 'app', 'delete', 'Shop', '--yes')
  assert.equal(await refusedWith(place, 1, 'app', 'rotate-key', 'Shop'), 'app_unknown')
})

test('[EN1] an app may enrol when it is said, and not a moment longer', async (t) => {
  const place = await readyPlace(t)
  await ok(place, 'app', 'add', 'Shop', '--origin', 'https://shop.example')
  await ok(place, 'app', 'add', 'Cloud', '--origin', 'https://cloud.example', '--may-enrol')
  const listed = (await ok(place, 'app', 'list'))['apps'] as { name: string; mayEnrol: boolean }[]
  assert.deepEqual(
    listed.map(({ name, mayEnrol }) => [name, mayEnrol]),
    [
      ['Cloud', true],
      ['Shop', false],
    ],
  )
  for (const [said, mayEnrol] of [
    ['no', false],
    ['yes', true],
  ] as const) {
    const edited = await ok(place, 'app', 'edit', 'Cloud', '--may-enrol', said)
    assert.equal((edited['app'] as { mayEnrol: boolean }).mayEnrol, mayEnrol)
  }
  const untouched = await ok(place, 'app', 'edit', 'Cloud', '--name', 'Clouds')
  const app = untouched['app'] as { id: string; mayEnrol: boolean }
  assert.equal(app.mayEnrol, true)
  const byId = (await ok(place, 'app', 'edit', app.id, '--may-enrol', 'no'))['app'] as { name: string }
  assert.equal(byId.name, 'Clouds', 'as a connection test at the app prints it, which knows the id alone')
  assert.equal(await refusedWith(place, 2, 'app', 'edit', 'Clouds', '--may-enrol', 'true'), 'value_invalid')
})

test('branding, and the pattern that completes short user IDs', async (t) => {
  const place = await readyPlace(t)
  await ok(place, 'branding', 'set', '--name', 'ACME sign-in', '--support-contact', 'room 0.12')
  const branding = (await ok(place, 'branding', 'set', '--colour', '#0b5c6b'))['branding'] as object
  assert.match(
    JSON.stringify(branding),
    /"name":"ACME sign-in".*"colour":"#0b5c6b".*"supportContact":"room 0.12"/,
  )
  assert.deepEqual((await ok(place, 'branding', 'show'))['branding'], branding)

  assert.equal(await refusedWith(place, 2, 'id-pattern', 'set', 'no place'), 'value_invalid')
  await ok(place, 'id-pattern', 'set', '{user}@{suffix}', '--suffix', 'example.org', '--short-name-too')
  const added = (await ok(place, 'account', 'add', 'Ada'))['account'] as Record<string, unknown>
  assert.deepEqual([added['userId'], added['aliases']], ['ada@example.org', ['ada']])
})
