// A reader that takes its time: an export of the audit waits for it. What it waits with must not pile up, else one slow download of a
// long record, or many that are broken off, take the server's memory.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { SealedEntry } from '@countersign/server/core/ports-audit'
import { sendExport } from '@countersign/server/http/admin/audit-export'

const ENTRIES = 4_000

async function* entries(read: { count: number }): AsyncIterable<SealedEntry> {
  for (let sequence = 1; sequence <= ENTRIES; sequence += 1) {
    read.count = sequence
    yield {
      id: `e${sequence}`,
      atMs: sequence,
      entry: { action: 'door.opened', actor: 'operator', accountId: undefined, appId: undefined, facts: {} },
      factsText: JSON.stringify({ note: 'x'.repeat(4_000) }),
      mark: new Uint8Array(32),
      link: { sequence, hash: new Uint8Array(32) },
    }
  }
}

test('nothing is read ahead of the reader, no listener piles up, and it ends when the reader goes', async () => {
  const read = { count: 0 }
  let response: ServerResponse | undefined
  let over = (): void => undefined
  const ended = new Promise<void>((resolve) => {
    over = resolve
  })
  const server = createServer((_request, answer) => {
    response = answer
    const exported = { entries: entries(read), checkpoint: undefined, serverId: new Uint8Array(32) }
    void sendExport(answer, 'jsonl', exported, '2026-11-21').then(over)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  // Sound: it listens on a port.
  const { port } = server.address() as AddressInfo
  const request = get({ port, host: 'localhost' })
  const [incoming] = await once(request, 'response')
  let bytes = 0
  for await (const chunk of incoming) {
    bytes += chunk.length
    if (bytes > 4_000_000) break
  }
  assert.ok(read.count < ENTRIES, 'all of it was read ahead')
  for (const event of ['close', 'drain', 'error'])
    assert.ok((response?.listenerCount(event) ?? 0) < 10, `${event}: ${response?.listenerCount(event)}`)
  request.destroy()
  await ended
  server.close()
})
