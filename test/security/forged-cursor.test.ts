// Forged cursors: a cursor is opaque to people and base64url to everybody else. One that was made up goes into the order of a list: as
// text that wants to be SQL, as a number that is none, as a place in another list, or longer than anything. It may show another page
// of what the caller may see anyway; it is never a fault of the server, and never more than a page.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addGroup, changeMembers } from '@countersign/server/flows/admin/groups'
import { LiveStreams } from '@countersign/server/http/live-streams'
import { operationsOf } from '@countersign/server/http/server'
import { WaitingRoom } from '@countersign/server/http/waiting-room'
import { adminOf } from '../support/admin-token.js'
import { OPERATOR, readList } from '../support/onboarding.js'
import { TestServer } from '../support/test-server.js'
import { must } from '../support/test-world.js'

let server: TestServer
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  for (const name of ['ada', 'bob', 'cleo']) await server.addAccount(name)
})
after(() => server.stop())

const forged = [
  `' or 1=1 --`,
  `9'; drop table account; --`,
  '["a","b"]',
  '{"key":{},"id":[]}',
  '{"__proto__":{"limit":100000}}',
  'null',
  '-1 x',
  '99999999999999999999 x',
  '1e308 x',
  'NaN x',
  '999999999999999 ~',
  '\u0000',
  'x'.repeat(6_000),
].map((text) => Buffer.from(text).toString('base64url'))
const hostile = [...forged, '', '=', '*', '%00', '..%2f', 'A', `${forged[0]}=`]

test('no list of the admin API breaks on a cursor, and none gives more than a page', async () => {
  const admin = await adminOf(server)
  const lists = operationsOf(new WaitingRoom(server.ports), new LiveStreams(), '0').filter(
    ({ access, method, query }) =>
      access === 'admin' && method === 'get' && query?.some(({ name }) => name === 'cursor'),
  )
  assert.ok(lists.length > 8, `${lists.length} lists`)
  const [account] = (await admin('GET', '/admin/v1/accounts')).json.items
  const group = must(await addGroup(server.ports, OPERATOR, { name: 'Staff' }))
  must(await changeMembers(server.ports, OPERATOR, { id: group.id, add: [account.id] }))
  const job = await readList(server.ports, ['user_id', 'dora', 'eve', 'fay'])
  const idIn = (path: string): string =>
    path.includes('/groups/') ? group.id : path.includes('/imports/') ? job.id : account.id
  for (const { path } of lists)
    for (const cursor of hostile)
      for (const more of [
        '',
        '&limit=-1',
        '&limit=1e9',
        '&limit=2',
        '&sort=createdAt&order=desc',
        '&sort=__proto__',
      ]) {
        const place = path.replaceAll(/\{\w+\}/g, idIn(path))
        const reply = await admin('GET', `${place}?cursor=${cursor}${more}`)
        assert.ok(reply.status < 500, `${place} ${cursor} ${more}: ${reply.text}`)
        if (reply.status === 200) assert.ok(reply.json.items.length <= 200)
      }
  assert.equal(server.log.filter(({ level }) => level === 'error').length, 0)
})
