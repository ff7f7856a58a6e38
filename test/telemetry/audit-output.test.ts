// Audit entries on the standard output: lines that a collector can take, whatever stands in them.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { SavedEntry } from '@countersign/server/core/ports-audit'
import { createAuditOutput } from '@countersign/server/telemetry/audit-output'

const entry: SavedEntry = {
  id: '019712f0-5c00-7a1e-8d7e-0f2b3c4d5e6f',
  atMs: Date.UTC(2026, 10, 21, 18, 14, 54, 7),
  entry: {
    action: 'login.denied',
    actor: 'device:1',
    accountId: undefined,
    appId: undefined,
    facts: { browser: 'Zoë’s\n<109>1 forged "line" 𝄞' },
  },
  factsText: '',
  mark: new Uint8Array(32),
  link: { sequence: 7, hash: new Uint8Array(32) },
}

function written(form: 'none' | 'json' | 'syslog', entries: readonly SavedEntry[] = [entry]): string {
  let text = ''
  createAuditOutput(form, { write: (more) => (text += more) }, 'id 1.example.org')(entries)
  return text
}

test('none writes nothing', () => {
  assert.equal(written('none'), '')
})

test('as JSON an entry is one line, told from the log by its member', () => {
  const line = written('json', [entry, entry]).split('\n')
  assert.equal(line.length, 3)
  const { time, audit } = JSON.parse(line[0] ?? '') as { time: number; audit: { sequence: number } }
  assert.deepEqual([time, audit.sequence], [entry.atMs, 7])
})

test('as syslog an entry is one line of RFC 5424 in ASCII, that no browser’s name can break', () => {
  const text = written('syslog')
  assert.match(
    text,
    /^<109>1 2026-11-21T18:14:54\.007Z id_1\.example\.org countersign \d+ login\.denied - \{[\x20-\x7e]*\}\n$/,
  )
  const message: unknown = JSON.parse(text.slice(text.indexOf('{')))
  assert.deepEqual((message as { facts: unknown }).facts, entry.entry.facts)
})

test('a reported login is a warning, all else a notice', () => {
  const reported = { ...entry, entry: { ...entry.entry, action: 'login.reported' } } as const
  assert.match(written('syslog', [reported]), /^<108>1 /)
})
