// The attack: a provisioning token, stolen or in careless hands, and bodies and filters made to break what reads them: text that
// wants to be SQL, brackets without end, names of an object's own machinery, paths to what is read-only, other people's power.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { adminWithPhone } from '../support/console-browser.js'
import { ScimClient } from '../support/scim-client.js'
import type { Reply } from '../support/test-server.js'
import { TestServer } from '../support/test-server.js'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

describe('hostile SCIM', () => {
  let server: TestServer
  let client: ScimClient
  before(async () => {
    server = await TestServer.start({ storage: 'sqlite' })
    client = await ScimClient.of(server)
    await client.addUser('alice', { displayName: 'Alice', emails: [{ value: 'alice@example.org' }] })
  })
  after(() => server.stop())

  function assertFault(reply: Reply, status: number, scimType?: string): void {
    assert.equal(reply.status, status, reply.text)
    assert.match(reply.headers.get('content-type') ?? '', /^application\/scim\+json/)
    assert.deepEqual(reply.json.schemas, [ERROR])
    assert.equal(reply.json.status, String(status))
    assert.equal(reply.json.scimType, scimType)
  }

  test('text that wants to be SQL is text, in every comparison and on every field', async () => {
    const texts = [
      `' or 1=1 --`,
      `%`,
      `_`,
      `a' ; drop table account; --`,
      `"`,
      `\\`,
      `alice' or '1'='1`,
      '["',
      '","',
    ]
    for (const field of ['userName', 'displayName', 'externalId', 'emails.value', 'id'])
      for (const by of ['eq', 'co', 'sw', 'ew'])
        for (const text of texts)
          assert.deepEqual(
            await client.find(`${field} ${by} ${JSON.stringify(text)}`),
            [],
            `${field} ${by} ${text}`,
          )
    assert.deepEqual(await client.find('userName eq "alice"'), ['alice'])
    assert.deepEqual(await client.find('emails co "@"'), ['alice'])
    assert.deepEqual(await client.find('displayName ne "nobody" and not (active eq false)'), ['alice'])
  })

  test('filters too long, too deep, of too many parts, or cut off in the middle are refused at once', async () => {
    const many = Array.from({ length: 40 }, () => 'userName eq "a"').join(' or ')
    const deep = `${'('.repeat(200)}userName eq "a"${')'.repeat(200)}`
    for (const filter of [
      many,
      deep,
      'x'.repeat(3_000),
      `userName eq "${'a'.repeat(2_100)}"`,
      'userName',
      'userName eq',
      'userName eq alice',
      'userName eq "alice',
      'userName zz "alice"',
      '(userName eq "a"',
      'userName eq "a")',
      'not userName eq "a"',
      'emails[type eq "work"',
      'emails[type eq "work"].value',
      'emails[type eq "work"]',
      'userName eq "a" and',
      'and userName eq "a"',
      '"a" eq userName',
      'userName gt true',
      'active gt true',
      'active eq "maybe"',
      'meta.created gt "yesterday"',
      'meta.created gt "2026-01-01T00:00:00"',
      'password eq "x"',
      '__proto__ eq "x"',
      'constructor pr',
      'userName co ""',
      'emails gt "a"',
      `${USER.replace('User', 'Group')}:userName eq "a"`,
    ])
      assertFault(
        await client.call('GET', `/Users?filter=${encodeURIComponent(filter)}`),
        400,
        'invalidFilter',
      )
    assertFault(
      await client.call('GET', `/Groups?filter=${encodeURIComponent('members.value co "a"')}`),
      400,
      'invalidFilter',
    )
  })

  test('a slow expression is no weapon: a filter made to make a reader turn back is read in no time', async () => {
    const evil = `userName eq "${'\\\\'.repeat(900)}`
    for (let times = 0; times < 50; times += 1)
      assertFault(await client.call('GET', `/Users?filter=${encodeURIComponent(evil)}`), 400, 'invalidFilter')
  })

  test('bodies of the wrong shape are refused in SCIM’s own words, and never repeat what came', async () => {
    const wrong: readonly [string, unknown, string][] = [
      ['/Users', {}, 'invalidSyntax'],
      ['/Users', [], 'invalidSyntax'],
      ['/Users', 'text', 'invalidSyntax'],
      ['/Users', { schemas: ['urn:other'], userName: 'x' }, 'invalidSyntax'],
      ['/Users', { schemas: [USER] }, 'invalidValue'],
      ['/Users', { schemas: [USER], userName: 7 }, 'invalidValue'],
      ['/Users', { schemas: [USER], userName: 'secret with space' }, 'invalidValue'],
      ['/Users', { schemas: [USER], userName: 'x', active: 'secret' }, 'invalidValue'],
      ['/Users', { schemas: [USER], userName: 'x', emails: [{ value: 'secret' }] }, 'invalidValue'],
      ['/Users', { schemas: [USER], userName: 'x', emails: [{ value: 'a@b\r\nBcc: c@d' }] }, 'invalidValue'],
      ['/Users', { schemas: [USER], userName: 'x', displayName: ['secret'] }, 'invalidValue'],
      ['/Users', { schemas: [USER], userName: 'x', displayName: 'a\u202eb' }, 'invalidValue'],
      ['/Users', { schemas: [USER], userName: 'x', externalId: 'e'.repeat(256) }, 'invalidValue'],
      ['/Users', { schemas: [USER], userName: 'x', USERNAME: 'y' }, 'invalidSyntax'],
      ['/Groups', { schemas: [USER], displayName: 'g' }, 'invalidSyntax'],
    ]
    for (const [path, body, scimType] of wrong) {
      const reply = await client.call('POST', path, typeof body === 'string' ? JSON.stringify(body) : body)
      assertFault(reply, 400, scimType)
      assert.doesNotMatch(reply.text, /secret/)
    }
    assertFault(await client.call('POST', '/Users', '{"schemas":'), 400, 'invalidSyntax')
    assertFault(await client.call('POST', '/Users', '{}', { 'content-type': 'text/plain' }), 415)
    assertFault(await client.call('POST', '/Users', `{"a":"${'x'.repeat(5_000_000)}"}`), 413)
    assert.deepEqual(await client.find('userName pr'), ['alice'])
  })

  test('a patch without a path to nowhere, with a path of brackets, to what is read-only, or of an odd verb changes nothing', async () => {
    const id = await client.addUser('bob')
    const wrong: readonly [unknown, string][] = [
      [{ op: 'remove' }, 'noTarget'],
      [{ op: 'move', path: 'userName', value: 'x' }, 'invalidSyntax'],
      [{ op: 'replace', path: 'userName' }, 'invalidValue'],
      [{ op: 'replace', value: 'bobby' }, 'invalidValue'],
      [{ op: 'replace', value: null }, 'invalidValue'],
      [{ op: 'replace', value: [{ active: false }] }, 'invalidValue'],
      [{ op: 'replace', path: 'userName[', value: 'x' }, 'invalidPath'],
      [{ op: 'replace', path: 'emails[type eq "work"].value.x', value: 'x@y' }, 'invalidPath'],
      [{ op: 'replace', path: 'a b c', value: 'x' }, 'invalidPath'],
      [{ op: 'replace', path: 'emails[value sw "a"].value', value: 'x@y' }, 'invalidPath'],
      [{ op: 'replace', path: ['userName'], value: 'x' }, 'invalidPath'],
      [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
      [{ op: 'add', path: 'groups', value: [{ value: id }] }, 'mutability'],
      [{ op: 'remove', path: 'userName' }, 'mutability'],
      [{ op: 'replace', path: 'active', value: 'no' }, 'invalidValue'],
      ['replace', 'invalidSyntax'],
    ]
    for (const [operation, scimType] of wrong) {
      assertFault(await client.patch(`/Users/${id}`, [operation]), 400, scimType)
      // All or nothing: a good step before a bad one is taken back.
      const mixed = [{ op: 'replace', path: 'displayName', value: 'Changed' }, operation]
      assertFault(await client.patch(`/Users/${id}`, mixed), 400, scimType)
    }
    assertFault(await client.patch(`/Users/${id}`, []), 400, 'invalidSyntax')
    assertFault(
      await client.patch(
        `/Users/${id}`,
        Array.from({ length: 1_001 }, () => ({ op: 'add', path: 'title', value: 1 })),
      ),
      400,
      'invalidSyntax',
    )
    const user = (await client.call('GET', `/Users/${id}`)).json
    assert.equal(user.displayName, undefined)
    assert.equal(user.meta.version, 'W/"r1"')
    const unkept = await client.patch(`/Users/${id}`, [
      { op: 'add', path: '__proto__', value: { polluted: true } },
      { op: 'add', value: JSON.parse('{"constructor":{"prototype":{"polluted":true}},"title":"Boss"}') },
    ])
    assert.ok(unkept.status === 200 || unkept.status === 400)
    assert.equal('polluted' in {}, false)
  })

  test('members are people that are here: unknown ids, groups within groups and ids of another shape are refused as a whole', async () => {
    const dora = await client.addUser('dora')
    const group = await client.addGroup('Team', [dora])
    for (const value of [
      [{ value: '00000000-0000-0000-0000-000000000000' }],
      [{ value: dora }, { value: '00000000-0000-0000-0000-000000000000' }],
      [{ value: group, type: 'Group' }],
      [{ value: "x' or 1=1" }],
      [{ display: 'dora' }],
      [null],
    ])
      assertFault(
        await client.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value }]),
        400,
        'invalidValue',
      )
    assert.deepEqual(await client.members(group), [dora])
  })

  test('only scim:write opens it, and it opens nothing else; without a token nobody learns even what there is', async () => {
    for (const path of ['/Users', '/Groups', '/Schemas', '/ServiceProviderConfig', '/Nothing', '']) {
      const reply = await server.call('GET', `/scim/v2${path}`)
      assertFault(reply, 401)
      assert.equal(reply.headers.get('www-authenticate'), 'Bearer')
    }
    const other = await ScimClient.of(server, ['accounts:read', 'accounts:write', 'groups:write'])
    assertFault(await other.call('GET', '/Users'), 403)
    assertFault(await other.call('POST', '/Users', { schemas: [USER], userName: 'eve' }), 403)
    assertFault(await client.call('GET', '/Nothing'), 404)
    assertFault(await client.call('GET', '/Nothing/x/y'), 404)
    assertFault(await client.call('PUT', '/Users', {}), 405)
    const token = await client.call('GET', '/ServiceProviderConfig')
    assert.equal(token.status, 200)
  })

  test('an admin’s account is out of a provider’s reach: no suspension, no other name, no other address, no removal', async () => {
    const { accountId } = await adminWithPhone(server, 'olga', 'owner')
    const path = `/Users/${accountId}`
    assertFault(await client.patch(path, [{ op: 'replace', path: 'active', value: false }]), 403)
    assertFault(await client.patch(path, [{ op: 'replace', path: 'userName', value: 'eve' }]), 403)
    assertFault(
      await client.patch(path, [{ op: 'add', path: 'emails', value: [{ value: 'eve@evil.example' }] }]),
      403,
    )
    assertFault(await client.call('DELETE', path), 403)
    const same = await client.patch(path, [{ op: 'replace', path: 'active', value: true }])
    assert.equal(same.status, 200, 'what changes nothing is no fault')
  })

  test('a user removed by the provider and added again under the same name begins without the former phone and groups', async () => {
    const id = await client.addUser('carl')
    const group = await client.addGroup('Former team', [id])
    const phone = await server.pairDevice('carl')
    const { socket } = await server.connect(phone)
    assert.equal((await client.call('DELETE', `/Users/${id}`)).status, 204)
    assertFault(await client.call('GET', `/Users/${id}`), 404)
    assertFault(await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: true }]), 404)
    assert.equal((await server.ports.storage.read.accounts.byUserId('carl'))?.state, 'suspended')
    assert.deepEqual(await client.members(group), [])

    const again = await client.call('POST', '/Users', {
      schemas: [USER],
      userName: 'carl',
      displayName: 'Another Carl',
    })
    assert.equal(again.status, 201, again.text)
    assert.equal(again.json.active, true)
    assert.equal(again.json.groups, undefined)
    const device = await server.ports.storage.read.devices.byId(phone.deviceId)
    assert.equal(device?.state, 'revoked')
    let frame = await socket.next()
    while (frame !== undefined && frame.type !== 'refusal') frame = await socket.next()
    socket.close()
  })

  test('another name keeps phone and history; a name somebody has is refused and changes nothing', async () => {
    const id = await client.addUser('erin')
    const phone = await server.pairDevice('erin')
    const renamed = await client.patch(`/Users/${id}`, [
      { op: 'replace', path: 'userName', value: 'erin.new' },
    ])
    assert.equal(renamed.json.userName, 'erin.new')
    assert.equal(renamed.json.id, id)
    const found = await server.ports.storage.read.accounts.withDevices('erin.new')
    assert.deepEqual(
      found?.devices.map((device) => [device.id, device.state]),
      [[phone.deviceId, 'active']],
    )
    assert.equal(await server.ports.storage.read.accounts.withDevices('erin'), undefined)
    assertFault(
      await client.patch(`/Users/${id}`, [
        { op: 'replace', path: 'userName', value: 'ALICE' },
        { op: 'replace', path: 'displayName', value: 'Thief' },
      ]),
      409,
      'uniqueness',
    )
    assert.equal((await client.call('GET', `/Users/${id}`)).json.displayName, undefined)
  })

  test('two providers that change the same user at once do not lose each other’s change; a stale version is refused', async () => {
    const id = await client.addUser('fay')
    const replies = await Promise.all([
      client.patch(`/Users/${id}`, [{ op: 'replace', path: 'displayName', value: 'Fay' }]),
      client.patch(`/Users/${id}`, [{ op: 'replace', path: 'externalId', value: 'ext-fay' }]),
      client.patch(`/Users/${id}`, [{ op: 'replace', path: 'preferredLanguage', value: 'de' }]),
    ])
    assert.deepEqual(
      replies.map(({ status }) => status),
      [200, 200, 200],
    )
    const user = await client.call('GET', `/Users/${id}`)
    assert.equal(user.json.displayName, 'Fay')
    assert.equal(user.json.externalId, 'ext-fay')
    assert.equal(user.json.preferredLanguage, 'de')
    const stale = await client.call(
      'PUT',
      `/Users/${id}`,
      { schemas: [USER], userName: 'fay' },
      { 'if-match': 'W/"r1"' },
    )
    assertFault(stale, 412)
    const bodies = { schemas: [USER], userName: 'gus' }
    const races = await Promise.all([1, 2, 3, 4].map(() => client.call('POST', '/Users', bodies)))
    assert.deepEqual(races.map(({ status }) => status).sort(), [201, 409, 409, 409])
  })
})
