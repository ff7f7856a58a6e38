// This phone's biometrics: a credential of its own hardware, made known to the server, and used to show that its person is there (rules [BI…]).
import type { Answer, DeviceFrame, ServerFrame, VerificationProof } from '@countersign/protocol'
import {
  answerByCredentialDocument,
  biometricsByCredentialDocument,
  biometricsByPinDocument,
  biometricsChallengeDocument,
  biometricsDocument,
  fromBase64Url,
  idToBytes,
  toBase64Url,
  userVerification,
} from '@countersign/protocol'
import type { AskedOfSigner, BiometricSigner, Registration } from './biometric-signer.js'
import { serverIdOf } from './device-frames.js'
import type { DeviceClock } from './environment.js'
import { DeviceError, refusedBy } from './error.js'
import { sha256 } from './hashes.js'
import type { DeviceKey } from './keystore.js'
import type { Pairing } from './pairing-record.js'
import type { Prover } from './prover.js'
import { Question } from './question.js'

type Welcome = Extract<ServerFrame, { type: 'welcome' }>
type Heard = Extract<ServerFrame, { type: 'biometrics_state' }>
type Refused = Extract<ServerFrame, { type: 'refusal' }>

/** What a screen shows of it. */
export interface BiometricsStatus {
  /** The server takes this phone's biometrics; as of the last welcome, undefined before the first. */
  readonly isSetUp: boolean | undefined
}

/** Agrees to a claim by the PIN: over the message, sealed as an answer's proof is. */
export type AgreeByPin = (message: Uint8Array) => Promise<VerificationProof>

export interface BiometricsOptions {
  readonly pairing: () => Pairing
  readonly key: DeviceKey
  /** Undefined: this place has none. */
  readonly signer: BiometricSigner | undefined
  readonly clock: DeviceClock
  /** False: not connected now. */
  readonly send: (frame: DeviceFrame) => boolean
  readonly onChange: (status: BiometricsStatus) => void
}

export class Biometrics {
  readonly #options: BiometricsOptions
  readonly #asked: Question<void>
  /** Of this socket's `hello`: what is signed with it counts on this socket only. */
  #nonce: Uint8Array | undefined
  /** Null: none. The server names it, so nothing of it is kept here. */
  #credentialId: Uint8Array | null | undefined
  #underWay: Promise<void> | undefined

  constructor(options: BiometricsOptions) {
    this.#options = options
    this.#asked = new Question(options.clock)
  }

  get status(): BiometricsStatus {
    return { isSetUp: this.#credentialId === undefined ? undefined : this.#credentialId !== null }
  }

  /** Whether this place can verify its person by itself now: it can change, e.g. with a fingerprint that is enrolled. Never rejects. */
  async isAvailable(): Promise<boolean> {
    const { signer, pairing } = this.#options
    if (signer === undefined || isAddress(hostOf(pairing()))) return false
    return signer.isAvailable()
  }

  /**
   * Makes a credential in this phone's hardware and has the server take it, in the place of the one before. Call it from a tap: the
   * platform asks the person. Resolves when the server has taken it.
   *
   * @param byPin where this phone has a PIN, and no biometrics that could agree themselves.
   *
   * Rejects with `verification_cancelled` (the person did not, or in time), `biometrics_unavailable`, `server_refused`
   * (`serverCode` `verification_required`: the PIN must agree), `server_unreachable`, `device_revoked`, `stopped`.
   */
  setUp(byPin?: AgreeByPin): Promise<void> {
    return this.#alone(async (signer, nonce) => {
      const made = await signer.create({ ...(await this.#registrationAsked(nonce)), ...this.#named() })
      await this.#claim(signer, nonce, made, byPin)
    })
  }

  /** From now on they approve nothing. They must agree themselves, or the PIN. Rejects as `setUp` does; then they still count. */
  remove(byPin?: AgreeByPin): Promise<void> {
    return this.#alone((signer, nonce) => this.#claim(signer, nonce, null, byPin))
  }

  /** Shows for one answer that the person is there. Throws `biometrics_unavailable` where none are set up. */
  prover(): Prover {
    const { signer } = this.#options
    const credentialId = this.#credentialId
    if (signer === undefined || !credentialId) throw unavailable()
    return {
      userVerification: userVerification.webauthn,
      prove: async (answer: Answer) => {
        const message = answerByCredentialDocument.message(answerByCredentialDocument.encode(answer))
        return this.#assert(signer, credentialId, message)
      },
      end: () => undefined,
    }
  }

  hearHello(nonce: string): void {
    this.#nonce = fromBase64Url(nonce)
  }

  /** [BI5]: what the server does not name is none any more. */
  hearWelcome({ biometrics }: Welcome): void {
    this.#change(biometrics === undefined ? null : (fromBase64Url(biometrics) ?? null))
    // Signed for the socket that is gone: whoever waits must begin again, and be asked again.
    this.#asked.fail(new DeviceError('server_unreachable', 'the connection broke meanwhile'))
  }

  hear({ credentialId }: Heard): void {
    this.#change(credentialId === null ? null : (fromBase64Url(credentialId) ?? null))
    this.#asked.answer()
  }

  hearRefusal({ about, code }: Refused): void {
    if (about === 'set_biometrics') this.#asked.fail(refusedBy(code))
  }

  /** Stopped, removed or replaced: who waits is told. */
  giveUp(error: DeviceError): void {
    this.#asked.fail(error)
  }

  #alone(work: (signer: BiometricSigner, nonce: Uint8Array) => Promise<void>): Promise<void> {
    // The platform shows one question at a time; a second tap joins the first.
    this.#underWay ??= this.#begin(work).finally(() => {
      this.#underWay = undefined
    })
    return this.#underWay
  }

  async #begin(work: (signer: BiometricSigner, nonce: Uint8Array) => Promise<void>): Promise<void> {
    const { signer } = this.#options
    if (signer === undefined) throw unavailable()
    const nonce = this.#nonce
    if (nonce === undefined) throw unreachable()
    await work(signer, nonce)
  }

  /** [BI1]: made for this device, on this socket. */
  async #registrationAsked(nonce: Uint8Array): Promise<AskedOfSigner> {
    const { pairing } = this.#options
    const { accountId, deviceId } = pairing()
    const body = biometricsChallengeDocument.encode({
      version: 1,
      serverId: serverIdOf(pairing()),
      accountId: idToBytes(accountId),
      deviceId: idToBytes(deviceId),
      nonce,
    })
    return { rpId: hostOf(pairing()), challenge: await sha256(biometricsChallengeDocument.message(body)) }
  }

  /** The user handle is the pairing's own id, so that a credential made anew takes the place of the old one where they are listed. */
  #named() {
    const { serverName, userId, deviceId } = this.#options.pairing()
    return { rpName: serverName, userName: userId, userHandle: idToBytes(deviceId) }
  }

  async #claim(
    signer: BiometricSigner,
    nonce: Uint8Array,
    made: Registration | null,
    byPin: AgreeByPin | undefined,
  ): Promise<void> {
    const { key, pairing } = this.#options
    const body = biometricsDocument.encode({
      version: 1,
      serverId: serverIdOf(pairing()),
      deviceId: idToBytes(pairing().deviceId),
      nonce,
      credentialId: made?.credentialId ?? new Uint8Array(0),
      attestationHash: made === null ? new Uint8Array(0) : await sha256(made.attestationObject),
    })
    const proof = await this.#agreement(signer, body, byPin)
    const signature = toBase64Url(await this.#sign(key, biometricsDocument.message(body)))
    const credential = made && {
      credentialId: toBase64Url(made.credentialId),
      attestationObject: toBase64Url(made.attestationObject),
      clientDataJson: toBase64Url(made.clientDataJson),
    }
    if (nonce !== this.#nonce) throw unreachable()
    await this.#asked.ask(() =>
      this.#options.send({ type: 'set_biometrics', credential, signature, ...(proof && { proof }) }),
    )
  }

  /** [BI4]: what verified the person till now agrees. */
  async #agreement(
    signer: BiometricSigner,
    body: Uint8Array,
    byPin: AgreeByPin | undefined,
  ): Promise<VerificationProof | undefined> {
    if (byPin !== undefined) return byPin(biometricsByPinDocument.message(body))
    if (!this.#credentialId) return undefined
    return this.#assert(signer, this.#credentialId, biometricsByCredentialDocument.message(body))
  }

  async #assert(
    signer: BiometricSigner,
    credentialId: Uint8Array,
    message: Uint8Array,
  ): Promise<VerificationProof> {
    const rpId = hostOf(this.#options.pairing())
    const asserted = await signer.get({ rpId, challenge: await sha256(message), credentialId })
    return {
      kind: 'webauthn',
      credentialId: toBase64Url(credentialId),
      authenticatorData: toBase64Url(asserted.authenticatorData),
      clientDataJson: toBase64Url(asserted.clientDataJson),
      signature: toBase64Url(asserted.signature),
    }
  }

  async #sign(key: DeviceKey, message: Uint8Array): Promise<Uint8Array> {
    try {
      return await key.sign(message)
    } catch (cause) {
      throw new DeviceError('keys_vanished', 'the device key could not sign', { cause })
    }
  }

  #change(credentialId: Uint8Array | null): void {
    const before = this.status.isSetUp
    this.#credentialId = credentialId
    if (this.status.isSetUp !== before) this.#options.onChange(this.status)
  }
}

function hostOf({ serverUrl }: Pairing): string {
  return new URL(serverUrl).hostname
}

/** WebAuthn §5.1.2: the name of a relying party is a domain; a browser makes no credential for an address. */
function isAddress(host: string): boolean {
  return host.startsWith('[') || /^[0-9.]+$/.test(host)
}

function unavailable(): DeviceError {
  return new DeviceError('biometrics_unavailable', 'this place has no biometrics, or none are set up')
}

function unreachable(): DeviceError {
  return new DeviceError('server_unreachable', 'there is no connection to the server')
}
