// A device by a stranger: written from protocol/SPEC.md sections 3 to 7 alone, on node:crypto, fetch and ws; nothing of ours in it.
import { randomBytes } from 'node:crypto'
import { WebSocket } from 'ws'
import type { Values } from './stranger-bytes.js'
import {
  b64u,
  hmac,
  idBytes,
  idText,
  message,
  publicKeyOf,
  read,
  sha256,
  signWith,
  unb64u,
  verifies,
  write,
} from './stranger-bytes.js'
import { checkKeySet, keyAt } from './stranger-verifier.js'

export interface Link {
  readonly serverUrl: string
  readonly serverId: Buffer
  readonly ticketId: Buffer
  readonly secret: Buffer
}

/** [PA1]: throws for a link of any other form. */
export function readLink(link: string): Link {
  const parts =
    /^(https:\/\/[^/]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)\/authenticator\/#pair=([\w-]{43})\.([\w-]{22})\.([\w-]{22})$/.exec(
      link,
    )
  if (parts?.[1] === undefined) throw new Error('not a pairing link')
  return {
    serverUrl: parts[1],
    serverId: unb64u(parts[2]),
    ticketId: unb64u(parts[3]),
    secret: unb64u(parts[4]),
  }
}

export interface HttpReply {
  readonly status: number
  readonly type: string | null
  readonly json: Values
}

export async function call(
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpReply> {
  const response = await fetch(url, {
    ...(body === undefined
      ? {}
      : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  })
  const text = await response.text()
  const type = response.headers.get('content-type')
  return { status: response.status, type, json: type?.includes('json') ? JSON.parse(text) : { text } }
}

/** Body of the look-up; `changed` replaces members after the proof was made. */
export function lookUpBody(link: Link, changed: Values = {}): Values {
  const { serverId, ticketId, secret } = link
  const body = write('pairing-lookup', { version: 1, serverId, ticketId })
  return {
    ticketId: idText(ticketId),
    proof: b64u(hmac(secret, message('pairing-lookup', body))),
    ...changed,
  }
}

/** Body of the acceptance by the key of `seed`. */
export function acceptBody(link: Link, accountId: string, seed: Buffer, changed: Values = {}): Values {
  const { serverId, ticketId, secret } = link
  const values = {
    deviceKey: publicKeyOf(seed),
    deviceName: 'Stränger',
    deviceTimeMs: 1_795_000_000_000,
    ...changed,
  }
  const body = write('pairing-accept', {
    version: 1,
    serverId,
    ticketId,
    accountId: idBytes(accountId),
    ...values,
  })
  const signed = message('pairing-accept', body)
  return {
    ...values,
    ticketId: idText(ticketId),
    deviceKey: b64u(values.deviceKey),
    signature: b64u(signWith(seed, signed)),
    ticketProof: b64u(hmac(secret, signed)),
  }
}

/** [PA5]. */
export function confirmationOf(link: Link, accountId: string, deviceId: string, deviceKey: Buffer): string {
  const transcript = transcriptOf(link, accountId, deviceId, deviceKey)
  return String(sha256(transcript).readUInt32BE() % 1_000_000).padStart(6, '0')
}

/** The message that [PA5] hashes and [PA7] signs. */
export function transcriptOf(link: Link, accountId: string, deviceId: string, deviceKey: Buffer): Buffer {
  const { serverId, ticketId } = link
  const ids = { accountId: idBytes(accountId), deviceId: idBytes(deviceId) }
  return message(
    'pairing-transcript',
    write('pairing-transcript', { version: 1, serverId, ticketId, ...ids, deviceKey }),
  )
}

export class Stranger {
  /** The largest counter used so far. */
  counter = 0
  #highestSequence = 0

  readonly link: Link
  readonly seed: Buffer
  readonly accountId: string
  readonly userId: string
  readonly deviceId: string
  readonly confirmation: string
  readonly keySet: Values

  private constructor(link: Link, seed: Buffer, keySet: Values, accepted: Values) {
    this.link = link
    this.seed = seed
    this.keySet = keySet
    this.accountId = accepted['accountId']
    this.userId = accepted['userId']
    this.deviceId = accepted['deviceId']
    this.confirmation = accepted['confirmation']
  }

  /** Looks the ticket up, checks the server, accepts, checks the digits. Still to be confirmed. */
  static async pair(linkText: string): Promise<Stranger> {
    const link = readLink(linkText)
    const found = await call(`${link.serverUrl}/v1/pairings/look-up`, lookUpBody(link))
    if (found.status !== 200) throw new Error(`look-up: ${JSON.stringify(found.json)}`)
    const { accountId, keySet } = found.json
    const checked = checkKeySet(keySet, link.serverId)
    const seed = randomBytes(32)
    const accepted = await call(`${link.serverUrl}/v1/pairings/accept`, acceptBody(link, accountId, seed))
    if (accepted.status !== 201) throw new Error(`accept: ${JSON.stringify(accepted.json)}`)
    const { deviceId, confirmation, keyId, signature } = accepted.json
    if (confirmationOf(link, accountId, deviceId, publicKeyOf(seed)) !== confirmation)
      throw new Error('other digits')
    const signer = checked['keys'].find((key: Values) => idText(key['keyId']) === keyId && key['role'] === 1)
    const transcript = transcriptOf(link, accountId, deviceId, publicKeyOf(seed))
    if (!signer || !verifies(signer['publicKey'], transcript, unb64u(signature)))
      throw new Error('not signed [PA7]')
    return new Stranger(link, seed, checked, accepted.json)
  }

  /** Opens a socket and authenticates; resolves with it and the welcome. `changed` replaces what is signed. */
  async connect(changed: Values = {}): Promise<{ readonly socket: Socket; readonly welcome: Values }> {
    const socket = new Socket(this.link.serverUrl)
    const hello = await socket.take('hello')
    socket.send(this.authenticate(hello, changed))
    const welcome = await socket.take('welcome')
    this.counter = Math.max(this.counter, welcome['nextCounter'] - 1)
    return { socket, welcome }
  }

  authenticate(hello: Values, changed: Values = {}): Values {
    if (hello['serverId'] !== b64u(this.link.serverId)) throw new Error('another server')
    const body = write('socket-auth', {
      version: 1,
      serverId: this.link.serverId,
      host: new URL(this.link.serverUrl).host,
      deviceId: idBytes(this.deviceId),
      nonce: unb64u(hello['nonce']),
      expiresAtMs: hello['expiresAtMs'],
      ...changed,
    })
    const signature = b64u(signWith(this.seed, message('socket-auth', body)))
    return { type: 'authenticate', deviceId: this.deviceId, signature }
  }

  /** [CH1]–[CH4]: the parsed challenge, or an error and nothing to show. `isNew` is false for a body seen before. */
  open(frame: Values, nowMs: number, isNew = true): Values {
    const body = unb64u(frame['body'])
    const claimed = read('challenge', body)
    const key = keyAt(this.keySet, idText(claimed['keyId']), claimed['issuedAtMs'])
    if (key === undefined || !verifies(key, message('challenge', body), unb64u(frame['signature'])))
      throw new Error('challenge signature')
    const options: readonly number[] = claimed['options']
    const mine =
      claimed['serverId'].equals(this.link.serverId) &&
      idText(claimed['accountId']) === this.accountId &&
      idText(claimed['deviceId']) === this.deviceId &&
      idText(claimed['challengeId']) === frame['challengeId']
    const fits =
      claimed['expiresAtMs'] > nowMs &&
      claimed['expiresAtMs'] <= claimed['issuedAtMs'] + 600_000 &&
      claimed['requirements'] === 0 &&
      new Set(options).size === options.length &&
      !options.includes(0) &&
      (claimed['mode'] === 1 ? options.length >= 2 : options.length === 0)
    if (!mine || !fits) throw new Error('challenge not for this device, or over, or malformed')
    if (isNew && claimed['sequence'] <= this.#highestSequence) throw new Error('sequence does not rise')
    this.#highestSequence = Math.max(this.#highestSequence, claimed['sequence'])
    return claimed
  }

  /** A signed answer to a challenge frame. `chosen` is a symbol's number, six digits, or the bytes of mode link; `changed` replaces what is signed. */
  answer(
    frame: Values,
    decision: 'approve' | 'deny' | 'report',
    chosen: number | string | Buffer = '',
    changed: Values = {},
  ): Values {
    const challenge = unb64u(frame['body'])
    const { serverId, challengeId, accountId, deviceId } = read('challenge', challenge)
    this.counter += 1
    const values = {
      ...{ version: 1, serverId, challengeId, accountId, deviceId },
      challengeHash: sha256(message('challenge', challenge)),
      decision: { approve: 1, deny: 2, report: 3 }[decision],
      chosen: typeof chosen === 'number' ? Buffer.of(chosen >> 8, chosen & 255) : Buffer.from(chosen),
      userVerification: 0,
      counter: this.counter,
      deviceTimeMs: 1_795_000_000_000,
      ...changed,
    }
    const signature = signWith(this.seed, message('answer/k1', write('answer/k1', values)))
    const { counter, deviceTimeMs, userVerification } = values
    return {
      ...{ type: 'answer', challengeId: frame['challengeId'], decision, chosen: b64u(values.chosen) },
      ...{ userVerification, counter, deviceTimeMs, signature: b64u(signature) },
    }
  }

  /** [RC1]: what a verified receipt says. */
  outcome(frame: Values): { readonly state: string; readonly byThisDevice: boolean } {
    const body = unb64u(frame['body'])
    const receipt = read('receipt', body)
    const key = keyAt(this.keySet, idText(receipt['keyId']), receipt['decidedAtMs'])
    const good =
      key !== undefined &&
      verifies(key, message('receipt', body), unb64u(frame['signature'])) &&
      receipt['serverId'].equals(this.link.serverId) &&
      idText(receipt['deviceId']) === this.deviceId &&
      idText(receipt['challengeId']) === frame['challengeId']
    if (!good) throw new Error('receipt not verified')
    return { state: STATES[receipt['state'] - 1] ?? '', byThisDevice: receipt['byThisDevice'] === 1 }
  }
}

const STATES = [
  'pending',
  'approved',
  'redeemed',
  'lapsed',
  'denied',
  'reported',
  'mismatched',
  'expired',
  'cancelled',
]

/** A socket whose frames are taken in turn, with a time limit: a frame that does not come is a failure. */
export class Socket {
  readonly #socket: WebSocket
  readonly #frames: Values[] = []
  #wake: () => void = () => undefined
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>

  constructor(serverUrl: string) {
    this.#socket = new WebSocket(`${serverUrl.replace(/^http/, 'ws')}/v1/device`, 'countersign.v1')
    this.#socket.on('message', (data) => {
      this.#frames.push(JSON.parse(String(data)))
      this.#wake()
    })
    this.#socket.on('error', () => undefined)
    this.closed = new Promise((resolve) =>
      this.#socket.on('close', (code, reason) => {
        resolve({ code, reason: String(reason) })
        this.#wake()
      }),
    )
  }

  /** The next frame that is not of another type: others before it are passed over, as [FR3] has it. */
  async take(
    type: string,
    fits: (frame: Values) => boolean = () => true,
    patienceMs = 8_000,
  ): Promise<Values> {
    const endMs = Date.now() + patienceMs
    const passed: string[] = []
    for (;;) {
      for (let frame = this.#frames.shift(); frame !== undefined; frame = this.#frames.shift()) {
        if (frame['type'] === type && fits(frame)) return frame
        passed.push(JSON.stringify(frame))
      }
      if (Date.now() > endMs || this.#socket.readyState === WebSocket.CLOSED)
        throw new Error(`no frame ${type}; came: ${passed.join(' ')}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, endMs - Date.now() + 1)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  send(frame: unknown): void {
    this.#socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  /** Cuts the line, without a closing handshake. */
  cut(): void {
    this.#socket.terminate()
  }

  close(): void {
    this.#socket.close()
  }
}
