// A formula in a spreadsheet: somebody calls their browser `=HYPERLINK(…)`, an admin exports the audit and opens it.
//
// OWASP, "CSV Injection": a cell that begins with = + - @ or a control character is run as a formula.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { SealedEntry } from '@countersign/server/core/ports-audit'
import { exportLines } from '@countersign/server/flows/admin/audit-lines'

async function exported(actor: string, factsText = '{}'): Promise<readonly string[]> {
  const entry: SealedEntry = {
    id: 'id',
    atMs: 0,
    entry: { action: 'door.opened', actor, accountId: undefined, appId: undefined, facts: {} },
    factsText,
    mark: new Uint8Array(32),
    link: { sequence: 1, hash: new Uint8Array(32) },
  }
  async function* one(): AsyncIterable<SealedEntry> {
    yield entry
  }
  const lines: string[] = []
  const all = { entries: one(), checkpoint: undefined, serverId: new Uint8Array(32) }
  for await (const line of exportLines('csv', all)) lines.push(line)
  return lines
}

for (const start of ['=', '+', '-', '@', '\t', '\r', '\n'])
  test(`a cell that begins with ${JSON.stringify(start)} is a text to a spreadsheet`, async () => {
    const [, line] = await exported(`${start}HYPERLINK("https://evil.example","click")`)
    assert.ok(line?.includes(`"'${start}HYPERLINK(""https://evil.example"",""click"")"`), line)
  })

test('quotes and line breaks stay inside their cell', async () => {
  const [, line] = await exported('a"b\r\n"c', '{"x":"\\"1\\""}')
  assert.ok(line?.includes('"a""b\r\n""c"'), line)
  assert.ok(line?.includes('"{""x"":""\\""1\\""""}"'), line)
})
