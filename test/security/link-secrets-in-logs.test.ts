// The secrets of a link in a log: the login page hands one to the phone and gets another back, and either, read in time from a log of the
// server or of the app, would be half of a login. Here logins by link happen in every way (approved, denied, finished without the code,
// with a wrong one, twice, malformed), and each secret is searched for in every line.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { TestServer } from '../support/test-server.js'
import { openDemoSite } from './demo-site.js'
import { approveByLink, openedLink } from './link.js'
import { Phone } from './phone.js'
import { Secrets } from './secrets.js'

test('[LK2] [LK4] neither the secret of a link nor a return code is in the log of the server or of the app', async () => {
  const lines: string[] = []
  const note = (event: string, fields: Readonly<Record<string, unknown>> = {}): void =>
    void lines.push(JSON.stringify({ event, ...fields }))
  const server = await TestServer.start({
    overrides: { ports: { log: { info: note, warn: note, error: note } } },
  })
  const site = await openDemoSite(server)
  await server.addAccount('alice')
  const phone = await Phone.paired(server, 'alice')
  const secrets = new Secrets()
  const begin = async () => {
    const browser = site.browser()
    await browser.signIn('alice')
    const link = openedLink(
      await browser.call('start', { sameDevice: true, again: true, page: '/countersign' }),
    )
    secrets.add(`secret of link ${secrets.size}`, Buffer.from(link.secret, 'base64url'))
    return { browser, link }
  }

  const { browser, link } = await begin()
  const returnCode = await approveByLink(phone, link)
  secrets.add('return code', Buffer.from(returnCode, 'base64url'))
  const guess = randomBytes(16)
  secrets.add('guessed return code', guess)
  for (const body of [
    {},
    { returnCode: toBase64Url(guess) },
    { returnCode: `${returnCode}!` },
    { returnCode },
    { returnCode },
  ])
    await browser.call('complete', body)
  const denied = await begin()
  await phone.pull()
  await phone.deny(denied.link.challengeId)
  await denied.browser.call('complete', { returnCode })
  phone.close()
  await site.close()
  await server.stop()

  assert.ok(lines.length + site.logged.length > 10, `${lines.length} and ${site.logged.length} lines`)
  for (const line of [...lines, ...site.logged]) assert.deepEqual(secrets.in(line), [], line)
})
