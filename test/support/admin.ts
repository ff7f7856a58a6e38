// The admin's side of a server that runs as another process: the flows of the command line on the same database, without a process each.
import type { TicketId } from '@countersign/protocol'
import { createPorts } from '@countersign/server/assembly'
import { loadConfig } from '@countersign/server/config'
import type { Ports } from '@countersign/server/core/ports'
import type { Result } from '@countersign/server/core/refusal'
import { addAccount } from '@countersign/server/flows/accounts'
import { addApp } from '@countersign/server/flows/apps'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { createTicket } from '@countersign/server/flows/create-ticket'
import type { ServerHome } from './server-process.js'

export interface Admin {
  readonly ports: Ports
  addAccount(userId: string): Promise<void>
  addApp(name: string): Promise<{ readonly appId: string; readonly apiKey: string }>
  pairingLink(userId: string): Promise<{ readonly link: string; readonly ticketId: TicketId }>
  confirm(ticketId: TicketId, confirmation: string): Promise<void>
  close(): Promise<void>
}

/** `settings` are environment variables by name, where those of the server matter here. */
export async function openAdmin(
  home: ServerHome,
  settings: Readonly<Record<string, string>> = {},
): Promise<Admin> {
  const database = `sqlite:${home.directory}/data/countersign.db`
  const environment = {
    COUNTERSIGN_STORAGE_URL: database,
    COUNTERSIGN_KEYS_FILE: `${home.directory}/data/keys.json`,
    ...settings,
  }
  const read = loadConfig(environment, home.directory)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const { ports, close } = await createPorts(read.config, { ports: { log: silent } })
  return {
    ports,
    close,
    async addAccount(userId) {
      expectOk(await addAccount(ports, { userId, displayName: userId }))
    },
    async addApp(name) {
      const { app, apiKey } = expectOk(await addApp(ports, { name, origins: ['https://app.example.org'] }))
      return { appId: app.id, apiKey }
    },
    pairingLink: async (userId) => expectOk(await createTicket(ports, userId)),
    async confirm(ticketId, confirmation) {
      expectOk(await confirmPairing(ports, ticketId, confirmation))
    },
  }
}

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}
