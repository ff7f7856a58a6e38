// Vectors of a login page's browser: what it signs at a login, and once after one. The key protects nothing.
import { createECDH } from 'node:crypto'
import {
  browserNoncePreimage,
  browserProofDocument,
  browserRegistrationDocument,
} from '@countersign/protocol'
import { appNonce, ids, serverId, sha256 } from './vectors-input.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytes = (label: string): Uint8Array => sha256(new TextEncoder().encode(label))

export const browserPrivateKey = bytes('vector browser key')
const pair = createECDH('prime256v1')
pair.setPrivateKey(browserPrivateKey)
export const browserPublicKey = new Uint8Array(pair.getPublicKey())

const values = {
  version: 1,
  serverId,
  appId: ids.appId,
  origin: 'https://pay.example.org',
  browserId: bytes('browser id').subarray(0, 16),
  nonce: sha256(browserNoncePreimage(appNonce)),
} as const

/** ECDSA draws a number for each signature: these were made once, and are checked. */
const SIGNATURES = {
  proof:
    'e80fb44e7060a95a8221fd6cd1e32c256c4ca2a9042b6029013c7842194acd18db7e4208bcfad0df9a059f3fc9a1ec90bf3af1c72882beb2e64187f308673213',
  registration:
    '81cb1c84f3105c2261ba9d6fd6925ffe5ea79f0789fd067e0234658755cafeb9ed61a0ca751dcdfd6a322ee44695a96fe837430bb167c62b92e80f9dc3e5e62b',
}

export function browserVectors(): unknown {
  const proof = browserProofDocument.encode(values)
  const registration = browserRegistrationDocument.encode({ ...values, publicKey: browserPublicKey })
  return {
    about:
      'The browser of a login page ([KB2], [KB3]): P-256 key, ECDSA with SHA-256, signatures r ‖ s. The nonce is SHA-256 of domain and appNonce. Bytes are hex.',
    key: { privateKey: hex(browserPrivateKey), publicKey: hex(browserPublicKey) },
    appNonce: hex(appNonce),
    noncePreimage: hex(browserNoncePreimage(appNonce)),
    nonce: hex(values.nonce),
    documents: [
      {
        name: 'browser-proof',
        domain: browserProofDocument.domain,
        body: hex(proof),
        message: hex(browserProofDocument.message(proof)),
        signature: SIGNATURES.proof,
      },
      {
        name: 'browser-registration',
        domain: browserRegistrationDocument.domain,
        body: hex(registration),
        message: hex(browserRegistrationDocument.message(registration)),
        signature: SIGNATURES.registration,
      },
    ],
  }
}
