// Keys and pairings of a device in files of one private directory; for Node (entry `@countersign/client-sdk/node`).
import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAcceptableKey, isCanonicalSignature } from '@countersign/protocol'
import { DeviceError } from './error.js'
import type { DeviceKey, Keystore } from './keystore.js'
import { openTested, requireKeyId } from './keystore.js'
import type { Pairing, PairingStore } from './pairing-record.js'
import { byAge, parsePairing } from './pairing-record.js'
import { isMissing, readPrivate, requirePrivateDirectory, writeDurably } from './private-files.js'
import type { Verify } from './verify-ed25519.js'

export { fileOfflineCodeStore } from './offline-code-node.js'
export { filePinStore } from './pin-node.js'

/**
 * Keys as PKCS #8 PEM files with mode 0600, `<directory>/<id>.key`. Whoever can read the file can be the device: this is
 * for terminals and scripts, and as safe as the account it runs under.
 *
 * @param directory made with mode 0700 when missing; refused (`key_exposed`) when others may write in it, as is a key file
 * that others may read.
 *
 * @example
 * const keystore = fileKeystore('./countersign')
 * const key = await keystore.create('terminal')
 * const signature = await key.sign(new TextEncoder().encode('hello'))
 */
export function fileKeystore(directory: string): Keystore {
  const pathOf = (id: string): string => {
    requireKeyId(id)
    return join(directory, `${id}.key`)
  }
  const keystore: Keystore = {
    kind: 'file',
    async create(id) {
      const path = pathOf(id)
      await requirePrivateDirectory(directory)
      const { privateKey } = generateKeyPairSync('ed25519')
      await writeDurably(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
      return openTested(keystore, id, nodeVerify)
    },
    async open(id) {
      const pem = await readPrivate(pathOf(id))
      return pem === undefined ? undefined : keyFromPem(pem)
    },
    async remove(id) {
      await rm(pathOf(id), { force: true })
    },
  }
  return keystore
}

/**
 * Pairings as JSON files, `<directory>/<deviceId>.pairing.json`, one each, so that devices of one directory can run in
 * different processes. A file that is not a pairing makes `all` reject with `storage_failed` and its name.
 *
 * @example
 * const store = filePairingStore('./countersign')
 * for (const pairing of await store.all()) console.log(pairing.userId, pairing.serverName)
 */
export function filePairingStore(directory: string): PairingStore {
  const pathOf = (deviceId: string): string => {
    requireKeyId(deviceId)
    return join(directory, `${deviceId}${PAIRING_SUFFIX}`)
  }
  return {
    async save(pairing) {
      await requirePrivateDirectory(directory)
      await writeDurably(pathOf(pairing.deviceId), `${JSON.stringify(pairing, undefined, 2)}\n`)
    },
    async all() {
      const names = (await namesIn(directory)).filter((name) => name.endsWith(PAIRING_SUFFIX))
      const pairings = await Promise.all(names.map((name) => readPairing(join(directory, name))))
      return pairings.sort(byAge)
    },
    async remove(deviceId) {
      await rm(pathOf(deviceId), { force: true })
    },
  }
}

/** Verifies with `node:crypto`, which is faster than WebCrypto in Node and says nothing about being experimental. */
export const nodeVerify: Verify = async (publicKey, message, signature) => {
  if (!isAcceptableKey(publicKey) || !isCanonicalSignature(signature)) return false
  try {
    const x = Buffer.from(publicKey).toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, message, key, signature)
  } catch {
    // Not a point of the curve: no signature fits.
    return false
  }
}

const PAIRING_SUFFIX = '.pairing.json'

function keyFromPem(pem: string): DeviceKey {
  const privateKey = parsePem(pem)
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new DeviceError('storage_failed', 'the key file holds another kind of key')
  // RFC 8410 §4: the public key is the last 32 bytes of its SubjectPublicKeyInfo.
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(-32)
  return {
    publicKey: new Uint8Array(publicKey),
    sign: async (message) => new Uint8Array(sign(null, message, privateKey)),
  }
}

function parsePem(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (cause) {
    throw new DeviceError('storage_failed', 'the key file holds no key', { cause })
  }
}

async function readPairing(path: string): Promise<Pairing> {
  const text = await readFile(path, 'utf8')
  let pairing: Pairing | undefined
  try {
    pairing = parsePairing(JSON.parse(text))
  } catch (cause) {
    throw new DeviceError('storage_failed', `${path} is not JSON`, { cause })
  }
  if (pairing === undefined) throw new DeviceError('storage_failed', `${path} is not a pairing`)
  return pairing
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
