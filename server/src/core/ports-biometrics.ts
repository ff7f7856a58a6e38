// What flows need of the storage of phones' biometrics, and what the server remembers of one.
import type { AccountId, DeviceId } from '@countersign/protocol'

/** The WebAuthn credential `KW` of one phone. It has no state: while its row is there it counts. */
export interface Biometrics {
  readonly deviceId: DeviceId
  readonly credentialId: Uint8Array
  /** COSE_Key, as the authenticator wrote it. */
  readonly publicKey: Uint8Array
  /** Highest one accepted so far; many authenticators count nothing and always say 0. */
  readonly signCount: number
  /** The phone's maker may copy it to other phones of the same person. */
  readonly mayBeCopied: boolean
  readonly madeAtMs: number
  /** Last answer that counted. */
  readonly lastUsedAtMs: number | undefined
}

export interface BiometricsStores {
  readonly biometrics: BiometricsStore
}

/** Keeps `Device.verifies` right. */
export interface BiometricsStore {
  /** Takes the place of the one that the device had. False: another device has this credential. */
  set(biometrics: Biometrics): Promise<boolean>
  ofDevice(deviceId: DeviceId): Promise<Biometrics | undefined>
  ofAccount(accountId: AccountId): Promise<readonly Biometrics[]>
  /** Compare-and-set: true when the device has this credential still, and the count rose, or both are 0 (WebAuthn §6.1.1). Notes the use. */
  spendCount(deviceId: DeviceId, credentialId: Uint8Array, signCount: number, nowMs: number): Promise<boolean>
  /** True for the one caller that removed it. */
  remove(deviceId: DeviceId): Promise<boolean>
}
