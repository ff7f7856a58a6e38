// A login page's browser for tests: a real P-256 key, and what it signs by SPEC.md, rebuilt here without the element.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { AppId, BrowserId, BrowserProof, RegisterBrowserBody } from '@countersign/protocol'
import {
  browserNoncePreimage,
  browserProofDocument,
  browserRegistrationDocument,
  idFromBytes,
  idToBytes,
  toBase64Url,
} from '@countersign/protocol'

/** What a signature is over; a test changes one of them. */
export interface Signing {
  readonly serverId: Uint8Array
  readonly appId: AppId
  readonly origin: string
  readonly appNonce: Uint8Array
}

export class LoginBrowser {
  readonly id: BrowserId = idFromBytes<BrowserId>(randomBytes(16))
  /** SEC 1 §2.3.3, uncompressed. */
  readonly publicKey: Uint8Array
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  constructor() {
    // RFC 5480 §2.2: the point is the last 65 bytes of its SubjectPublicKeyInfo.
    const spki = this.#key.publicKey.export({ type: 'spki', format: 'der' })
    this.publicKey = new Uint8Array(spki.subarray(-65))
  }

  proof(signing: Signing): BrowserProof {
    const body = browserProofDocument.encode(this.#values(signing))
    return { browserId: this.id, signature: this.#sign(browserProofDocument.message(body)) }
  }

  registration(
    signing: Signing,
  ): Pick<RegisterBrowserBody, 'browserId' | 'publicKey' | 'signature' | 'origin'> {
    const { publicKey } = this
    const body = browserRegistrationDocument.encode({ ...this.#values(signing), publicKey })
    return {
      origin: signing.origin,
      browserId: this.id,
      publicKey: toBase64Url(publicKey),
      signature: this.#sign(browserRegistrationDocument.message(body)),
    }
  }

  #values({ serverId, appId, origin, appNonce }: Signing) {
    return {
      version: 1,
      serverId,
      appId: idToBytes(appId),
      origin,
      browserId: idToBytes(this.id),
      nonce: new Uint8Array(createHash('sha256').update(browserNoncePreimage(appNonce)).digest()),
    } as const
  }

  #sign(message: Uint8Array): string {
    return toBase64Url(
      new Uint8Array(sign('sha256', message, { key: this.#key.privateKey, dsaEncoding: 'ieee-p1363' })),
    )
  }
}
