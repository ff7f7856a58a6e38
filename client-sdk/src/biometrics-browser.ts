// Biometrics in a browser: WebAuthn with the platform's own authenticator.
import type { BiometricSigner } from './biometric-signer.js'
import { DeviceError } from './error.js'

/** Where to find WebAuthn; default: this browser's. */
export interface BiometricsPlace {
  readonly credentials?: Pick<CredentialsContainer, 'create' | 'get'> | undefined
  readonly isPlatformAuthenticatorAvailable?: () => Promise<boolean>
}

/** Somebody who looks at the phone needs seconds; whoever does not come back must not find the question still there. */
const PATIENCE_MS = 60_000

/** COSE: Ed25519, ES256, RS256. The first that the authenticator knows is taken. */
const ALGORITHMS = [-8, -7, -257] as const

/**
 * @example
 * const device = await openDevice({ pairing, store, keystore, biometrics: browserBiometrics() })
 * if (await device.biometrics.isAvailable()) await device.biometrics.setUp()
 */
export function browserBiometrics(place: BiometricsPlace = {}): BiometricSigner {
  const credentials = () => place.credentials ?? globalThis.navigator?.credentials
  return {
    async isAvailable() {
      try {
        return await (place.isPlatformAuthenticatorAvailable ?? hasPlatformAuthenticator)()
      } catch {
        // A browser that answers such a question by a fault has none that would work.
        return false
      }
    },
    async create({ rpId, rpName, challenge, userName, userHandle }) {
      const made = await asked(() =>
        credentials().create({
          publicKey: {
            rp: { id: rpId, name: rpName },
            user: { id: plain(userHandle), name: userName, displayName: userName },
            challenge: plain(challenge),
            pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
            timeout: PATIENCE_MS,
            attestation: 'none',
            authenticatorSelection: {
              authenticatorAttachment: 'platform',
              userVerification: 'required',
              // It is named by its id, always: where that is possible it is then bound to this phone, and in no list of passkeys.
              residentKey: 'discouraged',
            },
          },
        }),
      )
      const response = responseOf(made)
      if (!(response instanceof AuthenticatorAttestationResponse)) throw unavailable()
      return {
        credentialId: new Uint8Array(idOf(made)),
        attestationObject: new Uint8Array(response.attestationObject),
        clientDataJson: new Uint8Array(response.clientDataJSON),
      }
    },
    async get({ rpId, challenge, credentialId }) {
      const made = await asked(() =>
        credentials().get({
          publicKey: {
            rpId,
            challenge: plain(challenge),
            timeout: PATIENCE_MS,
            userVerification: 'required',
            allowCredentials: [{ type: 'public-key', id: plain(credentialId), transports: ['internal'] }],
          },
        }),
      )
      const response = responseOf(made)
      if (!(response instanceof AuthenticatorAssertionResponse)) throw unavailable()
      return {
        authenticatorData: new Uint8Array(response.authenticatorData),
        clientDataJson: new Uint8Array(response.clientDataJSON),
        signature: new Uint8Array(response.signature),
      }
    },
  }
}

async function hasPlatformAuthenticator(): Promise<boolean> {
  if (globalThis.PublicKeyCredential === undefined) return false
  return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()
}

/** WebAuthn §14.5.2: a person who says no and a credential that is not there are told in one way, on purpose. */
async function asked(ask: () => Promise<Credential | null>): Promise<Credential | null> {
  try {
    return await ask()
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : ''
    if (name === 'NotAllowedError' || name === 'AbortError')
      throw new DeviceError('verification_cancelled', 'the person was not verified', { cause })
    throw new DeviceError('biometrics_unavailable', 'this browser makes no such credential', { cause })
  }
}

function responseOf(credential: Credential | null): AuthenticatorResponse | undefined {
  return credential instanceof PublicKeyCredential ? credential.response : undefined
}

function idOf(credential: Credential | null): ArrayBuffer {
  if (credential instanceof PublicKeyCredential) return credential.rawId
  throw unavailable()
}

function unavailable(): DeviceError {
  return new DeviceError('biometrics_unavailable', 'this browser gave another kind of credential')
}

/** The DOM's types want bytes over an ArrayBuffer of their own. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
