// The server's key set on a device: checked against the pinned server id, never older than before, fetched again when a key is unknown.
import type { KeySet, ServerKey, SignedKeySet } from '@countersign/protocol'
import {
  equalBytes,
  fromBase64Url,
  keyAlgorithm,
  keyRole,
  keySetDocument,
  sealingKeyAt,
  serverIdPreimage,
} from '@countersign/protocol'
import type { DeviceClock } from './environment.js'
import { DeviceError } from './error.js'
import type { DeviceCrypto } from './hashes.js'
import type { Verify } from './verify-ed25519.js'

/**
 * Checks a key set in the order of [KS1] and [KS2]. Rejects with `server_identity_wrong`, `key_set_invalid` or
 * `key_set_rolled_back`.
 *
 * @param pinnedServerId 32 bytes, from the pairing.
 * @param lowestVersion the highest version accepted before, 0 for none.
 */
export async function checkKeySet(
  signed: SignedKeySet,
  pinnedServerId: Uint8Array,
  lowestVersion: number,
  verify: Verify,
  crypto: Pick<DeviceCrypto, 'sha256'>,
): Promise<KeySet> {
  const rootKey = fromBase64Url(signed.rootKey)
  const body = fromBase64Url(signed.body)
  const signature = fromBase64Url(signed.signature)
  if (!rootKey || !body || !signature)
    throw new DeviceError('key_set_invalid', 'base64url expected in the key set')
  if (!equalBytes(await crypto.sha256(serverIdPreimage(rootKey)), pinnedServerId))
    throw new DeviceError('server_identity_wrong', 'the root key is not the one of the pinned server id')
  if (!(await verify(rootKey, keySetDocument.message(body), signature)))
    throw new DeviceError('key_set_invalid', 'the root key did not sign this key set')
  const parsed = keySetDocument.parse(body)
  if (!parsed.ok) throw new DeviceError('key_set_invalid', parsed.fault)
  if (!equalBytes(parsed.value.serverId, pinnedServerId))
    throw new DeviceError('key_set_invalid', 'the key set names another server')
  if (parsed.value.keySetVersion < lowestVersion)
    throw new DeviceError(
      'key_set_rolled_back',
      `version ${lowestVersion} or later expected, ${parsed.value.keySetVersion} came`,
    )
  return parsed.value
}

/** An unknown key makes the device ask at most once in this time, so that forged messages cannot make it flood the server. */
const ASK_AGAIN_AFTER_MS = 10_000

interface ServerKeysOptions {
  readonly serverId: Uint8Array
  readonly stored: SignedKeySet
  readonly storedVersion: number
  readonly fetchKeySet: () => Promise<SignedKeySet>
  readonly verify: Verify
  readonly crypto: Pick<DeviceCrypto, 'sha256'>
  readonly clock: DeviceClock
  /** A newer set was accepted and must be remembered. */
  readonly onNewer: (signed: SignedKeySet, version: number) => Promise<void>
  /** A set was refused, or could not be fetched. */
  readonly onFault: (error: DeviceError) => void
}

/** The key set in use by one device. */
export class ServerKeys {
  readonly #options: ServerKeysOptions
  #version: number
  #keySet: Promise<KeySet | undefined> | undefined
  #asking: Promise<void> | undefined
  #answeredAtMs = Number.NEGATIVE_INFINITY

  constructor(options: ServerKeysOptions) {
    this.#options = options
    this.#version = options.storedVersion
  }

  /** The challenge key that made this signature; undefined when none did, after asking the server for newer keys once. */
  async signerOf(message: Uint8Array, signature: Uint8Array): Promise<ServerKey | undefined> {
    const known = await this.#tryKeys(message, signature)
    if (known !== undefined) return known
    const before = this.#version
    await this.#ask()
    return this.#version === before ? undefined : this.#tryKeys(message, signature)
  }

  /** What is sealed to the server is sealed to this; undefined: its set has none, also after it was asked once more. */
  async sealingKey(): Promise<ServerKey | undefined> {
    const known = await this.#knownSealingKey()
    if (known !== undefined) return known
    await this.#ask()
    return this.#knownSealingKey()
  }

  async #knownSealingKey(): Promise<ServerKey | undefined> {
    const keySet = await this.#current()
    return keySet && sealingKeyAt(keySet, this.#options.clock.nowMs())
  }

  /** The server says which version it has; a higher one is fetched in the background. */
  async hearVersion(version: number): Promise<void> {
    if (version > this.#version) return this.#ask()
    if (version < this.#version)
      this.#options.onFault(
        new DeviceError(
          'key_set_rolled_back',
          `version ${this.#version} or later expected, ${version} announced`,
        ),
      )
  }

  // [CH1] verifies before it parses, so the key id inside the body is not known yet: at most 16 keys are tried.
  async #tryKeys(message: Uint8Array, signature: Uint8Array): Promise<ServerKey | undefined> {
    const keySet = await this.#current()
    for (const key of keySet?.keys ?? []) {
      if (key.role !== keyRole.challenge || key.algorithm !== keyAlgorithm.ed25519) continue
      if (await this.#options.verify(key.publicKey, message, signature)) return key
    }
    return undefined
  }

  /** The stored set is checked like a fetched one: storage is not trusted to be untouched. */
  #current(): Promise<KeySet | undefined> {
    const { stored, serverId, verify, crypto } = this.#options
    this.#keySet ??= checkKeySet(stored, serverId, this.#version, verify, crypto).catch((error: unknown) => {
      this.#options.onFault(asKeySetFault(error))
      return undefined
    })
    return this.#keySet
  }

  #ask(): Promise<void> {
    if (this.#asking !== undefined) return this.#asking
    const sinceMs = this.#options.clock.nowMs() - this.#answeredAtMs
    // Below zero: the phone's clock was set back.
    if (sinceMs >= 0 && sinceMs < ASK_AGAIN_AFTER_MS) return Promise.resolve()
    this.#asking = this.#replace().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #replace(): Promise<void> {
    const { serverId, verify, crypto } = this.#options
    try {
      const signed = await this.#options.fetchKeySet()
      this.#answeredAtMs = this.#options.clock.nowMs()
      const keySet = await checkKeySet(signed, serverId, this.#version, verify, crypto)
      if (keySet.keySetVersion === this.#version && (await this.#current()) !== undefined) return
      this.#version = keySet.keySetVersion
      this.#keySet = Promise.resolve(keySet)
      await this.#options.onNewer(signed, keySet.keySetVersion)
    } catch (error) {
      this.#options.onFault(asKeySetFault(error))
    }
  }
}

function asKeySetFault(error: unknown): DeviceError {
  return error instanceof DeviceError
    ? error
    : new DeviceError('key_set_invalid', 'the key set could not be checked', { cause: error })
}
