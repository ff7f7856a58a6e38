// The stranger's bytes, written from protocol/SPEC.md sections 1 and 2 alone: documents as tables, one writer, one strict reader.
import { createHash, createHmac, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'

type Kind =
  | { readonly uint: 1 | 2 | 4 | 8 }
  | { readonly code: readonly number[] }
  | { readonly bytes: readonly [least: number, most: number] }
  | { readonly text: number; readonly least?: number }
  | { readonly list: number }
  | { readonly record: Table }
  | { readonly repeated: Table; readonly most: number }
type Table = Readonly<Record<string, readonly [tag: number, kind: Kind]>>
// biome-ignore lint/suspicious/noExplicitAny: a document read by a table; each user knows the table
export type Values = Record<string, any>

const raw = (length: number): Kind => ({ bytes: [length, length] })
const version: Table = { version: [1, { code: [1] }], serverId: [2, raw(32)] }

/** Every document of SPEC.md, by the last part of its domain. */
export const documents: Readonly<Record<string, Table>> = {
  keyset: {
    ...version,
    keySetVersion: [3, { uint: 4 }],
    issuedAtMs: [4, { uint: 8 }],
    keys: [
      5,
      {
        most: 16,
        repeated: {
          keyId: [1, raw(16)],
          role: [2, { code: [1, 2] }],
          algorithm: [3, { code: [1, 2] }],
          publicKey: [4, { bytes: [32, 133] }],
          notBeforeMs: [5, { uint: 8 }],
          notAfterMs: [6, { uint: 8 }],
        },
      },
    ],
  },
  'pairing-lookup': { ...version, ticketId: [3, raw(16)] },
  'pairing-accept': {
    ...version,
    ticketId: [3, raw(16)],
    accountId: [4, raw(16)],
    deviceKey: [5, raw(32)],
    deviceName: [6, { text: 64, least: 1 }],
    deviceTimeMs: [7, { uint: 8 }],
  },
  'pairing-transcript': {
    ...version,
    ticketId: [3, raw(16)],
    accountId: [4, raw(16)],
    deviceId: [5, raw(16)],
    deviceKey: [6, raw(32)],
  },
  'socket-auth': {
    ...version,
    host: [3, { text: 255 }],
    deviceId: [4, raw(16)],
    nonce: [5, raw(32)],
    expiresAtMs: [6, { uint: 8 }],
  },
  'push-subscription': {
    ...version,
    deviceId: [3, raw(16)],
    nonce: [4, raw(32)],
    endpoint: [5, { text: 2048 }],
    p256dh: [6, { bytes: [0, 65] }],
    auth: [7, { bytes: [0, 16] }],
    wake: [8, { bytes: [0, 16] }],
  },
  challenge: {
    ...version,
    keyId: [3, raw(16)],
    challengeId: [4, raw(16)],
    nonce: [5, raw(32)],
    appNonce: [6, raw(32)],
    accountId: [7, raw(16)],
    deviceId: [8, raw(16)],
    appId: [9, raw(16)],
    purpose: [10, { code: [1, 2, 3] }],
    mode: [11, { code: [1, 2, 3, 4] }],
    options: [12, { list: 12 }],
    issuedAtMs: [13, { uint: 8 }],
    expiresAtMs: [14, { uint: 8 }],
    context: [
      15,
      {
        record: {
          appName: [1, { text: 64 }],
          origin: [2, { text: 255 }],
          userId: [3, { text: 254 }],
          address: [4, { text: 45 }],
          browser: [5, { text: 128 }],
          place: [6, { text: 128 }],
          browserKnown: [7, { code: [0, 1, 2] }],
          otherOpen: [8, { uint: 1 }],
        },
      },
    ],
    transaction: [
      16,
      {
        most: 1,
        repeated: {
          title: [1, { text: 64 }],
          amount: [2, { text: 32 }],
          payee: [3, { text: 128 }],
          note: [4, { text: 255 }],
        },
      },
    ],
    requirements: [17, { uint: 2 }],
    sequence: [18, { uint: 8 }],
  },
  'answer/k1': {
    ...version,
    challengeId: [3, raw(16)],
    accountId: [4, raw(16)],
    deviceId: [5, raw(16)],
    challengeHash: [6, raw(32)],
    decision: [7, { code: [1, 2, 3] }],
    chosen: [8, { bytes: [0, 32] }],
    userVerification: [9, { code: [0, 1, 2] }],
    counter: [10, { uint: 8 }],
    deviceTimeMs: [11, { uint: 8 }],
  },
  receipt: {
    ...version,
    keyId: [3, raw(16)],
    challengeId: [4, raw(16)],
    deviceId: [5, raw(16)],
    state: [6, { code: [1, 2, 3, 4, 5, 6, 7, 8, 9] }],
    decidedAtMs: [7, { uint: 8 }],
    byThisDevice: [8, { code: [0, 1] }],
  },
}

/** Values → body. */
export function write(name: string, values: Values): Buffer {
  return writeTable(tableOf(name), values)
}

/** Body → values; throws at the first fault ([CB1]–[CB6]). */
export function read(name: string, body: Buffer): Values {
  if (body.length > 4096) throw new Error('body over 4096 bytes')
  return readTable(tableOf(name), body)
}

/** What is signed: domain ‖ body. */
export function message(name: string, body: Buffer): Buffer {
  return Buffer.concat([prefix(`countersign/v1/${name}`), body])
}

export function prefix(domain: string): Buffer {
  return Buffer.concat([Buffer.of(domain.length), Buffer.from(domain, 'ascii')])
}

export const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()
export const hmac = (key: Buffer, bytes: Buffer): Buffer => createHmac('sha256', key).update(bytes).digest()
export const b64u = (bytes: Buffer): string => bytes.toString('base64url')
export const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
export const idText = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** [CB9]: only the text that encoding the bytes again gives. */
export function unb64u(text: unknown): Buffer {
  if (typeof text !== 'string') throw new Error('base64url text expected')
  const bytes = Buffer.from(text, 'base64url')
  if (b64u(bytes) !== text) throw new Error('not strict base64url')
  return bytes
}

export function signWith(seed: Buffer, bytes: Buffer): Buffer {
  return sign(null, bytes, privateKey(seed))
}

export function publicKeyOf(seed: Buffer): Buffer {
  return Buffer.from(createPublicKey(privateKey(seed)).export({ format: 'jwk' }).x ?? '', 'base64url')
}

/** Ed25519 by OpenSSL, which refuses S ≥ L by itself ([KE1]). */
export function verifies(publicKey: Buffer, bytes: Buffer, signature: Buffer): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: b64u(publicKey) }, format: 'jwk' })
  return verify(null, bytes, key, signature)
}

function privateKey(seed: Buffer) {
  // RFC 8410 §7: the PKCS #8 wrapping of a 32-byte seed.
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

function tableOf(name: string): Table {
  const table = documents[name]
  if (table === undefined) throw new Error(`no document ${name}`)
  return table
}

function writeTable(table: Table, values: Values): Buffer {
  const fields = Object.entries(table).map(([name, [tag, kind]]) => {
    const value = writeValue(kind, values[name])
    return Buffer.concat([Buffer.of(tag), uint(2, value.length), value])
  })
  return Buffer.concat(fields)
}

function writeValue(kind: Kind, value: Values[string]): Buffer {
  if ('uint' in kind) return uint(kind.uint, value)
  if ('code' in kind) return uint(1, value)
  if ('bytes' in kind) return value
  if ('text' in kind) return Buffer.from(value, 'utf8')
  if ('list' in kind) return Buffer.concat(value.map((number: number) => uint(2, number)))
  if ('record' in kind) return writeTable(kind.record, value)
  const records: Buffer[] = value.map((one: Values) => writeTable(kind.repeated, one))
  return Buffer.concat(records.flatMap((record) => [uint(2, record.length), record]))
}

function readTable(table: Table, bytes: Buffer): Values {
  const values: Values = {}
  let at = 0
  for (const [name, [tag, kind]] of Object.entries(table)) {
    if (at + 3 > bytes.length || bytes[at] !== tag) throw new Error(`field ${name} expected`)
    const end = at + 3 + bytes.readUInt16BE(at + 1)
    if (end > bytes.length) throw new Error(`field ${name} is cut off`)
    values[name] = readValue(kind, bytes.subarray(at + 3, end))
    at = end
  }
  if (at !== bytes.length) throw new Error('trailing bytes')
  return values
}

function readValue(kind: Kind, bytes: Buffer): Values[string] {
  if ('uint' in kind) return readUint(kind.uint, bytes)
  if ('code' in kind) {
    const value = readUint(1, bytes)
    if (!kind.code.includes(value)) throw new Error(`code ${value} is not known`)
    return value
  }
  if ('bytes' in kind) {
    const [least, most] = kind.bytes
    if (bytes.length < least || bytes.length > most) throw new Error('wrong number of bytes')
    return bytes
  }
  if ('text' in kind) return readText(kind.text, kind.least ?? 0, bytes)
  if ('record' in kind) return readTable(kind.record, bytes)
  if ('list' in kind) {
    if (bytes.length % 2 !== 0 || bytes.length > 2 * kind.list) throw new Error('wrong list')
    return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16BE(2 * i))
  }
  const records: Values[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + (at + 2 <= bytes.length ? bytes.readUInt16BE(at) : bytes.length)
    if (end > bytes.length || records.length === kind.most) throw new Error('wrong repetition')
    records.push(readTable(kind.repeated, bytes.subarray(at + 2, end)))
    at = end
  }
  return records
}

/** [CB5]. */
function readText(most: number, least: number, bytes: Buffer): string {
  if (bytes.length > most || bytes.length < least) throw new Error('text too long or empty')
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  const unfit = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
  if (text.normalize('NFC') !== text || unfit.test(text)) throw new Error('text not fit for signing')
  return text
}

function uint(width: number, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes.subarray(8 - width)
}

function readUint(width: number, bytes: Buffer): number {
  if (bytes.length !== width) throw new Error(`${width} bytes expected`)
  const value = BigInt(`0x${bytes.toString('hex')}`)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('number too large')
  return Number(value)
}
