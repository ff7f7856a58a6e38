// A server that a fault happens to: where it is reached, how its processes are killed and started again, and its database seen from outside.
import type { Ports } from '@countersign/server/core/ports'
import { openAdmin } from '../support/admin.js'
import { startNodes } from '../support/nodes.js'
import type { ServerProcess } from '../support/server-process.js'
import { ServerHome } from '../support/server-process.js'

export interface Site {
  /** Where apps, pages and phones reach it. */
  readonly url: string
  /** The admin's view of keys and database; it works while no server runs. */
  readonly ports: Ports
  readonly addApp: (name: string) => Promise<{ readonly appId: string; readonly apiKey: string }>
  /** How many processes serve. */
  readonly nodes: number
  /** SIGKILL. */
  kill(node: number): Promise<void>
  /** Resolves once the process serves again. */
  start(node: number): Promise<void>
  /** What all processes wrote: warnings and errors. */
  readonly lines: readonly string[]
  end(): Promise<void>
}

/** One process on SQLite, as most people run it. */
export interface SqliteSite extends Site {
  readonly home: ServerHome
  readonly process: ServerProcess
}

/**
 * @param settings environment variables by name.
 * @param nodeOptions for the server's process, e.g. a preload.
 */
export async function sqliteSite(
  settings: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Promise<SqliteSite> {
  const home = await ServerHome.create(settings)
  const admin = await openAdmin(home, settings)
  const processes: ServerProcess[] = [await home.serve(nodeOptions)]
  const current = (): ServerProcess => {
    const process = processes.at(-1)
    if (process === undefined) throw new Error('no process was started')
    return process
  }
  return {
    url: home.url,
    home,
    ports: admin.ports,
    addApp: admin.addApp,
    nodes: 1,
    get process() {
      return current()
    },
    kill: () => current().kill(),
    async start() {
      processes.push(await home.serve(nodeOptions))
    },
    get lines() {
      return processes.flatMap(({ lines }) => lines)
    },
    async end() {
      await admin.close()
      await current().kill()
      home.remove()
    },
  }
}

/** Several processes on one PostgreSQL, joined by a fabric, behind one address. */
export async function nodesSite(options: Parameters<typeof startNodes>[0]): Promise<Site> {
  return startNodes(options)
}
