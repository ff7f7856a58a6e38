// What a device makes with its PIN: the frame that sets one, and the proof beside an answer. Loaded where a PIN is set or asked for.
import type { DeviceFrame, ServerKey, VerificationProof } from '@countersign/protocol'
import {
  concat,
  fromBase64Url,
  idToBytes,
  pinKeyDocument,
  pinSetDocument,
  toBase64Url,
} from '@countersign/protocol'
import { serverIdOf } from './device-frames.js'
import type { DeviceKey } from './keystore.js'
import type { Pairing } from './pairing-record.js'
import type { PinKey } from './pin-key.js'
import { makePinKey, openPinKey } from './pin-key.js'
import { sealForServer } from './pin-seal.js'
import type { KeptPin } from './pin-store.js'

export interface SetPinInput {
  readonly pairing: Pairing
  readonly key: DeviceKey
  /** Of the socket that the frame goes over. */
  readonly nonce: Uint8Array
  readonly sealingKey: ServerKey
  readonly pin: Uint8Array
  /** At a change: what is kept of the PIN before, and what was typed for it. */
  readonly former: { readonly pin: Uint8Array; readonly kept: KeptPin } | undefined
}

/** Nothing of the key leaves this function but masked or sealed. */
export async function makeSetPin(
  input: SetPinInput,
): Promise<{ readonly kept: KeptPin; readonly frame: DeviceFrame }> {
  const { pairing, nonce, sealingKey, pin, former } = input
  const owner = { serverId: serverIdOf(pairing), deviceId: pairing.deviceId }
  const made = await makePinKey(pin, owner)
  const signers: PinKey[] = [made.key]
  try {
    if (former !== undefined) signers.push(await openPinKey(former.pin, former.kept, owner))
    const pinId = fromBase64Url(made.kept.pinId) ?? new Uint8Array(0)
    const named = { version: 1, ...namesOf(pairing), nonce, pinId } as const
    const message = pinKeyDocument.message(pinKeyDocument.encode({ ...named, pinKey: made.key.publicKey }))
    const parts = [made.key.publicKey, ...signers.map((signer) => signer.sign(message))]
    const plain = concat(parts)
    const sealed = await sealForServer(sealingKey, owner.serverId, plain)
    for (const bytes of [message, plain, ...parts]) bytes.fill(0)
    const body = pinSetDocument.encode({ ...named, sealed })
    const signature = toBase64Url(await input.key.sign(pinSetDocument.message(body)))
    const frame = { type: 'set_pin', pinId: made.kept.pinId, sealed: toBase64Url(sealed), signature } as const
    return { kept: made.kept, frame }
  } finally {
    for (const signer of signers) signer.wipe()
  }
}

export interface ProvePinInput {
  readonly pairing: Pairing
  readonly sealingKey: ServerKey
  readonly kept: KeptPin
  readonly pin: Uint8Array
  /** What is signed, with the domain of a PIN key's document. */
  readonly message: Uint8Array
}

/** The signature of the PIN key, sealed: what waits, and what is sent again, is nothing to guess with. */
export async function provePin(input: ProvePinInput): Promise<VerificationProof> {
  const { pairing, sealingKey, kept, pin, message } = input
  const owner = { serverId: serverIdOf(pairing), deviceId: pairing.deviceId }
  const key = await openPinKey(pin, kept, owner)
  try {
    const signature = key.sign(message)
    const sealed = await sealForServer(sealingKey, owner.serverId, signature)
    signature.fill(0)
    return { kind: 'pin', sealed: toBase64Url(sealed) }
  } finally {
    key.wipe()
  }
}

function namesOf(pairing: Pairing): {
  readonly serverId: Uint8Array
  readonly accountId: Uint8Array
  readonly deviceId: Uint8Array
} {
  return {
    serverId: serverIdOf(pairing),
    accountId: idToBytes(pairing.accountId),
    deviceId: idToBytes(pairing.deviceId),
  }
}
