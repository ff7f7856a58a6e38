// Conversations as Microsoft documents them for Entra ID's provisioning service ("Develop and plan provisioning for a SCIM
// endpoint", SCIM 2.0 protocol compliance): its spelling of operations, its booleans, its extension, its paths with filters.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ScimClient } from '../support/scim-client.js'
import { TestServer } from '../support/test-server.js'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe('Entra ID', () => {
  let server: TestServer
  let entra: ScimClient
  before(async () => {
    server = await TestServer.start({ storage: 'sqlite' })
    entra = await ScimClient.of(server)
  })
  after(() => server.stop())

  test('tests the connection with a user that nobody is', async () => {
    const nobody = '5b2c0f6a-0c1d-4a0e-9f6b-3d1d8c0a7e11'
    const reply = await entra.call('GET', `/Users?filter=userName+eq+%22${nobody}%22`)
    assert.equal(reply.status, 200)
    assert.match(reply.headers.get('content-type') ?? '', /^application\/scim\+json/)
    assert.deepEqual(reply.json, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    })
  })

  test('a person is made, found, changed by paths with filters, switched off by the text "False", and removed', async () => {
    const made = await entra.call('POST', '/Users', {
      schemas: [USER, ENTERPRISE],
      externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
      userName: 'Lena.Berg@contoso.example',
      active: true,
      addresses: null,
      displayName: 'Lena Berg',
      emails: [{ type: 'work', value: 'lena.berg@contoso.example', primary: true }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Lena Berg', familyName: 'Berg', givenName: 'Lena' },
      preferredLanguage: 'de-DE',
      roles: [],
      [ENTERPRISE]: { department: 'Sales', employeeNumber: '701984' },
    })
    assert.equal(made.status, 201, made.text)
    const { id } = made.json
    assert.equal(made.json.userName, 'lena.berg@contoso.example')
    assert.equal(made.json.externalId, '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef')
    assert.equal(made.json.preferredLanguage, 'de')
    assert.equal(made.headers.get('location'), `${server.url}/scim/v2/Users/${id}`)
    assert.deepEqual(made.json.emails, [{ value: 'lena.berg@contoso.example', type: 'work', primary: true }])

    assert.deepEqual(await entra.find('userName eq "LENA.BERG@contoso.example"'), [
      'lena.berg@contoso.example',
    ])
    assert.deepEqual(await entra.find('externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"'), [
      'lena.berg@contoso.example',
    ])
    assert.deepEqual(await entra.find('emails[type eq "work"].value eq "Lena.Berg@contoso.example"'), [
      'lena.berg@contoso.example',
    ])

    const changed = await entra.patch(`/Users/${id}`, [
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'lena@contoso.example' },
      { op: 'Replace', path: 'name.familyName', value: 'Berg-Haas' },
      { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Support' },
      { op: 'Add', path: 'displayName', value: 'Lena Berg-Haas' },
      { op: 'Add', path: `${ENTERPRISE}:manager`, value: '53b2a9a0-ce6c-4c1a-8c3e-0d1a2f1c4b5d' },
    ])
    assert.equal(changed.status, 200, changed.text)
    assert.equal(changed.json.displayName, 'Lena Berg-Haas')
    assert.deepEqual(
      changed.json.emails.map(({ value }: { value: string }) => value),
      ['lena@contoso.example'],
    )

    const renamed = await entra.patch(`/Users/${id}`, [
      { op: 'Replace', path: 'userName', value: 'Lena.Haas@contoso.example' },
    ])
    assert.equal(renamed.json.userName, 'lena.haas@contoso.example')
    assert.equal(renamed.json.id, id)

    const off = await entra.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'False' }])
    assert.equal(off.json.active, false)
    assert.deepEqual(await entra.find('active eq false'), ['lena.haas@contoso.example'])
    const on = await entra.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'True' }])
    assert.equal(on.json.active, true)

    assert.equal((await entra.call('DELETE', `/Users/${id}`)).status, 204)
    assert.equal((await entra.call('GET', `/Users/${id}`)).status, 404)
    assert.deepEqual(await entra.find('userName eq "lena.haas@contoso.example"'), [])
    const account = await server.ports.storage.read.accounts.byUserId('lena.haas@contoso.example')
    assert.equal(account?.state, 'suspended')
  })

  test('a change without a path has whole paths as names, booleans as text, extensions under their own name', async () => {
    const id = await entra.addUser('tom@contoso.example', { displayName: 'Tom' })
    const reply = await entra.patch(`/Users/${id}`, [
      {
        op: 'replace',
        value: {
          displayName: 'Tom Vogt',
          'emails[type eq "work"].value': 'tom.vogt@contoso.example',
          'name.familyName': 'Vogt',
          active: 'False',
          [ENTERPRISE]: { department: 'Sales' },
          [`${ENTERPRISE}:employeeNumber`]: '7',
        },
      },
    ])
    assert.equal(reply.status, 200, reply.text)
    assert.equal(reply.json.displayName, 'Tom Vogt')
    assert.equal(reply.json.active, false)
    assert.equal(reply.json.emails[0].value, 'tom.vogt@contoso.example')
  })

  test('a group is made without members, found without them, filled, emptied by naming them in the value, renamed, removed', async () => {
    const ann = await entra.addUser('ann@contoso.example')
    const bob = await entra.addUser('bob@contoso.example')
    const made = await entra.call('POST', '/Groups', {
      schemas: [
        'urn:ietf:params:scim:schemas:core:2.0:Group',
        'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
      ],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName: 'Finance',
      meta: { resourceType: 'Group' },
    })
    assert.equal(made.status, 201, made.text)
    const { id } = made.json

    const found = await entra.call(
      'GET',
      `/Groups?excludedAttributes=members&filter=${encodeURIComponent('displayName eq "Finance"')}`,
    )
    assert.equal(found.json.totalResults, 1)
    assert.equal('members' in found.json.Resources[0], false)

    const added = await entra.patch(`/Groups/${id}`, [
      { op: 'Add', path: 'members', value: [{ $ref: null, value: ann }] },
      { op: 'Add', path: 'members', value: [{ $ref: null, value: bob }] },
    ])
    assert.equal(added.status, 204, added.text)
    assert.deepEqual(await entra.members(id), [ann, bob])
    assert.deepEqual(await entra.find(`members.value eq "${ann}"`, 'Groups'), ['Finance'])

    await entra.patch(`/Groups/${id}`, [
      { op: 'Remove', path: 'members', value: [{ $ref: null, value: ann }] },
    ])
    assert.deepEqual(await entra.members(id), [bob])
    const user = await entra.call('GET', `/Users/${bob}`)
    assert.deepEqual(
      user.json.groups.map(({ display }: { display: string }) => display),
      ['Finance'],
    )

    assert.equal(
      (await entra.patch(`/Groups/${id}`, [{ op: 'Replace', path: 'displayName', value: 'Treasury' }]))
        .status,
      204,
    )
    assert.deepEqual(await entra.find('displayName eq "treasury"', 'Groups'), ['Treasury'])
    assert.equal((await entra.call('DELETE', `/Groups/${id}`)).status, 204)
    assert.equal((await entra.call('GET', `/Groups/${id}`)).status, 404)
  })
})
