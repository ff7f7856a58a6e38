// Every action of an admin against every kind of actor: it is done if and only if the actor has its permission.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { permissions, roles } from '@countersign/protocol/admin'
import type { Actor } from '@countersign/server/core/permissions'
import { mayAct } from '@countersign/server/core/permissions'
import { allActions } from '../support/actions.js'
import { idOf } from '../support/core-records.js'
import { makeWorld } from '../support/test-world.js'

const person = { accountId: idOf<AccountId>(7), userId: 'alice' }
const actors: readonly Actor[] = [
  ...roles.map(
    (role) => ({ kind: 'admin', freshUntilMs: Number.MAX_SAFE_INTEGER, ...person, role }) as const,
  ),
  ...permissions.map(
    (permission) =>
      ({ kind: 'token', tokenId: '0'.repeat(16), name: permission, permissions: [permission] }) as const,
  ),
  { kind: 'token', tokenId: '1'.repeat(16), name: 'none', permissions: [] },
  { kind: 'person', ...person },
]
const actions = await allActions()

test('the actions of every slice are found', () => {
  assert.ok(actions.length >= 40, `${actions.length} found`)
  for (const name of ['token.add', 'admin.put', 'account.suspend', 'setup.link', 'session.end'])
    assert.ok(
      actions.some(({ actionName }) => actionName === name),
      name,
    )
})

test('each action’s permission is one of the list', () => {
  for (const { actionName, permission } of actions)
    assert.ok(permissions.includes(permission), `${actionName}: ${permission}`)
})

for (const action of actions)
  test(`${action.actionName} is done for whoever has ${action.permission}, and refused to everybody else`, async () => {
    const { ports, log } = await makeWorld()
    for (const actor of actors.filter((each) => !mayAct(each, action.permission))) {
      const result = await action(ports, actor, {})
      assert.deepEqual(result, {
        ok: false,
        refusal: { reason: 'not_permitted', permission: action.permission },
      })
      assert.equal(log.lines.at(-1)?.event, 'action_refused')
    }
    const refusals = log.lines.filter(({ event }) => event === 'action_refused').length
    // The input is nonsense on purpose: what counts is that the work began, whatever it then makes of it.
    for (const actor of actors.filter((each) => mayAct(each, action.permission)))
      await action(ports, actor, {}).catch(() => undefined)
    assert.equal(log.lines.filter(({ event }) => event === 'action_refused').length, refusals)
  })
