// People with a phone each: accounts written straight into the database, and phones that are the SDK's own device on a real socket.
import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { DeviceSocketConstructor, Pairing } from '@countersign/client-sdk'
import { Device, memoryPairingStore } from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import type { AccountId, DeviceId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { newAccount } from '@countersign/server/core/new-account'
import type { Ports } from '@countersign/server/core/ports'
import { WebSocket } from 'ws'

export interface Person {
  readonly userId: string
  readonly accountId: AccountId
  readonly deviceId: DeviceId
  readonly publicKey: Uint8Array
  readonly privateKey: KeyObject
}

/** Accounts in one transaction: a short one, so that a server that runs meanwhile goes on. */
const PER_TRANSACTION = 50

export async function addPeople(ports: Ports, count: number, prefix = 'person'): Promise<readonly Person[]> {
  const people = Array.from({ length: count }, (_, at) => newPerson(`${prefix}${at}`))
  for (let from = 0; from < count; from += PER_TRANSACTION)
    await ports.storage.transaction(async (stores) => {
      const createdAtMs = ports.clock.nowMs()
      for (const { userId, accountId, deviceId, publicKey } of people.slice(from, from + PER_TRANSACTION)) {
        await stores.accounts.add(newAccount(accountId, userId, createdAtMs))
        await stores.devices.add({
          ...{ id: deviceId, accountId, name: 'phone', publicKey, state: 'active', counter: 0 },
          ...{ verifies: false, createdAtMs, changedAtMs: createdAtMs, lastUsedAtMs: undefined },
        })
      }
    })
  return people
}

function newPerson(userId: string): Person {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    userId,
    // Sound: random UUIDs, as these ids are; the brands exist only at compile time.
    accountId: randomUUID() as AccountId,
    deviceId: randomUUID() as DeviceId,
    // RFC 8410 §4: the key is the last 32 bytes of its SubjectPublicKeyInfo.
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)),
    privateKey,
  }
}

/**
 * The person's phone, not started yet.
 *
 * @param serverUrl what it was paired with: the site's public address.
 * @param webSocket how it connects, e.g. through a bad network.
 */
export function phoneOf(
  person: Person,
  ports: Ports,
  serverUrl: string,
  webSocket: DeviceSocketConstructor = WebSocket,
): Device {
  const { publicKey, privateKey } = person
  return new Device({
    pairing: pairingOf(person, ports, serverUrl),
    store: memoryPairingStore(),
    key: { publicKey, sign: async (message) => new Uint8Array(sign(null, message, privateKey)) },
    verify: nodeVerify,
    webSocket,
    wakeSignal: () => () => undefined,
  })
}

function pairingOf(
  { userId, accountId, deviceId }: Person,
  { vault, clock }: Ports,
  serverUrl: string,
): Pairing {
  return {
    ...{ serverUrl, serverId: toBase64Url(vault.serverId), serverName: 'ACME' },
    ...{ accountId, userId, deviceId, deviceName: 'phone', keyId: 'k1' },
    ...{ keySet: vault.keySet(), keySetVersion: vault.keySetVersion() },
    ...{ nextCounter: 1, forgottenSequence: 0, seen: [], pairedAtMs: clock.nowMs() },
  }
}
