// A phone of the flow tests with a PIN: the PIN key is a key of its own here, sealed and sent in the bytes of SPEC.md.
import { createHash, randomBytes } from 'node:crypto'
import type { ChallengeId, MatchShown, VerificationProof } from '@countersign/protocol'
import {
  answerByPinDocument,
  concat,
  fromBase64Url,
  idToBytes,
  joinSealed,
  keySetDocument,
  pinKeyDocument,
  pinSealInfo,
  pinSetByCredentialDocument,
  pinSetDocument,
  sealingKeyAt,
  toBase64Url,
  userVerification,
} from '@countersign/protocol'
import type { Ports } from '@countersign/server/core/ports'
import type { SetPinFrame } from '@countersign/server/flows/verification/set-pin'
import { setPin } from '@countersign/server/flows/verification/set-pin'
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { proofOf, SOCKET_NONCE } from './biometric-phone.js'
import type { SoftAuthenticator } from './soft-authenticator.js'
import type { AnswerFrame, DeviceKeyPair, TestDevice, Verified } from './test-device.js'
import { newDeviceKey } from './test-device.js'
import type { World } from './test-world.js'
import { must, pairedDevice } from './test-world.js'

export interface PinPhone {
  readonly device: TestDevice
  readonly pinKey: DeviceKeyPair
}

/** Paired, and its PIN set. */
export async function pinPhone(world: World, userId = 'alice'): Promise<PinPhone> {
  const device = await pairedDevice(world, userId)
  const pinKey = newDeviceKey()
  must(await setPin(world.ports, device.id, SOCKET_NONCE, await settingOf(world, device, { pinKey })))
  return { device, pinKey }
}

export interface PinSettingOptions {
  readonly pinKey?: DeviceKeyPair
  /** The PIN key till now, or what somebody takes for it; it agrees. */
  readonly by?: DeviceKeyPair
  readonly nonce?: Uint8Array
  readonly pinId?: string
  /** Biometrics that agree. */
  readonly authenticator?: SoftAuthenticator
  /** Who signs as the new key, where it is another. */
  readonly provenBy?: DeviceKeyPair
}

/** A PIN is told apart by this, as a device draws it. */
export const drawnPinId = (): string => toBase64Url(new Uint8Array(randomBytes(16)))

export async function settingOf(
  { ports }: Pick<World, 'ports'>,
  { id, accountId, key }: Pick<TestDevice, 'id' | 'accountId' | 'key'>,
  options: PinSettingOptions = {},
): Promise<SetPinFrame> {
  const { pinKey = newDeviceKey(), by, nonce = SOCKET_NONCE, pinId = drawnPinId() } = options
  const named = {
    version: 1,
    serverId: ports.vault.serverId,
    accountId: idToBytes(accountId),
    deviceId: idToBytes(id),
    nonce,
    pinId: fromBase64Url(pinId) ?? new Uint8Array(0),
  } as const
  const message = pinKeyDocument.message(pinKeyDocument.encode({ ...named, pinKey: pinKey.publicKey }))
  const signers = [options.provenBy ?? pinKey, ...(by === undefined ? [] : [by])]
  const plain = concat([pinKey.publicKey, ...signers.map((signer) => signer.sign(message))])
  const sealed = await sealedTo(ports, plain)
  const body = pinSetDocument.encode({ ...named, sealed })
  return {
    type: 'set_pin',
    pinId,
    sealed: toBase64Url(sealed),
    signature: toBase64Url(key.sign(pinSetDocument.message(body))),
    ...(options.authenticator && { proof: agreedBy(options.authenticator, body) }),
  }
}

function agreedBy(authenticator: SoftAuthenticator, body: Uint8Array): WebAuthnProof {
  const challenge = createHash('sha256').update(pinSetByCredentialDocument.message(body)).digest()
  const proof = proofOf(authenticator.get(new Uint8Array(challenge)))
  if (proof.kind !== 'webauthn') throw new Error('an assertion expected')
  return proof
}

type WebAuthnProof = Extract<VerificationProof, { kind: 'webauthn' }>

/** An approve with the signature of a PIN key, right or wrong. */
export function approveWithPin(
  world: Pick<World, 'ports'>,
  { device, pinKey }: PinPhone,
  id: ChallengeId,
  match: MatchShown,
): Promise<AnswerFrame> {
  return device.approve(id, match, byPin(world.ports, pinKey))
}

export function byPin(ports: Ports, pinKey: DeviceKeyPair): Verified {
  return {
    said: userVerification.pin,
    prove: async (body) => ({
      kind: 'pin',
      sealed: toBase64Url(await sealedTo(ports, pinKey.sign(answerByPinDocument.message(body)))),
    }),
  }
}

/** HPKE to the sealing key of the published key set. */
export async function sealedTo({ vault, clock }: Ports, plain: Uint8Array): Promise<Uint8Array> {
  const parsed = keySetDocument.parse(fromBase64Url(vault.keySet().body) ?? new Uint8Array(0))
  const key = parsed.ok ? sealingKeyAt(parsed.value, clock.nowMs()) : undefined
  if (key === undefined) throw new Error('a sealing key expected in the key set')
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  })
  const recipientPublicKey = await suite.kem.deserializePublicKey(key.publicKey.slice().buffer)
  const info = pinSealInfo(vault.serverId).slice().buffer
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, plain.slice().buffer)
  return joinSealed(key.keyId, new Uint8Array(enc), new Uint8Array(ct))
}
