// Who may do what, written out: a change of a role is a change of this table.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Permission, Role } from '@countersign/protocol/admin'
import { permissions, roles } from '@countersign/protocol/admin'
import type { Actor } from '@countersign/server/core/permissions'
import { actorText, mayAct, permissionsOf } from '@countersign/server/core/permissions'
import { idOf } from '../support/core-records.js'

/** o: owner, a: admin, h: help desk, r: auditor. */
const TABLE: Readonly<Record<Permission, string>> = {
  'overview:read': 'oahr',
  'accounts:read': 'oahr',
  'accounts:write': 'oa',
  'accounts:pair': 'oah',
  'accounts:bypass': 'oah',
  'onboarding:read': 'oahr',
  'onboarding:write': 'oa',
  'groups:read': 'oahr',
  'groups:write': 'oa',
  'policies:read': 'oahr',
  'policies:write': 'oa',
  'apps:read': 'oahr',
  'apps:write': 'oa',
  'branding:write': 'oa',
  'audit:read': 'oar',
  'settings:read': 'oar',
  'settings:write': 'oa',
  'keys:write': 'o',
  'backup:write': 'o',
  'admins:read': 'oar',
  'admins:write': 'o',
  'tokens:read': 'oar',
  'tokens:write': 'o',
  'scim:write': 'o',
}
const LETTERS: Readonly<Record<Role, string>> = { owner: 'o', admin: 'a', help_desk: 'h', auditor: 'r' }
const accountId = idOf<AccountId>(1)

for (const role of roles)
  test(`an admin in the role ${role} may do what the table says, and nothing else`, () => {
    const actor: Actor = {
      kind: 'admin',
      freshUntilMs: Number.MAX_SAFE_INTEGER,
      accountId,
      userId: 'alice',
      role,
    }
    for (const permission of permissions) {
      const expected = TABLE[permission].includes(LETTERS[role])
      assert.equal(mayAct(actor, permission), expected, permission)
      assert.equal(permissionsOf[role].includes(permission), expected, permission)
    }
  })

test('a token may do what it was given, each alone', () => {
  for (const given of permissions) {
    const actor: Actor = { kind: 'token', tokenId: '0'.repeat(16), name: 'x', permissions: [given] }
    assert.deepEqual(
      permissions.filter((permission) => mayAct(actor, permission)),
      [given],
    )
  }
})

test('a person has no permission; the operator and the server have each', () => {
  const person: Actor = { kind: 'person', accountId, userId: 'alice' }
  assert.deepEqual(
    permissions.filter((permission) => mayAct(person, permission)),
    [],
  )
  for (const kind of ['operator', 'server'] as const)
    assert.ok(permissions.every((permission) => mayAct({ kind }, permission)))
})

test('the audit names who acted by id, never by a name that may change', () => {
  const person = { accountId, userId: 'alice' }
  assert.equal(
    actorText({ kind: 'admin', freshUntilMs: Number.MAX_SAFE_INTEGER, ...person, role: 'owner' }),
    `admin:${accountId}`,
  )
  assert.equal(actorText({ kind: 'person', ...person }), `person:${accountId}`)
  assert.equal(actorText({ kind: 'token', tokenId: 'ab', name: 'x', permissions: [] }), 'token:ab')
  assert.equal(actorText({ kind: 'operator' }), 'operator')
  assert.equal(actorText({ kind: 'server' }), 'server')
})
