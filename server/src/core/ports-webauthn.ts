// What flows need of WebAuthn: whether what an authenticator said holds, and the facts in it. Which of them suffice, flows decide.

/** Where a credential is used: what every registration and assertion must name. */
export interface RelyingParty {
  /** A host, without scheme and port (WebAuthn §5.1.2, RP ID). */
  readonly rpId: string
  /** Exact origins, as browsers write them. */
  readonly origins: readonly string[]
}

/** As `navigator.credentials.create()` gives it (WebAuthn §5.2.1). */
export interface RegistrationGiven {
  readonly credentialId: Uint8Array
  readonly attestationObject: Uint8Array
  readonly clientDataJson: Uint8Array
}

/** As `navigator.credentials.get()` gives it (WebAuthn §5.2.2). */
export interface AssertionGiven {
  readonly credentialId: Uint8Array
  readonly authenticatorData: Uint8Array
  readonly clientDataJson: Uint8Array
  readonly signature: Uint8Array
}

export interface NewCredential {
  readonly credentialId: Uint8Array
  /** COSE_Key (RFC 9052 §7), as the authenticator wrote it. */
  readonly publicKey: Uint8Array
  readonly signCount: number
  /** Flag BE (WebAuthn §6.1.3): the authenticator may copy it to others of the same person. */
  readonly mayBeCopied: boolean
  readonly userVerified: boolean
}

export interface Asserted {
  readonly signCount: number
  readonly userVerified: boolean
}

/** `fault` is for the log: what was expected and what came. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: string }

/** Checks WebAuthn §7.1 and §7.2 but for the signature counter and the flag UV, which the caller decides about. Never rejects. */
export interface WebAuthn {
  /** @param challenge the bytes that the authenticator was to sign. */
  readRegistration(
    given: RegistrationGiven,
    challenge: Uint8Array,
    at: RelyingParty,
  ): Promise<Read<NewCredential>>
  /** @param publicKey of the credential that the caller looked up: what the assertion names is not looked at. */
  readAssertion(
    given: AssertionGiven,
    publicKey: Uint8Array,
    challenge: Uint8Array,
    at: RelyingParty,
  ): Promise<Read<Asserted>>
  /** The same key as SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7), for whoever knows no COSE. */
  spkiOf(publicKey: Uint8Array): Promise<Uint8Array>
}
