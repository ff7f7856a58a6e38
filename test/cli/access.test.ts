// Who may administer, from the command line: the first owner's link, admins, tokens.
import assert from 'node:assert/strict'
import test from 'node:test'
import { emptyPlace, readyPlace } from './terminal.js'

const codeOf = ({ json }: { readonly json: Readonly<Record<string, unknown>> }): unknown =>
  (json['error'] as { code?: string } | undefined)?.code

test('init prints the link for the first owner, once; setup-link prints another', async (t) => {
  const place = await emptyPlace(t)
  const first = await place.run('init', '--json')
  assert.match(
    String(first.json['setupLink']),
    new RegExp(`^http://localhost:${place.port}/console/#setup=[\\w-]{43}$`),
  )
  const again = await place.run('init')
  assert.equal(again.code, 0)
  assert.doesNotMatch(again.out, /#setup=/)
  assert.match(again.error, /countersign admin setup-link/)
  const other = await place.run('admin', 'setup-link', '--json')
  assert.match(String(other.json['setupLink']), /#setup=[\w-]{43}$/)
  assert.notEqual(other.json['setupLink'], first.json['setupLink'])
})

test('admins are added, given another role, listed and removed; the last owner stays', async (t) => {
  const place = await readyPlace(t)
  for (const userId of ['anna', 'ben']) await place.run('account', 'add', userId)
  const added = await place.run('admin', 'add', 'anna', '--role', 'owner')
  assert.equal(added.code, 0, added.error)
  assert.match(added.error, /countersign pair anna/)
  assert.equal((await place.run('admin', 'add', 'ben', '--role', 'help_desk')).code, 0)
  assert.equal((await place.run('admin', 'add', 'ben', '--role', 'auditor')).code, 0)
  const listed = await place.run('admin', 'list', '--json')
  assert.deepEqual(
    (listed.json['admins'] as { userId: string; role: string; createdBy: string }[]).map(
      ({ userId, role, createdBy }) => [userId, role, createdBy],
    ),
    [
      ['anna', 'owner', 'operator'],
      ['ben', 'auditor', 'operator'],
    ],
  )
  const last = await place.run('admin', 'remove', 'anna', '--json')
  assert.equal(last.code, 1)
  assert.equal(codeOf(last), 'conflict')
  const demoted = await place.run('admin', 'add', 'anna', '--role', 'admin', '--json')
  assert.equal(codeOf(demoted), 'conflict')
  assert.equal((await place.run('admin', 'remove', 'ben')).code, 0)
  assert.equal(codeOf(await place.run('admin', 'remove', 'ben', '--json')), 'not_found')
  assert.equal(codeOf(await place.run('admin', 'setup-link', '--json')), 'conflict')
  assert.equal(codeOf(await place.run('admin', 'add', 'nobody', '--json')), 'account_unknown')
  assert.equal((await place.run('admin', 'add', 'ben', '--role', 'king')).code, 2)
})

test('tokens are made, listed without their secret, and revoked', async (t) => {
  const place = await readyPlace(t)
  const made = await place.run(
    'token',
    'add',
    'Import',
    '--permission',
    'onboarding:write',
    '--for',
    '30d',
    '--json',
  )
  assert.equal(made.code, 0, made.out)
  const { id } = made.json['token'] as { id: string }
  const secret = String(made.json['secret'])
  assert.match(secret, new RegExp(`^cst_${id}_[\\w-]{43}$`))
  const listed = await place.run('token', 'list')
  assert.match(listed.out, new RegExp(`${id}  Import  until `))
  assert.ok(!listed.out.includes(secret))
  assert.equal((await place.run('token', 'revoke', id)).code, 0)
  assert.match((await place.run('token', 'list')).out, /revoked/)
  assert.equal(codeOf(await place.run('token', 'revoke', 'ffffffffffffffff', '--json')), 'not_found')
  assert.equal((await place.run('token', 'add', 'X')).code, 1)
  assert.equal((await place.run('token', 'add', 'X', '--permission', 'everything')).code, 2)
  assert.equal((await place.run('token', 'add', 'X', '--permission', 'accounts:read', '--for', '9y')).code, 2)
})
