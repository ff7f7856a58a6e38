// WebAuthn by @simplewebauthn/server: CBOR, COSE and the checks of WebAuthn §7, in a form that answers and never throws.
import type {
  AssertionGiven,
  Read,
  RegistrationGiven,
  RelyingParty,
  WebAuthn,
} from '../core/ports-webauthn.js'
import { spkiOf } from './spki.js'

export function createWebAuthn(): WebAuthn {
  return {
    readRegistration: (given, challenge, at) =>
      orFault(given, async () => {
        const { verifyRegistrationResponse } = await library()
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response: registrationResponse(given),
          ...expected(challenge, at),
          requireUserVerification: false,
          supportedAlgorithmIDs: [...ALGORITHMS],
        })
        if (!verified) return wrong('the attestation does not hold')
        const { credential, credentialDeviceType, userVerified } = registrationInfo
        if (credential.id !== base64Url(given.credentialId))
          return wrong('another credential id than the authenticator made')
        // The library takes a key that is cut short, under which nothing would ever verify.
        await spkiOf(credential.publicKey)
        return {
          ok: true,
          value: {
            credentialId: given.credentialId,
            publicKey: credential.publicKey,
            signCount: credential.counter,
            mayBeCopied: credentialDeviceType === 'multiDevice',
            userVerified,
          },
        }
      }),
    spkiOf,
    readAssertion: (given, publicKey, challenge, at) =>
      orFault(given, async () => {
        const { verifyAuthenticationResponse } = await library()
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: assertionResponse(given),
          ...expected(challenge, at),
          // The counter is the caller's: it says "clone" where this would only throw.
          credential: { id: base64Url(given.credentialId), publicKey: plain(publicKey), counter: 0 },
          requireUserVerification: false,
        })
        if (!verified) return wrong('the signature does not hold')
        const { newCounter: signCount, userVerified } = authenticationInfo
        return { ok: true, value: { signCount, userVerified } }
      }),
  }
}

/** Loaded when the first phone needs it: it takes a third of a second, and most servers start without. */
const library = (): Promise<typeof import('@simplewebauthn/server')> => import('@simplewebauthn/server')

/** COSE: Ed25519, ES256 and RS256, which between them every authenticator knows (WebAuthn §5.4, pubKeyCredParams). */
const ALGORITHMS = [-8, -7, -257] as const

function expected(challenge: Uint8Array, { rpId, origins }: RelyingParty) {
  return { expectedChallenge: base64Url(challenge), expectedOrigin: [...origins], expectedRPID: [rpId] }
}

function registrationResponse({ credentialId, attestationObject, clientDataJson }: RegistrationGiven) {
  return {
    ...named(credentialId),
    response: {
      attestationObject: base64Url(attestationObject),
      clientDataJSON: base64Url(clientDataJson),
    },
  }
}

function assertionResponse({ credentialId, authenticatorData, clientDataJson, signature }: AssertionGiven) {
  return {
    ...named(credentialId),
    response: {
      authenticatorData: base64Url(authenticatorData),
      clientDataJSON: base64Url(clientDataJson),
      signature: base64Url(signature),
    },
  }
}

function named(credentialId: Uint8Array) {
  const id = base64Url(credentialId)
  return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} }
}

/** What does not hold, the library throws: bytes from outside, so any error is a refusal. */
async function orFault<T>(
  { clientDataJson }: { readonly clientDataJson: Uint8Array },
  read: () => Promise<Read<T>>,
): Promise<Read<T>> {
  try {
    if (isFramed(clientDataJson)) return wrong('a page inside another one')
    return await read()
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'not readable')
  }
}

/** No page of ours asks from within a frame; the library lets those of browsers pass that do not name the outer page. */
function isFramed(clientDataJson: Uint8Array): boolean {
  const data: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(clientDataJson))
  return typeof data === 'object' && data !== null && 'crossOrigin' in data && data.crossOrigin === true
}

function wrong(fault: string): { readonly ok: false; readonly fault: string } {
  return { ok: false, fault }
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

/** The library's types want bytes over an ArrayBuffer of their own. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
