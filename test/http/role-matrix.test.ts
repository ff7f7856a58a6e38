// Every operation of the admin API over a real port: nobody without credentials, nobody without the permission of its action.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { permissions, roles } from '@countersign/protocol/admin'
import { permissionsOf } from '@countersign/server/core/permissions'
import type { LiveStreams } from '@countersign/server/http/live-streams'
import type { Operation } from '@countersign/server/http/operation'
import { operationsOf } from '@countersign/server/http/server'
import type { WaitingRoom } from '@countersign/server/http/waiting-room'
import { allActions } from '../support/actions.js'
import { adminToken } from '../support/admin-token.js'
import { TestServer } from '../support/test-server.js'

// Sound: operations touch these only when one is handled, and none is handled by this list.
const nothing = undefined as unknown as WaitingRoom & LiveStreams
const everything = operationsOf(nothing, nothing, '1')
/** A browser's own session; no token opens them, and they need no permission. */
const OWN_SESSION = /^\/admin\/v1\/sessions?(?:\/|$)/
const ofAdmins = everything.filter(({ access, path }) => access === 'admin' && !OWN_SESSION.test(path))
const NOTHING_HERE = '019aa5c0-11f2-7e0a-8b1d-5c2e9f7a6b30'

let server: TestServer
before(async () => {
  server = await TestServer.start()
})
after(() => server.stop())

/** The operation with its own example, for things that are not there. Only the head of the answer is read: some never end. */
async function call(
  { method, path, example, upload, query = [] }: Operation,
  apiKey?: string,
): Promise<number> {
  const filled = path.replace(/\{\w+\}/g, NOTHING_HERE)
  const required = query.filter((each) => each.required).map(({ name }) => `${name}=x`)
  const response = await fetch(
    `${server.url}${filled}${required.length === 0 ? '' : `?${required.join('&')}`}`,
    {
      method: method.toUpperCase(),
      headers: {
        'if-match': '"r1"',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(upload !== undefined ? { 'content-type': upload[0] ?? '' } : {}),
        ...(example.body !== undefined ? { 'content-type': 'application/json' } : {}),
      },
      ...(upload !== undefined ? { body: 'user_id\n' } : {}),
      ...(example.body !== undefined ? { body: JSON.stringify(example.body) } : {}),
    },
  )
  await response.body?.cancel()
  return response.status
}

const named = ({ method, path }: Operation): string => `${method.toUpperCase()} ${path}`

test('every operation under /admin is one of an admin, or signs in, or sets up', () => {
  const others = everything
    .filter(({ path, access }) => path.startsWith('/admin/') && access !== 'admin')
    .map(named)
    .sort()
  assert.deepEqual(others, [
    'GET /admin/v1/setup/pairing',
    'POST /admin/v1/session/finish',
    'POST /admin/v1/session/passkey/finish',
    'POST /admin/v1/session/passkey/start',
    'POST /admin/v1/session/start',
    'POST /admin/v1/setup/begin',
    'POST /admin/v1/setup/confirm',
  ])
  assert.deepEqual(
    everything.filter(({ path, access }) => access === 'admin' && !path.startsWith('/admin/v1/')).map(named),
    [],
  )
})

test('without credentials each is refused', async () => {
  for (const operation of everything.filter(({ access }) => access === 'admin'))
    assert.equal(await call(operation), 401, named(operation))
})

test('each goes through an action: a token that has only permissions of other things is refused', async () => {
  const bare = await adminToken(server.ports, ['scim:write'])
  for (const operation of ofAdmins) assert.equal(await call(operation, bare), 403, named(operation))
})

test('each is refused to a token that has every permission but the one of its action', async () => {
  const actions = await allActions()
  const tokens = new Map<string, string>()
  for (const permission of permissions)
    tokens.set(
      permission,
      await adminToken(
        server.ports,
        permissions.filter((each) => each !== permission),
      ),
    )
  for (const operation of ofAdmins) {
    const permission = await permissionNeeded(operation)
    assert.ok(actions.some((action) => action.permission === permission))
    assert.equal(
      await call(operation, tokens.get(permission)),
      403,
      `${named(operation)} without ${permission}`,
    )
  }
})

for (const role of roles)
  test(`with the permissions of the role ${role} each reading operation opens if and only if the role has its permission`, async () => {
    const apiKey = await adminToken(server.ports, permissionsOf[role])
    for (const operation of ofAdmins.filter(({ method }) => method === 'get')) {
      const may = permissionsOf[role].some((permission) => permission === needed.get(named(operation)))
      const status = await call(operation, apiKey)
      assert.equal(status === 403, !may, `${named(operation)}: ${status}`)
      assert.ok(status < 500, `${named(operation)}: ${status}`)
    }
  })

const needed = new Map<string, string>()

/** The permission of the action that refused a token without it; the log names the action. */
async function permissionNeeded(operation: Operation): Promise<string> {
  const bare = await adminToken(server.ports, ['scim:write'])
  const before = server.log.length
  await call(operation, bare)
  const refusal = server.log.slice(before).find(({ event }) => event === 'action_refused')
  const action = (await allActions()).find(({ actionName }) => actionName === refusal?.fields['action'])
  assert.ok(action, `${named(operation)} calls no action`)
  needed.set(named(operation), action.permission)
  return action.permission
}
