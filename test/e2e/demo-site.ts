// The demo app on a free port, added to the server by the command line, with users of the suite's choice.
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createApp } from '@countersign/demo/app'
import { Users } from '@countersign/demo/users'
import { freePort } from '../support/free-port.js'
import type { ServerHome } from '../support/server-process.js'

export const PASSWORD = 'correct horse'

export interface DemoSite {
  readonly origin: string
  close(): Promise<void>
}

interface Wanted {
  /** What the phone calls the app. */
  readonly name: string
  readonly host: 'localhost' | '127.0.0.1'
  readonly home: ServerHome
  /** Where its users are kept. */
  readonly directory: string
  readonly linked?: readonly string[]
  readonly unlinked?: readonly string[]
  /** Lets people in without a phone where the policies say so. */
  readonly acceptWaivers?: boolean
}

export async function openDemoSite(wanted: Wanted): Promise<DemoSite> {
  const { name, host, home } = wanted
  const port = await freePort()
  const origin = `http://${host}:${port}`
  // Sound: the two shapes are those of docs/reference/cli.md; another one fails in `createApp`, which checks them.
  const added = (await home.command('app', 'add', name, '--origin', origin)) as {
    readonly app: { readonly id: string }
    readonly apiKey: string
  }
  const { serverId } = (await home.command('key', 'status')) as { readonly serverId: string }
  const app = createApp({
    origin,
    serverId,
    serverUrl: home.url,
    apiKey: added.apiKey,
    appId: added.app.id,
    users: await usersOf(wanted, join(wanted.directory, `${port}.json`)),
    acceptWaivers: wanted.acceptWaivers ?? false,
    log: () => undefined,
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The demo makes its two users itself; the suite's own get the hash of the same password. */
async function usersOf({ linked = [], unlinked = [] }: Wanted, file: string): Promise<Users> {
  await Users.open(file, PASSWORD)
  // Sound: written by `Users` the line before.
  const [{ passwordHash }] = JSON.parse(await readFile(file, 'utf8')) as [{ readonly passwordHash: string }]
  const users = [
    ...linked.map((name) => ({
      name,
      passwordHash,
      link: { userId: name, phones: [], acceptsNextPhone: true },
    })),
    ...unlinked.map((name) => ({ name, passwordHash })),
  ]
  await writeFile(file, JSON.stringify(users))
  return Users.open(file, PASSWORD)
}
