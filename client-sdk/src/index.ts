// The public entry of the device SDK. Keystores of a place have entries of their own: `/browser` and `/node`.

export type {
  AskedOfSigner,
  Assertion,
  AssertionAsked,
  BiometricSigner,
  Registration,
  RegistrationAsked,
} from './biometric-signer.js'
export type { AgreeByPin, Biometrics, BiometricsStatus } from './biometrics.js'
export { Device } from './device.js'
export type { DeviceOptions } from './device-options.js'
export type {
  DeviceClock,
  DeviceFetch,
  DeviceSocket,
  DeviceSocketConstructor,
  WakeSignal,
} from './environment.js'
export type { DeviceErrorCode } from './error.js'
export { DeviceError } from './error.js'
export type { ConnectionState, DeviceEvent, RefusedReason } from './events.js'
export type { DeviceCrypto } from './hashes.js'
export { webCrypto } from './hashes.js'
export type { KeyValues } from './key-values.js'
export { keyValuePairingStore, seedKeystore } from './key-values.js'
export type { DeviceKey, Keystore } from './keystore.js'
export { memoryKeystore } from './keystore.js'
export type { LinkOutcome } from './link-approvals.js'
export type { KeptOfflineCode, OfflineCodeStore, OfflineCodeTerms } from './offline-code-store.js'
export { memoryOfflineCodeStore } from './offline-code-store.js'
export type { OfflineCodeStatus, OfflineCodes } from './offline-codes.js'
export type { CodeForm, CodeHashName, CodeKey, CodeNow } from './one-time-code.js'
export { codeKey, codeNow, codeOfStep, importCodeKey } from './one-time-code.js'
export { openDevice } from './open-device.js'
export type { OpenRequest, Outcome, PendingAnswer } from './open-request.js'
export type { AcceptOptions, PairingEnvironment } from './pairing.js'
export { acceptPairing, lookUpPairing } from './pairing.js'
export type { Pairing, PairingStore, SeenChallenge } from './pairing-record.js'
export { memoryPairingStore, parsePairing } from './pairing-record.js'
export type { DevicePin, PinStatus } from './pin.js'
export type { PinFault } from './pin-rules.js'
export { pinBytes, pinFault } from './pin-rules.js'
export type { KeptPin, PinStore } from './pin-store.js'
export { memoryPinStore } from './pin-store.js'
export type { Push, PushStatus } from './push.js'
export type { QuietHoursTalk } from './quiet-hours.js'
export type { Picked } from './requests.js'
export type { HttpEnvironment } from './server-http.js'
export { fetchBranding } from './server-http.js'
export type { Verify } from './verify-ed25519.js'
export { createVerify } from './verify-ed25519.js'
export type { Verifying } from './verifying.js'
