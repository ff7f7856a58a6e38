// Accounts with paired devices, written straight into a new server's database, and the facts a load generator needs of them.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { AccountId, DeviceId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { newAccount } from '@countersign/server/core/new-account'
import { openAdmin } from '../support/admin.js'
import { ServerHome } from '../support/server-process.js'

export interface FleetDevice {
  readonly userId: string
  readonly accountId: AccountId
  readonly deviceId: DeviceId
  /** PKCS #8, DER, base64. */
  readonly privateKey: string
}

/** Plain JSON: it is sent to the generator's process. */
export interface Fleet {
  readonly url: string
  /** Where its phones connect, when that is another node than the one that apps call. */
  readonly phonesUrl?: string
  readonly serverId: string
  readonly apiKey: string
  readonly devices: readonly FleetDevice[]
}

/** A new server with these settings, not yet running, with `accounts` accounts of `devicesEach` active devices and one app. */
export async function createFleet(
  accounts: number,
  devicesEach: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly home: ServerHome; readonly fleet: Fleet }> {
  const home = await ServerHome.create(settings)
  const { ports, addApp, close } = await openAdmin(home, settings)
  const { apiKey } = await addApp('Bench')
  const devices: FleetDevice[] = []
  await ports.storage.transaction(async (stores) => {
    const createdAtMs = Date.now()
    for (let i = 0; i < accounts; i += 1) {
      const userId = `user${i}`
      // Sound: a random UUID, as these ids are; the brand exists only at compile time.
      const accountId = randomUUID() as AccountId
      await stores.accounts.add(newAccount(accountId, userId, createdAtMs))
      for (let j = 0; j < devicesEach; j += 1) {
        const deviceId = randomUUID() as DeviceId
        const { publicKey, privateKey } = generateKeyPairSync('ed25519')
        await stores.devices.add({
          ...{ id: deviceId, accountId, name: `phone ${j}`, state: 'active', counter: 0 },
          publicKey: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
          ...{ verifies: false, createdAtMs, changedAtMs: createdAtMs, lastUsedAtMs: undefined },
        })
        const der = privateKey.export({ format: 'der', type: 'pkcs8' })
        devices.push({ userId, accountId, deviceId, privateKey: der.toString('base64') })
      }
    }
  })
  const serverId = toBase64Url(ports.vault.serverId)
  await close()
  return { home, fleet: { url: home.url, serverId, apiKey, devices } }
}
