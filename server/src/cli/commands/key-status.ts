// `countersign key status`: the keys that sign challenges, and until when.
import { toBase64Url } from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import { defineCommand } from '../command.js'
import { columns, when } from '../report.js'
import { withPorts } from '../server.js'

export const keyStatus = defineCommand({
  name: 'key status',
  sentence: 'show the keys that sign challenges, and until when',
  details:
    'A running server makes the next key by itself, 14 days before it is needed, and keeps old ones as long as anyone may check them.',
  arguments: [],
  options: {},
  examples: ['countersign key status', 'countersign key status --json'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const status = await keyView(ports)
      return surroundings.report.done(status, keyText(status))
    }),
})

export interface KeyView extends Record<string, unknown> {
  readonly serverId: string
  readonly keySetVersion: number
  readonly keys: readonly {
    readonly id: string
    readonly use: 'current' | 'next' | 'retired'
    readonly notBeforeMs: number
    readonly notAfterMs: number
  }[]
}

/** Keys in the order in which they sign. */
export async function keyView(ports: Ports): Promise<KeyView> {
  const nowMs = ports.clock.nowMs()
  const currentId = ports.vault.signingKey(nowMs).keyId
  const records = [...(await ports.storage.read.signingKeys.all())].sort(
    (a, b) => a.notBeforeMs - b.notBeforeMs,
  )
  return {
    serverId: toBase64Url(ports.vault.serverId),
    keySetVersion: ports.vault.keySetVersion(),
    keys: records.map(({ id, notBeforeMs, notAfterMs }) => ({
      id,
      use: id === currentId ? 'current' : notBeforeMs > nowMs ? 'next' : 'retired',
      notBeforeMs,
      notAfterMs,
    })),
  }
}

export function keyText({ serverId, keySetVersion, keys }: KeyView): string {
  const rows = keys.map(({ id, use, notBeforeMs, notAfterMs }) => [
    id,
    use,
    when(notBeforeMs),
    when(notAfterMs),
  ])
  return `server id ${serverId}, key set version ${keySetVersion}\n\n${columns(['KEY ID', 'USE', 'FROM', 'UNTIL'], rows)}`
}
