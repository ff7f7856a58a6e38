// The demo's own key at the Countersign server: asked for once, kept in a file that only this user can read.
import { readFile, writeFile } from 'node:fs/promises'
import type { CountersignCli, Line } from './countersign-cli.js'

export interface AppKey {
  readonly appId: string
  readonly apiKey: string
}

/**
 * The key for this origin. An origin seen for the first time, e.g. because the usual port was taken, is another app to the
 * server; a lost file is mended by a new key.
 */
export async function appKeyFor(cli: CountersignCli, file: string, origin: string): Promise<AppKey> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  // Sound: only this function writes the file.
  const kept = JSON.parse(text) as Readonly<Record<string, AppKey>>
  const known = kept[origin]
  if (known !== undefined) return known
  const name = origin === 'http://localhost:4000' ? 'Demo app' : `Demo app (${new URL(origin).host})`
  const added = await cli.run('app', 'add', name, '--origin', origin)
  const made = keyOf(added) ?? keyOf(await cli.run('app', 'rotate-key', name))
  if (made === undefined) throw new Error(`the app could not be added: ${JSON.stringify(added['error'])}`)
  await writeFile(file, JSON.stringify({ ...kept, [origin]: made }, null, 2), { mode: 0o600 })
  return made
}

function keyOf({ app, apiKey }: Line): AppKey | undefined {
  if (typeof apiKey !== 'string' || typeof app !== 'object' || app === null) return undefined
  const id: unknown = Reflect.get(app, 'id')
  return typeof id === 'string' ? { appId: id, apiKey } : undefined
}
