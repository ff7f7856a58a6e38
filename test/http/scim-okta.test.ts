// Conversations as Okta documents them ("Okta and SCIM Version 2.0"): its imports, its look-ups, PUT of a whole user, patches
// without a path, groups that are pushed with names and filters.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ScimClient } from '../support/scim-client.js'
import { TestServer } from '../support/test-server.js'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'

describe('Okta', () => {
  let server: TestServer
  let okta: ScimClient
  before(async () => {
    server = await TestServer.start({ storage: 'sqlite' })
    okta = await ScimClient.of(server)
  })
  after(() => server.stop())

  test('imports users and groups page by page', async () => {
    for (const name of ['a', 'b', 'c']) await okta.addUser(`${name}@okta.example`)
    const first = await okta.call('GET', '/Users?startIndex=1&count=2')
    assert.equal(first.json.totalResults, 3)
    assert.equal(first.json.itemsPerPage, 2)
    const second = await okta.call('GET', '/Users?startIndex=3&count=2')
    assert.equal(second.json.startIndex, 3)
    assert.deepEqual(
      second.json.Resources.map(({ userName }: { userName: string }) => userName),
      ['c@okta.example'],
    )
    assert.equal((await okta.call('GET', '/Groups?startIndex=1&count=100')).json.totalResults, 0)
  })

  test('a user is looked up, made, replaced as a whole, switched off and on without a path', async () => {
    const userName = 'isaac.brock@okta.example'
    const looked = await okta.call(
      'GET',
      `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`,
    )
    assert.equal(looked.json.totalResults, 0)
    const body = {
      schemas: [USER],
      userName,
      name: { givenName: 'Isaac', familyName: 'Brock' },
      emails: [{ primary: true, value: userName, type: 'work' }],
      displayName: 'Isaac Brock',
      locale: 'en-US',
      externalId: '00ujl29u0le5T6Aj10h7',
      groups: [],
      password: '1mz050nq',
      active: true,
    }
    const made = await okta.call('POST', '/Users', body)
    assert.equal(made.status, 201, made.text)
    assert.equal('password' in made.json, false)
    const { id } = made.json
    const taken = await okta.call('POST', '/Users', body)
    assert.equal(taken.status, 409)
    assert.equal(taken.json.scimType, 'uniqueness')
    assert.equal(taken.json.status, '409')

    const replaced = await okta.call('PUT', `/Users/${id}`, {
      ...body,
      id,
      meta: { resourceType: 'User' },
      displayName: 'Isaac B.',
      emails: [
        { primary: true, value: userName, type: 'work' },
        { value: 'isaac@home.example', type: 'home' },
      ],
    })
    assert.equal(replaced.status, 200, replaced.text)
    assert.equal(replaced.json.displayName, 'Isaac B.')
    assert.equal(replaced.json.emails.length, 2)

    const off = await okta.patch(`/Users/${id}`, [{ op: 'replace', value: { active: false } }])
    assert.equal(off.json.active, false)
    const kept = await okta.call('PUT', `/Users/${id}`, { schemas: [USER], userName })
    assert.equal(kept.json.active, false, 'a body that does not say so lets nobody in again')
    const on = await okta.patch(`/Users/${id}`, [{ op: 'replace', value: { active: true } }])
    assert.equal(on.json.active, true)
  })

  test('a group is pushed with its members, renamed with its own id in the body, and loses one by a filter', async () => {
    const ada = await okta.addUser('ada@okta.example')
    const ben = await okta.addUser('ben@okta.example')
    const made = await okta.call('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Test SCIMv2',
      members: [{ value: ada, display: 'ada@okta.example' }],
    })
    assert.equal(made.status, 201, made.text)
    const { id } = made.json
    assert.equal(
      (await okta.patch(`/Groups/${id}`, [{ op: 'replace', value: { id, displayName: 'Test SCIMv2 2' } }]))
        .status,
      204,
    )
    const changed = await okta.patch(`/Groups/${id}`, [
      { op: 'remove', path: `members[value eq "${ada}"]` },
      { op: 'add', path: 'members', value: [{ value: ben, display: 'ben@okta.example' }] },
    ])
    assert.equal(changed.status, 204, changed.text)
    assert.deepEqual(await okta.members(id), [ben])
    const replaced = await okta.patch(`/Groups/${id}`, [
      { op: 'replace', path: 'members', value: [{ value: ada }, { value: ben }] },
    ])
    assert.equal(replaced.status, 204)
    assert.deepEqual(await okta.members(id), [ada, ben])
    const put = await okta.call('PUT', `/Groups/${id}`, {
      schemas: [GROUP],
      id,
      displayName: 'Everyone',
      members: [{ value: ben }],
    })
    assert.equal(put.json.displayName, 'Everyone')
    assert.deepEqual(await okta.members(id), [ben])
    assert.equal((await okta.patch(`/Groups/${id}`, [{ op: 'remove', path: 'members' }])).status, 204)
    assert.deepEqual(await okta.members(id), [])
  })

  test('every change is in the audit, under the token that made it', async () => {
    const { entries } = await server.ports.storage.read.audit.page({}, undefined, 200)
    const ours = entries.filter(({ entry }) => entry.actor.startsWith('token:'))
    const names = new Set<string>(ours.map(({ entry }) => entry.action))
    for (const action of [
      'account.added',
      'account.changed',
      'account.suspended',
      'account.resumed',
      'group.added',
      'group.changed',
      'group.members_changed',
    ])
      assert.ok(names.has(action), action)
    assert.doesNotMatch(JSON.stringify(entries), /1mz050nq/)
  })
})
