// What a place must do for biometrics: make a WebAuthn credential in its own hardware, and sign with it when its person is there.

export interface AskedOfSigner {
  /** A host: the server's own. */
  readonly rpId: string
  readonly challenge: Uint8Array
}

export interface RegistrationAsked extends AskedOfSigner {
  readonly rpName: string
  readonly userName: string
  readonly userHandle: Uint8Array
}

export interface AssertionAsked extends AskedOfSigner {
  readonly credentialId: Uint8Array
}

/** As WebAuthn's `AuthenticatorAttestationResponse` holds it. */
export interface Registration {
  readonly credentialId: Uint8Array
  readonly attestationObject: Uint8Array
  readonly clientDataJson: Uint8Array
}

/** As WebAuthn's `AuthenticatorAssertionResponse` holds it. */
export interface Assertion {
  readonly authenticatorData: Uint8Array
  readonly clientDataJson: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Passed to a device; `browserBiometrics` of `@countersign/client-sdk/browser` is the one of browsers. Another place, such as React
 * Native, speaks to its platform's own API for passkeys. The person is verified each time (`userVerification: 'required'`), by this
 * place's own hardware (`authenticatorAttachment: 'platform'`), and the client data names the server's origin.
 *
 * `create` and `get` reject with DeviceError: `verification_cancelled` when the person did not, else `biometrics_unavailable`.
 */
export interface BiometricSigner {
  /** Never rejects. */
  isAvailable(): Promise<boolean>
  create(asked: RegistrationAsked): Promise<Registration>
  get(asked: AssertionAsked): Promise<Assertion>
}
