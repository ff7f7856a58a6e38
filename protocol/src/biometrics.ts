// Biometrics of a phone: what its own WebAuthn credential `KW` signs to become known, and what `K1` says about it (rules [BI…]).

import type { ValuesOf } from './canonical.js'
import { bytesBetween, code, defineDocument, raw } from './canonical.js'

/** WebAuthn §4: the longest credential id there is. */
export const CREDENTIAL_ID_MAX_BYTES = 1_023

/** Its message's SHA-256 is the challenge of `navigator.credentials.create()`: a credential is made for one device, on one socket. */
export const biometricsChallengeDocument = defineDocument('countersign/v1/biometrics-challenge', {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  accountId: [3, raw(16)],
  deviceId: [4, raw(16)],
  /** Of the `hello` of the very socket that the credential is sent on. */
  nonce: [5, raw(32)],
})

const fields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  deviceId: [3, raw(16)],
  /** Of the `hello` of the very socket that it is sent on: what was signed once says nothing on another. */
  nonce: [4, raw(32)],
  /** Empty: the device has none any more. */
  credentialId: [5, bytesBetween(0, CREDENTIAL_ID_MAX_BYTES)],
  /** SHA-256 of the attestation object; empty with an empty credential id. */
  attestationHash: [6, bytesBetween(0, 32)],
} as const
export type BiometricsClaim = ValuesOf<typeof fields>

/** Signed by `K1`, always. */
export const biometricsDocument = defineDocument('countersign/v1/biometrics/k1', fields)
/** The same claim signed by `K2`: the person of a device that has a PIN agrees ([BI4]). */
export const biometricsByPinDocument = defineDocument('countersign/v1/biometrics/k2', fields)
/** The same claim as challenge of the credential that the device has till now ([BI4]). */
export const biometricsByCredentialDocument = defineDocument('countersign/v1/biometrics/kw', fields)
