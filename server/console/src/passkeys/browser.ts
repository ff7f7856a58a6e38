// What this browser's own part of a passkey is: it makes one, and it answers a question with one. Every refusal is a word, never a throw.
import type { AddPasskeyBody, PasskeyAnswer, PasskeyAsked, PasskeyBegun } from '@countersign/protocol'
import { fromBase64Url, toBase64Url } from '@countersign/protocol'

/** `there`: this device has one for this account already. */
export type NotGiven = 'unsupported' | 'not_given' | 'there'
export type Made = Pick<AddPasskeyBody, 'credentialId' | 'clientDataJson' | 'attestationObject'>

export function knowsPasskeys(): boolean {
  return 'credentials' in navigator && 'PublicKeyCredential' in window
}

/** No list of credentials: the browser shows those that it has for this server. */
export async function answerWithPasskey(
  { challenge, rpId, timeoutMs }: PasskeyAsked,
  signal: AbortSignal,
): Promise<PasskeyAnswer | NotGiven> {
  return unless(async () => {
    const publicKey = { challenge: bytesOf(challenge), rpId, timeout: timeoutMs }
    const credential = await navigator.credentials.get({
      publicKey: { ...publicKey, userVerification: 'required', allowCredentials: [] },
      signal,
    })
    if (!(credential instanceof PublicKeyCredential)) return 'not_given'
    // Sound: `get` gives no other response.
    const given = credential.response as AuthenticatorAssertionResponse
    return {
      credentialId: textOf(credential.rawId),
      authenticatorData: textOf(given.authenticatorData),
      clientDataJson: textOf(given.clientDataJSON),
      signature: textOf(given.signature),
    }
  })
}

export async function makePasskey(begun: PasskeyBegun, signal: AbortSignal): Promise<Made | NotGiven> {
  const { challenge, rpId, rpName, userHandle, userName, displayName, exclude, timeoutMs } = begun
  return unless(async () => {
    const credential = await navigator.credentials.create({
      publicKey: {
        challenge: bytesOf(challenge),
        rp: { id: rpId, name: rpName },
        user: { id: bytesOf(userHandle), name: userName, displayName },
        // Ed25519, ES256, RS256: what the server and the apps can check.
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: exclude.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
        // Found without a list of names, and only with whoever it belongs to.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
        timeout: timeoutMs,
      },
      signal,
    })
    if (!(credential instanceof PublicKeyCredential)) return 'not_given'
    // Sound: `create` gives no other response.
    const made = credential.response as AuthenticatorAttestationResponse
    return {
      credentialId: textOf(credential.rawId),
      clientDataJson: textOf(made.clientDataJSON),
      attestationObject: textOf(made.attestationObject),
    }
  })
}

/** Browsers throw for everything that is no passkey: the person said no, took too long, or has none (WebAuthn §5.1.3 step 21). */
async function unless<T>(ask: () => Promise<T>): Promise<T | NotGiven> {
  if (!knowsPasskeys()) return 'unsupported'
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    if (error.name === 'InvalidStateError') return 'there'
    return error.name === 'SecurityError' || error.name === 'NotSupportedError' ? 'unsupported' : 'not_given'
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(fromBase64Url(text) ?? [])
}

function textOf(bytes: ArrayBuffer): string {
  return toBase64Url(new Uint8Array(bytes))
}
