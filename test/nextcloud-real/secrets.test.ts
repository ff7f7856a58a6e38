// Secrets in logs (SECURITY.md §3.7), on both sides at once: everything that can happen happens, Nextcloud logs all it can, and every
// secret that was used is searched for in its log and in the server's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessPasses } from '@countersign/protocol'
import { Secrets } from '../security/secrets.js'
import { openAdmin } from './settings-pages.js'
import { World } from './world.js'

/** Fields of the server's API that nobody else may learn. */
const SECRET_FIELDS = /"(appNonce|assertion|watchToken|returnCode|link|code)"\s*:\s*"([^"]+)"/g

test('no secret of a whole run is in the log of Nextcloud or of the server', async (t) => {
  const world = await World.open()
  t.after(() => world.close())
  const { nextcloud, server } = world
  await nextcloud.occ('log:manage', '--level', 'debug')
  t.after(() => nextcloud.occ('log:manage', '--level', 'info'))
  const before = (await nextcloud.log()).length
  const secrets = new Secrets()
  secrets.add('API key', server.apiKey)
  secrets.add('API key secret', server.apiKey.slice(20))

  // The admin types the key in; a refused one, too.
  const admin = await world.login('secrets-admin')
  admin.expectRefusals(422)
  await admin.signIn(nextcloud.admin)
  await admin.isIn()
  await openAdmin(admin, 'connection')
  const wrongKey = `cs_0123456789abcdef_${'x'.repeat(43)}`
  secrets.add('refused API key', wrongKey.slice(20))
  for (const apiKey of [wrongKey, server.apiKey]) {
    const fields = {
      serverUrl: server.main.url,
      browserUrl: server.url,
      fallbackUrl: '',
      apiKey,
      serverId: server.serverId,
    }
    await admin.post('/apps/countersign/admin/connection', fields, 'PUT')
  }

  // Logins that end in every way.
  const { person, phone } = await world.person('sigrid')
  secrets.add('password', person.password)
  const login = await world.login('secrets')
  login.expectRefusals(409, 503)
  await login.signIn(person)
  await login.shown()
  await phone.deny()
  await login.title('Denied')
  await login.tryAgain()
  await phone.approveWrongly(await login.shown())
  await login.title(/^Not this/)
  await login.tryAgain()
  await login.shown()
  await server.main.cut()
  await login.page.reload()
  await login.part('title').waitFor()
  await server.main.mend()
  await login.page.reload()
  await phone.approve(await login.shown())
  await login.isIn()
  for (const { name, value } of await login.page.context().cookies())
    if (value.length > 16) secrets.add(`cookie ${name}`, decodeURIComponent(value))

  // A phone that is not linked, and a form with secrets where none belong.
  await login.forget()
  const stranger = await server.phone(person.uid)
  await login.signIn(person)
  await stranger.approve(await login.shown())
  await login.title(/not linked/)
  await login.post('/apps/countersign/login/complete', { returnCode: server.apiKey, [server.apiKey]: true })

  for (const [, field = '', value = ''] of server.main.heard.matchAll(SECRET_FIELDS))
    secrets.add(`${field} ${value.slice(0, 4)}…`, value)
  assert.match(server.main.heard, /"assertion"/, 'the run is complete: an approval was redeemed')
  assert.ok(secrets.size > 60, `${secrets.size} spellings`)

  const theirs = (await nextcloud.log()).slice(before)
  const ours = server.log.map((line) => JSON.stringify(line))
  assert.ok(theirs.length > 0, 'Nextcloud has logged something')
  for (const line of [...theirs.split('\n'), ...ours]) assert.deepEqual(secrets.in(line), [], line)
  const drawn = accessPasses.filter(({ path }) => theirs.includes(path))
  assert.deepEqual(drawn, [], 'no drawing of an access pass')
})
