// Mail over real SMTP: encrypted or not at all, one recipient a message, and failures in our own words.
import assert from 'node:assert/strict'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import type { MailServer as Settings } from '@countersign/server/core/mail/server'
import type { MailMessage } from '@countersign/server/core/ports-mail'
import { createMailCourier } from '@countersign/server/outgoing/mail'
import type { MailServerOptions } from '../support/mail-server.js'
import { MailServer } from '../support/mail-server.js'
import { selfSigned } from '../support/self-signed.js'

const servers: MailServer[] = []
after(() => Promise.all(servers.map((server) => server.stop())))

async function start(options: MailServerOptions): Promise<MailServer> {
  const server = await MailServer.start(options)
  servers.push(server)
  return server
}

const courier = createMailCourier({ ca: selfSigned.cert })
const through = (
  { port }: Pick<MailServer, 'port'>,
  security: Settings['security'],
  user = '',
  password = '',
): Settings => ({ host: 'localhost', port, security, user, password })

const message: MailMessage = {
  id: '01970000-0000-7000-8000-000000000000',
  from: { name: 'ACME "Ä"', address: 'id@acme.example' },
  replyTo: { name: '', address: 'help@acme.example' },
  to: 'alice@example.org',
  subject: 'ACME: Ihr Telefon für später',
  text: 'Guten Tag,\n\nein Telefon: Ä.\n',
  html: '<p>Guten Tag</p>',
}

for (const security of ['tls', 'starttls', 'none'] as const)
  test(`a message arrives by ${security}, from one sender to one recipient`, async () => {
    const server = await start({ security })
    assert.deepEqual(await courier.send(through(server, security), message), { kind: 'taken' })
    const [taken] = server.taken
    assert.deepEqual(
      [taken?.from, taken?.to, taken?.secure],
      ['id@acme.example', ['alice@example.org'], security !== 'none'],
    )
    const raw = taken?.raw ?? ''
    assert.match(raw, /^Message-ID: <01970000-0000-7000-8000-000000000000@acme\.example>\r$/m)
    assert.match(raw, /^Auto-Submitted: auto-generated\r$/m)
    assert.match(raw, /^Reply-To: help@acme\.example\r$/m)
    assert.match(raw, /^Subject: =\?UTF-8\?/m)
    assert.doesNotMatch(raw, /^(X-Mailer|Bcc|Cc):/m)
    assert.match(raw, /text\/plain[\s\S]*text\/html/)
  })

test('user and password are given over an encrypted connection', async () => {
  const server = await start({ security: 'starttls', password: 'mail-password' })
  const settings = through(server, 'starttls', 'countersign', 'mail-password')
  assert.deepEqual(await courier.send(settings, message), { kind: 'taken' })
  assert.equal(server.taken[0]?.user, 'countersign')
})

test('a wrong password is told in our words, and may be put right', async () => {
  const server = await start({ security: 'tls', password: 'mail-password' })
  const answer = await courier.send(through(server, 'tls', 'countersign', 'wrong-one'), message)
  assert.deepEqual(answer, {
    kind: 'failed',
    error: 'the mail server refused user name or password (it answered 535)',
    final: false,
  })
})

test('a server that offers no STARTTLS gets neither password nor message', async () => {
  const server = await start({ security: 'none', password: 'mail-password' })
  const answer = await courier.send(through(server, 'starttls', 'countersign', 'mail-password'), message)
  assert.equal(answer.kind, 'failed')
  assert.deepEqual(server.taken, [])
})

test('a certificate that nobody vouches for gets nothing', async () => {
  for (const security of ['tls', 'starttls'] as const) {
    const server = await start({ security })
    const answer = await createMailCourier().send(through(server, security), message)
    assert.ok(answer.kind === 'failed' && !answer.final)
    assert.deepEqual(server.taken, [])
  }
})

test('a recipient that the server refuses for good is final; one that it refuses for now is not', async () => {
  const server = await start({ security: 'none', refuse: (to) => (to.startsWith('gone') ? 550 : 451) })
  const send = (to: string) => courier.send(through(server, 'none'), { ...message, to })
  const error = 'the mail server refused the sender or the recipient'
  assert.deepEqual(await send('gone@example.org'), {
    kind: 'failed',
    error: `${error} (it answered 550)`,
    final: true,
  })
  assert.deepEqual(await send('busy@example.org'), {
    kind: 'failed',
    error: `${error} (it answered 451)`,
    final: false,
  })
})

test('nobody listening, and somebody who never speaks, are failures that pass', async () => {
  const visitors: Socket[] = []
  const silent = createServer((socket) => void visitors.push(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  // Sound: it listens on TCP.
  const { port } = silent.address() as AddressInfo
  const hasty = createMailCourier({ timeoutMs: 50 })
  const late = await hasty.send(through({ port }, 'none'), message)
  assert.deepEqual(late, { kind: 'failed', error: 'not done within 50 ms', final: false })
  // Else the server closes only when the courier has given up the connection, seconds after it gave up the message.
  for (const socket of visitors) socket.destroy()
  await new Promise((resolve) => silent.close(resolve))
  const refused = await courier.send(through({ port }, 'none'), message)
  assert.ok(refused.kind === 'failed' && !refused.final)
})
