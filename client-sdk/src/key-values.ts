// Keys and pairings over any store of texts by name: a phone's keychain for the one, its ordinary storage for the other.
import { fromBase64Url, toBase64Url } from '@countersign/protocol'
import { DeviceError } from './error.js'
import type { DeviceCrypto } from './hashes.js'
import type { Keystore } from './keystore.js'
import { keyFromSeed, openTested, requireKeyId } from './keystore.js'
import type { Pairing, PairingStore } from './pairing-record.js'
import { byAge, parsePairing } from './pairing-record.js'

/** What keychains and storages of phones have in common. Each call resolves once it is durable. */
export interface KeyValues {
  /** Null: nothing under that name. */
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

/** Ed25519, RFC 8032 §5.1.5. */
const SEED_BYTES = 32

/**
 * Keys as 32-byte seeds in a secret store, e.g. the keychain of a phone: `countersign.key.<id>`, base64url. tweetnacl signs, so the
 * seed is in this program's memory while it does: a `Keystore` of your own over hardware keys is better where there is one.
 *
 * @param secrets nobody else can read it; keep it out of backups and of synchronisation, or the key is cloned with them.
 * @param crypto what the seeds are drawn from.
 * @example const keystore = seedKeystore(keychain, crypto)
 */
export function seedKeystore(secrets: KeyValues, crypto: Pick<DeviceCrypto, 'randomBytes'>): Keystore {
  const nameOf = (id: string): string => {
    requireKeyId(id)
    return `countersign.key.${id}`
  }
  const keystore: Keystore = {
    kind: 'seed',
    async create(id) {
      await stored(() => secrets.set(nameOf(id), toBase64Url(crypto.randomBytes(SEED_BYTES))))
      return openTested(keystore, id)
    },
    async open(id) {
      const text = await stored(() => secrets.get(nameOf(id)))
      if (text === null) return undefined
      const seed = fromBase64Url(text)
      if (seed?.length !== SEED_BYTES) throw new DeviceError('storage_failed', 'a stored key is malformed')
      return keyFromSeed(seed)
    },
    async remove(id) {
      await stored(() => secrets.remove(nameOf(id)))
    },
  }
  return keystore
}

const PAIRINGS = 'countersign.pairings'

/**
 * Pairings as one JSON text under `countersign.pairings`. Saves one after the other, so that two devices of one app lose nothing.
 *
 * @example const store = keyValuePairingStore(storage)
 */
export function keyValuePairingStore(values: KeyValues): PairingStore {
  let last: Promise<unknown> = Promise.resolve()
  const change = (edit: (all: readonly Pairing[]) => readonly Pairing[]): Promise<void> => {
    const done = last.then(async () => {
      const after = edit(await readAll(values))
      await stored(() => values.set(PAIRINGS, JSON.stringify(after)))
    })
    last = done.catch(() => undefined)
    return done
  }
  return {
    save: (pairing) =>
      change((all) => [...all.filter(({ deviceId }) => deviceId !== pairing.deviceId), pairing]),
    all: async () => [...(await readAll(values))].sort(byAge),
    remove: (deviceId) => change((all) => all.filter((pairing) => pairing.deviceId !== deviceId)),
  }
}

async function readAll(values: KeyValues): Promise<readonly Pairing[]> {
  const text = await stored(() => values.get(PAIRINGS))
  const held: unknown = text === null ? [] : parseJson(text)
  const pairings = Array.isArray(held) ? held.map(parsePairing) : [undefined]
  return pairings.map((pairing) => {
    if (pairing === undefined) throw new DeviceError('storage_failed', 'the stored pairings are malformed')
    return pairing
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof DeviceError || cause instanceof RangeError) throw cause
    throw new DeviceError('storage_failed', 'the store of this place failed', { cause })
  }
}
