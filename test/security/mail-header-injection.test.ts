// Mail injection: a line break in an address, a name or a subject would be a header of its own: a second recipient, another
// sender, another body. A name with an address in it would be a link in a mail that we sent. And plain SMTP would carry passwords
// and invitations for everybody to read. Here each is refused where it is given, and made harmless where it is used.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { foreign } from '@countersign/server/core/mail/letter'
import { parseMailbox, parseMailServer } from '@countersign/server/core/mail/server'
import { putMailSettings, showMailSettings, testMail } from '@countersign/server/flows/admin/mail-settings'
import { notify } from '@countersign/server/flows/notices'
import { createMailCourier } from '@countersign/server/outgoing/mail'
import { mailsOf, setUpMail } from '../support/invited.js'
import { MailServer } from '../support/mail-server.js'
import { OPERATOR, takeOver } from '../support/onboarding.js'
import { makeWorld, must, reasonOf } from '../support/test-world.js'

let server: MailServer
before(async () => {
  server = await MailServer.start({ security: 'none' })
})
after(() => server.stop())

const hostileAddresses = [
  'a@example.org\r\nBcc: everybody@example.org',
  'a@example.org\nRCPT TO:<thief@example.org>',
  'a@example.org, thief@example.org',
  'a@example.org thief@example.org',
  '<a@example.org>',
  '"a@example.org"@example.org',
  'a@example.org\u2028Bcc: x@example.org',
  'a\u0000@example.org',
]

test('an address that is two, or holds a line break, reaches no mail server', async () => {
  const courier = createMailCourier()
  const settings = { host: 'localhost', port: server.port, security: 'none', user: '', password: '' } as const
  for (const to of hostileAddresses) {
    const from = { name: 'ACME', address: 'id@example.org' }
    const answer = await courier.send(settings, {
      id: 'x',
      from,
      replyTo: undefined,
      to,
      subject: '',
      text: '',
      html: '',
    })
    assert.deepEqual(answer, { kind: 'failed', error: 'the address is none', final: true })
  }
  assert.equal(server.connections, 0)
})

test('nor is it taken as a sender, a reply address, or a recipient of a test', async () => {
  const { ports } = await makeWorld()
  await setUpMail(ports)
  for (const hostile of hostileAddresses.filter((address) => address !== '<a@example.org>')) {
    assert.equal(parseMailbox(hostile), undefined, hostile)
    assert.equal(parseMailbox(`ACME <${hostile}>`), undefined, hostile)
    assert.equal(reasonOf(await testMail(ports, OPERATOR, { to: hostile })), 'value_invalid')
  }
  assert.equal(parseMailbox('AC\r\nBcc: x@example.org\r\nME <id@example.org>'), undefined)
})

test('a subject and a sender’s name with line breaks become one line', async () => {
  const answer = await createMailCourier().send(
    { host: 'localhost', port: server.port, security: 'none', user: '', password: '' },
    {
      id: 'x',
      from: { name: 'ACME\r\nBcc: thief@example.org', address: 'id@example.org' },
      replyTo: undefined,
      to: 'alice@example.org',
      subject: 'Hello\r\nBcc: thief@example.org\r\n\r\nAnother body',
      text: 'text',
      html: '<p>text</p>',
    },
  )
  assert.deepEqual(answer, { kind: 'taken' })
  const { raw = '', to } = server.taken.at(-1) ?? {}
  assert.deepEqual(to, ['alice@example.org'])
  const [headers = ''] = raw.split('\r\n\r\n')
  assert.doesNotMatch(headers, /^(Bcc|bcc):/m)
})

test('a phone named like a link is no link in the mail about it, and markup is text', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await takeOver(world.ports, ['user_id,display_name,email', 'alice,<b>Alice</b>,alice@example.org'])
  const account = await world.ports.storage.read.accounts.byLoginName('alice')
  assert.ok(account)
  const deviceName = 'Call https://evil.example/x or mail@evil.example <img src=x>\r\nBcc: y'
  await world.ports.storage.transaction((stores) =>
    notify(world.ports, stores, account.id, 'device_added', { deviceName }),
  )
  const [mail] = await mailsOf(world.ports)
  const { text = '', html = '' } = mail ?? {}
  for (const form of [text, html]) {
    assert.doesNotMatch(form, /evil\.example/)
    assert.doesNotMatch(form, /https:\/\/evil/)
    assert.doesNotMatch(form, /@evil/)
    assert.doesNotMatch(form, /^Bcc:/m)
  }
  assert.doesNotMatch(html, /<img|<b>/)
  assert.match(text, /https:\/\/id\.example\/me\//)
})

test('what is foreign is short, one line, and reads as before', () => {
  assert.equal(foreign('Alice’s phone'), 'Alice’s phone')
  assert.equal(foreign('a\u202eb\nc'), 'a b c')
  assert.equal([...foreign('x'.repeat(500))].length, 81)
})

test('plain SMTP is for this machine only; commands hide in no part of the address', () => {
  assert.equal(parseMailServer('smtp://localhost:1025')?.security, 'none')
  assert.equal(parseMailServer('smtp://127.0.0.1')?.security, 'none')
  assert.equal(parseMailServer('smtp://[::1]')?.security, 'none')
  for (const url of [
    'smtp://mail.example.org',
    'smtp://localhost.evil.example',
    'smtp://127.0.0.1.evil.example',
    'smtp://10.0.0.1',
  ])
    assert.equal(parseMailServer(url)?.security, 'starttls', url)
  assert.deepEqual(parseMailServer('smtps://us%40er:pa%3Ass@mail.example.org'), {
    host: 'mail.example.org',
    port: 465,
    security: 'tls',
    user: 'us@er',
    password: 'pa:ss',
  })
  const refused = [
    'http://mail.example.org',
    'mail.example.org',
    'smtps://user:a%0d%0aQUIT@mail.example.org',
    'smtps://us%00er:x@mail.example.org',
    'smtps://%E0%A4%A:x@mail.example.org',
    'smtps://mail.example.org/path',
    'smtps://mail.example.org?tls.rejectUnauthorized=false',
    'smtps://mail.example.org#x',
    'smtps://:only-a-password@mail.example.org',
    'smtps:///nowhere',
    'file:///etc/passwd',
  ]
  for (const url of refused) assert.equal(parseMailServer(url), undefined, url)
})

test('the password of the mail server is told to nobody, by no answer, log or audit', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  const shown = must(await showMailSettings(world.ports, OPERATOR, undefined))
  assert.deepEqual([shown.user, shown.hasPassword], ['countersign', true])
  const kept = await world.ports.storage.read.settings.byName('mail')
  const again = must(
    await putMailSettings(world.ports, OPERATOR, { from: 'id@example.org', revision: shown.revision }),
  )
  assert.equal(again.hasPassword, true)
  const entries = await world.ports.storage.read.audit.page({}, undefined, 100)
  const said = [
    JSON.stringify([shown, again, entries, world.log.lines]),
    Buffer.from(kept?.value ?? []).toString('latin1'),
  ]
  for (const text of said) assert.ok(!text.includes('mail-password'))
})
