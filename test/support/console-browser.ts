// A browser at the console or at /me, as the server sees it: it keeps cookies, and its requests come from the server's own page.
import assert from 'node:assert/strict'
import type { AccountId } from '@countersign/protocol'
import type { Role, SessionBody, SignInStarted } from '@countersign/protocol/admin'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import type { RawDevice } from './raw-device.js'
import { answerFrame } from './raw-device.js'
import type { Reply, TestServer } from './test-server.js'

export class ConsoleBrowser {
  readonly #server: TestServer
  readonly #base: string
  readonly cookies = new Map<string, string>()
  readonly userAgent: string
  /** Where it is, for a server that believes this computer’s proxy. */
  address: string | undefined

  constructor(server: TestServer, kind: 'admin' | 'person' = 'admin', userAgent = 'Firefox/140 Linux') {
    this.#server = server
    this.#base = kind === 'admin' ? '/admin/v1' : '/me/v1'
    this.userAgent = userAgent
  }

  /** A request of the page; `headers` replace what it would send. Cookies that come are kept, those that end are dropped. */
  async call(
    method: string,
    path: string,
    request: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Reply> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await this.#server.call(method, path, {
      ...(request.body === undefined ? {} : { body: request.body }),
      headers: {
        origin: this.#server.url,
        'countersign-request': '1',
        'user-agent': this.userAgent,
        ...(this.address === undefined ? {} : { 'x-forwarded-for': this.address }),
        ...(cookie === '' ? {} : { cookie }),
        ...request.headers,
      },
    })
    for (const line of reply.headers.getSetCookie()) this.#keep(line)
    return reply
  }

  start(userId: string): Promise<Reply> {
    return this.call('POST', `${this.#base}/session/start`, { body: { userId } })
  }

  finish(): Promise<Reply> {
    return this.call('POST', `${this.#base}/session/finish`)
  }

  session(): Promise<Reply> {
    return this.call('GET', `${this.#base}/session`)
  }

  /** The whole way in, with the account's phone. */
  async signIn(userId: string, phone: RawDevice): Promise<SessionBody> {
    const started = await this.start(userId)
    assert.equal(started.status, 201, started.text)
    await typeCode(this.#server, phone, started.json)
    const finished = await this.finish()
    assert.equal(finished.status, 200, finished.text)
    return finished.json
  }

  /** A fresh approval in a session that is a while old. */
  async approve(phone: RawDevice): Promise<void> {
    const asked = await this.call('POST', `${this.#base}/session/approval`)
    assert.equal(asked.status, 201, asked.text)
    await typeCode(this.#server, phone, asked.json)
    const { challengeId } = asked.json
    const done = await this.call('POST', `${this.#base}/session/approval/finish`, { body: { challengeId } })
    assert.equal(done.status, 200, done.text)
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';', 1)
    const name = pair.slice(0, pair.indexOf('='))
    if (/Max-Age=0\b/.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(name.length + 1))
  }
}

/** The phone connects, asks for what is open, and types the code that the page shows. */
export async function typeCode(
  server: TestServer,
  phone: RawDevice,
  { challengeId, code }: Pick<SignInStarted, 'challengeId' | 'code'>,
): Promise<void> {
  const { socket, nextCounter } = await server.connect(phone)
  // Also what did not ring: the person asks in the app.
  socket.send({ type: 'pull' })
  let answered = false
  for (let frame = await socket.next(); frame !== undefined; frame = await socket.next()) {
    if (frame.type === 'receipt' && frame.challengeId === challengeId) break
    if (frame.type === 'refusal') throw new Error(`refused: ${JSON.stringify(frame)}`)
    if (answered || frame.type !== 'challenge' || frame.challengeId !== challengeId) continue
    socket.send(answerFrame(phone, frame, { decision: 'approve', code, counter: nextCounter }))
    answered = true
  }
  socket.close()
}

/** An account with a phone and a role; without a role it is a person like any other. */
export async function adminWithPhone(
  server: TestServer,
  userId: string,
  role?: Role,
): Promise<RawDevice & { readonly accountId: AccountId }> {
  await server.addAccount(userId)
  const phone = await server.pairDevice(userId)
  // Sound: the server told it as the id of the account.
  const accountId = phone.accountId as AccountId
  if (role !== undefined) {
    const put = await putAdmin(server.ports, { kind: 'operator' }, { accountId, role })
    if (!put.ok) throw new Error(`refused: ${JSON.stringify(put.refusal)}`)
  }
  return { ...phone, accountId }
}
