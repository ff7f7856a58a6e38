// A push service of our own on this machine: RFC 8030 over HTTP; checks who sends by RFC 8292, and decrypts as a phone does by RFC 8291.
//
// Written from the RFCs with node:crypto, and not with the library that the server encrypts by: the two check each other.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a phone's browser gives out: the same texts as `PushSubscription.toJSON()`. */
export interface Subscribed {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

/** A push as it arrived; `faults` names every rule of the RFCs that it broke. */
export interface ArrivedPush {
  readonly endpoint: string
  readonly atMs: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** What the push holds, decrypted, its padding included; undefined when it could not be. */
  readonly text: string | undefined
  /** Salt and sender's key, base64url: new with each push. */
  readonly head: string
  /** Bytes on the wire. */
  readonly size: number
  readonly ttlSeconds: number
  readonly topic: string | undefined
  readonly vapid: { readonly aud: string; readonly exp: number; readonly sub: string } | undefined
  readonly faults: readonly string[]
}

/** What is answered. `hang`: nothing, until the sender gives up. `trickle`: a status, then a body without end. */
export type PushAnswer =
  | 'hang'
  | 'trickle'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }

interface Target {
  readonly ecdh: ReturnType<typeof createECDH>
  readonly auth: Buffer
  /** The only key whose owner may send, base64url (RFC 8292 §4.2). */
  readonly serverKey: string | undefined
}

/** RFC 8030 §7.2: a service must take 4096 bytes; what is in use takes no more. */
const PUSH_MAX_BYTES = 4_096
const DAY_SECONDS = 86_400

export class PushService {
  /** `localhost:PORT`: what `push.hosts` names. */
  readonly host: string
  readonly url: string
  /** Every push, oldest first, whatever was answered. */
  readonly arrived: ArrivedPush[] = []
  /** What is answered to a push without a fault; a function may count. */
  answer: PushAnswer | ((push: ArrivedPush, nth: number) => PushAnswer) = { status: 201 }
  readonly #targets = new Map<string, Target>()
  readonly #waiting: (() => void)[] = []
  readonly #close: () => Promise<void>

  private constructor(port: number, close: () => Promise<void>) {
    this.host = `localhost:${port}`
    this.url = `http://${this.host}`
    this.#close = close
  }

  static async start(): Promise<PushService> {
    const held: { service?: PushService } = {}
    const server = createServer((request, response) => {
      // Sound: nobody knows the port before `held` is filled.
      const { service } = held as { readonly service: PushService }
      service.#serve(request, response).catch(() => response.destroy())
    })
    server.listen(0, 'localhost')
    await once(server, 'listening')
    // Sound: it listens on TCP.
    const { port } = server.address() as AddressInfo
    const service = new PushService(port, async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    })
    held.service = service
    return service
  }

  /** Settings of a server that may use this service: it is on this very machine, and speaks plain http. */
  get config(): Readonly<Record<string, unknown>> {
    return { 'push.hosts': [this.host], 'push.allowPrivate': true }
  }

  /** A new subscription with keys of its own. @param serverKey restricts it to one sender: `device.push.status.serverKey`. */
  subscribe(serverKey?: string): Subscribed {
    const ecdh = createECDH('prime256v1')
    ecdh.generateKeys()
    const auth = randomBytes(16)
    const path = `/push/${randomBytes(24).toString('base64url')}`
    this.#targets.set(path, { ecdh, auth, serverKey })
    return {
      endpoint: this.url + path,
      p256dh: ecdh.getPublicKey().toString('base64url'),
      auth: auth.toString('base64url'),
    }
  }

  /** The person cleared the browser's data, or switched notifications off: the service knows the endpoint no more (RFC 8030 §7.3). */
  end(endpoint: string): void {
    this.#targets.delete(new URL(endpoint).pathname)
  }

  /** Resolves when so many have arrived, and with the last of them. */
  async waitFor(count: number): Promise<ArrivedPush> {
    for (;;) {
      const push = this.arrived[count - 1]
      if (push !== undefined) return push
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  stop(): Promise<void> {
    return this.#close()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const atMs = performance.timeOrigin + performance.now()
    const path = request.url ?? ''
    const body = await bodyOf(request)
    const target = this.#targets.get(path)
    const push = this.#read(request, path, body, target, atMs)
    this.arrived.push(push)
    for (const resolve of this.#waiting.splice(0)) resolve()
    if (target === undefined) respond(response, { status: 410 })
    else if (body.length > PUSH_MAX_BYTES) respond(response, { status: 413 })
    else if (push.vapid === undefined || push.faults.some((fault) => fault.startsWith('vapid')))
      respond(response, { status: 403 })
    else if (push.faults.length > 0) respond(response, { status: 400 })
    else respond(response, this.#answerTo(push))
  }

  #answerTo(push: ArrivedPush): PushAnswer {
    return typeof this.answer === 'function' ? this.answer(push, this.arrived.length) : this.answer
  }

  #read(
    request: IncomingMessage,
    path: string,
    body: Buffer,
    target: Target | undefined,
    atMs: number,
  ): ArrivedPush {
    const header = (name: string): string | undefined => {
      const value = request.headers[name]
      return typeof value === 'string' ? value : undefined
    }
    const faults: string[] = []
    if (request.method !== 'POST') faults.push('RFC 8030 §5: POST expected')
    if (!/^[0-9]+$/.test(header('ttl') ?? '')) faults.push('RFC 8030 §5.2: TTL in seconds expected')
    if (!['very-low', 'low', 'normal', 'high'].includes(header('urgency') ?? 'normal'))
      faults.push('RFC 8030 §5.3: no such urgency')
    const topic = header('topic')
    if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic))
      faults.push('RFC 8030 §5.4: topic of at most 32 characters of base64url expected')
    if (header('content-encoding') !== 'aes128gcm') faults.push('RFC 8291 §4: aes128gcm expected')
    const vapid = vapidOf(header('authorization') ?? '', this.url, target?.serverKey)
    const text = target === undefined ? undefined : decrypted(body, target)
    if (target !== undefined && text === undefined) faults.push('RFC 8291: not decrypted by this phone')
    return {
      endpoint: this.url + path,
      atMs,
      headers: { urgency: header('urgency'), authorization: header('authorization') },
      text,
      head: body.subarray(0, 86).toString('base64url'),
      size: body.length,
      ttlSeconds: Number(header('ttl')),
      topic,
      vapid: typeof vapid === 'string' ? undefined : vapid,
      faults: typeof vapid === 'string' ? [...faults, vapid] : faults,
    }
  }
}

function respond(response: ServerResponse, answer: PushAnswer): void {
  if (answer === 'hang') return
  if (answer !== 'trickle') {
    response.writeHead(answer.status, { ttl: '0', ...answer.headers }).end()
    return
  }
  response.writeHead(201)
  const timer = setInterval(() => response.write('x'.repeat(1_024)), 1)
  response.on('close', () => clearInterval(timer))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** RFC 8292 §2 and §3: an ES256 token for this very service, by the key beside it. A text is the fault. */
function vapidOf(
  authorization: string,
  audience: string,
  serverKey: string | undefined,
): NonNullable<ArrivedPush['vapid']> | string {
  const match = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(authorization)
  const [, header = '', claims = '', signature = '', key = ''] = match ?? []
  const point = Buffer.from(key, 'base64url')
  if (match === null || point.length !== 65) return 'vapid: RFC 8292 §3: t and k expected'
  if (serverKey !== undefined && key !== serverKey)
    return 'vapid: RFC 8292 §4.2: another sender’s subscription'
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  const isGenuine = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!isGenuine) return 'vapid: RFC 8292 §2: the signature is wrong'
  const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString())
  if (alg !== 'ES256') return 'vapid: RFC 8292 §2: ES256 expected'
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  if (aud !== audience) return `vapid: RFC 8292 §2: aud ${audience} expected, ${aud} came`
  const nowSeconds = Date.now() / 1000
  if (typeof exp !== 'number' || exp <= nowSeconds || exp > nowSeconds + DAY_SECONDS)
    return 'vapid: RFC 8292 §2: exp within the next 24 hours expected'
  if (typeof sub !== 'string' || !/^(?:mailto:[^@\s]+@\S+|https:\/\/\S+)$/.test(sub))
    return 'vapid: RFC 8292 §2.1: sub with a mail or https address expected'
  return { aud, exp, sub }
}

/** RFC 8188 §2, one record, with the keys of RFC 8291 §3.4. Undefined: it was not for this phone, or was changed. */
function decrypted(body: Buffer, { ecdh, auth }: Target): string | undefined {
  try {
    const salt = body.subarray(0, 16)
    const recordSize = body.readUInt32BE(16)
    const keyLength = body.readUInt8(20)
    const sender = body.subarray(21, 21 + keyLength)
    const record = body.subarray(21 + keyLength)
    if (keyLength !== 65 || record.length > recordSize) return undefined
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender])
    const ikm = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32))
    const derive = (label: string, length: number): Buffer =>
      Buffer.from(hkdfSync('sha256', ikm, salt, `Content-Encoding: ${label}\0`, length))
    const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
    decipher.setAuthTag(record.subarray(-16))
    const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
    // RFC 8188 §2: the last record ends with 2, and zeros after it.
    const end = padded.findLastIndex((byte) => byte !== 0)
    return padded[end] === 2 ? padded.subarray(0, end).toString('utf8') : undefined
  } catch {
    return undefined
  }
}
