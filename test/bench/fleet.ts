// Accounts with paired devices, written straight into a new server's database, and the facts a load generator needs of them.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { AccountId, DeviceId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { newAccount } from '@countersign/server/core/new-account'
import type { Device } from '@countersign/server/core/records'
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
  for (let first = 0; first < accounts; first += PER_TRANSACTION) {
    const made = Array.from({ length: Math.min(PER_TRANSACTION, accounts - first) }, (_, i) =>
      newAccountWithDevices(`user${first + i}`, devicesEach),
    )
    await ports.storage.transaction(async (stores) => {
      for (const { account, held } of made) {
        await stores.accounts.add(account)
        for (const { device } of held) await stores.devices.add(device)
      }
    })
    devices.push(...made.flatMap(({ held }) => held.map(({ fleetDevice }) => fleetDevice)))
  }
  const serverId = toBase64Url(ports.vault.serverId)
  await close()
  return { home, fleet: { url: home.url, serverId, apiKey, devices } }
}

/** A transaction has five seconds, whatever else the machine does. */
const PER_TRANSACTION = 50

function newAccountWithDevices(userId: string, count: number) {
  const createdAtMs = Date.now()
  // Sound: random UUIDs, as these ids are; the brands exist only at compile time.
  const accountId = randomUUID() as AccountId
  const held = Array.from({ length: count }, (_, i) => {
    const deviceId = randomUUID() as DeviceId
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const device: Device = {
      ...{ id: deviceId, accountId, name: `phone ${i}`, state: 'active', counter: 0 },
      publicKey: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
      ...{ verifies: false, createdAtMs, changedAtMs: createdAtMs, lastUsedAtMs: undefined },
    }
    const der = privateKey.export({ format: 'der', type: 'pkcs8' })
    return { device, fleetDevice: { userId, accountId, deviceId, privateKey: der.toString('base64') } }
  })
  return { account: newAccount(accountId, userId, createdAtMs), held }
}
