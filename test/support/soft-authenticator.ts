// A platform authenticator in software, for tests without a browser: one ES256 credential, written byte by byte as WebAuthn says.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export interface Ceremony {
  readonly origin?: string
  readonly rpId?: string
  readonly userVerified?: boolean
  /** In a frame of another page. */
  readonly crossOrigin?: boolean
}

export interface Created {
  readonly credentialId: Uint8Array
  readonly attestationObject: Uint8Array
  readonly clientDataJson: Uint8Array
}

export interface AssertedBytes {
  readonly credentialId: Uint8Array
  readonly authenticatorData: Uint8Array
  readonly clientDataJson: Uint8Array
  readonly signature: Uint8Array
}

export class SoftAuthenticator {
  readonly credentialId: Uint8Array = new Uint8Array(randomBytes(32))
  /** What the next assertion says; undefined: it counts nothing, and always says 0. */
  nextCount: number | undefined
  readonly #origin: string
  readonly #rpId: string
  readonly #mayBeCopied: boolean
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  constructor({
    origin = 'https://id.example',
    countsFrom,
    mayBeCopied = false,
  }: {
    readonly origin?: string
    readonly countsFrom?: number
    readonly mayBeCopied?: boolean
  } = {}) {
    this.#origin = origin
    this.#rpId = new URL(origin).hostname
    this.nextCount = countsFrom
    this.#mayBeCopied = mayBeCopied
  }

  create(challenge: Uint8Array, how: Ceremony = {}): Created {
    const attested = concat(
      new Uint8Array(16),
      u16(this.credentialId.length),
      this.credentialId,
      this.#cose(),
    )
    // WebAuthn §6.5.4: a map of three, with the format "none" (§8.7).
    const attestationObject = concat(
      [0xa3],
      ...[cborText('fmt'), cborText('none'), cborText('attStmt'), [0xa0]],
      ...[cborText('authData'), cborBytes(this.#authenticatorData(how, attested))],
    )
    return {
      credentialId: this.credentialId,
      attestationObject,
      clientDataJson: this.#clientData('webauthn.create', challenge, how),
    }
  }

  get(challenge: Uint8Array, how: Ceremony = {}): AssertedBytes {
    const authenticatorData = this.#authenticatorData(how)
    const clientDataJson = this.#clientData('webauthn.get', challenge, how)
    const signed = concat(authenticatorData, sha256(clientDataJson))
    return {
      credentialId: this.credentialId,
      authenticatorData,
      clientDataJson,
      signature: new Uint8Array(sign('sha256', signed, this.#keys.privateKey)),
    }
  }

  /** WebAuthn §6.1: RP ID hash, flags (UP, UV, BE, AT), counter, what is attested. */
  #authenticatorData(
    { rpId = this.#rpId, userVerified = true }: Ceremony,
    attested: Uint8Array = new Uint8Array(0),
  ) {
    const flags =
      1 | (userVerified ? 4 : 0) | (this.#mayBeCopied ? 8 : 0) | (attested.length === 0 ? 0 : 0x40)
    const count = this.nextCount ?? 0
    if (this.nextCount !== undefined) this.nextCount += 1
    return concat(
      sha256(new TextEncoder().encode(rpId)),
      [flags],
      u16(count >>> 16),
      u16(count & 0xffff),
      attested,
    )
  }

  #clientData(type: string, challenge: Uint8Array, { origin = this.#origin, crossOrigin = false }: Ceremony) {
    const text = Buffer.from(challenge).toString('base64url')
    return new TextEncoder().encode(JSON.stringify({ type, challenge: text, origin, crossOrigin }))
  }

  /** RFC 9053 §7.1.1: kty EC2, alg ES256, crv P-256, x, y. */
  #cose(): Uint8Array {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const point = (text: string): Uint8Array => cborBytes(Buffer.from(text, 'base64url'))
    return concat([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21], point(x), [0x22], point(y))
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest())
}

function concat(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))))
}

function u16(value: number): readonly number[] {
  return [value >> 8, value & 0xff]
}

/** RFC 8949 §3.1: text of less than 24 bytes. */
function cborText(text: string): Uint8Array {
  return concat([0x60 | text.length], new TextEncoder().encode(text))
}

/** RFC 8949 §3.1: bytes, their length in two bytes when one does not do. */
function cborBytes(bytes: Uint8Array): Uint8Array {
  return concat(bytes.length < 256 ? [0x58, bytes.length] : [0x59, ...u16(bytes.length)], bytes)
}
