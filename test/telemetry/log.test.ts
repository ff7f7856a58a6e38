// The log: one JSON line an event, and no way to put a secret into it by mistake.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { record } from '@countersign/server/flows/admin/action'
import { auditSealer } from '@countersign/server/flows/seal-audit'
import { verifyAudit } from '@countersign/server/flows/verify-audit'
import { createLog } from '@countersign/server/telemetry/log'
import { makeWorld } from '../support/test-world.js'

function lines(
  write: (log: ReturnType<typeof createLog>) => void,
  level: 'info' | 'warn' | 'silent' = 'info',
) {
  const out: string[] = []
  write(createLog(level, { write: (line) => void out.push(line) }))
  return out
}

test('a line is an event with its level, its time in UTC and its fields', () => {
  const [line = ''] = lines((log) =>
    log.info('device_paired', { deviceId: '019aa5c1-4b7c-7d52-b6e8-0d9c1a2b3e4f' }),
  )
  const { time, ...rest } = JSON.parse(line)
  assert.match(time, /^\d{4}-\d\d-\d\dT.*Z$/)
  assert.deepEqual(rest, {
    level: 'info',
    event: 'device_paired',
    deviceId: '019aa5c1-4b7c-7d52-b6e8-0d9c1a2b3e4f',
  })
})

test('bytes, objects and what looks like a key, a nonce or a token are withheld', () => {
  const secret = randomBytes(32).toString('base64url')
  const apiKey = `cs_0123456789abcdef_${secret}`
  const [line = ''] = lines((log) =>
    log.warn('x', {
      bytes: new Uint8Array([1, 2, 3]),
      buffer: Buffer.from('secret'),
      object: { symbolId: 7 },
      list: ['a', 1, { secret }, new Uint8Array(1)],
      watchToken: secret,
      header: `Bearer ${apiKey}`,
      when: () => secret,
      big: 10n,
      not: Number.NaN,
    }),
  )
  const { time: _time, level: _level, event: _event, ...fields } = JSON.parse(line)
  assert.deepEqual(fields, {
    bytes: '[withheld]',
    buffer: '[withheld]',
    object: '[withheld]',
    list: ['a', 1, '[withheld]', '[withheld]'],
    watchToken: '[withheld]',
    header: 'Bearer [withheld]',
    when: '[withheld]',
    big: '[withheld]',
    not: 'NaN',
  })
  assert.ok(!line.includes(secret))
})

test('the end of the audit is readable in the log, as `audit verify --noted` takes it', async () => {
  const { ports } = await makeWorld()
  const out: string[] = []
  const log = createLog('info', { write: (line) => void out.push(line) })
  await ports.storage.transaction((stores) =>
    record(ports, stores, { kind: 'operator' }, { action: 'group.added', facts: {} }),
  )
  await auditSealer({ ...ports, log }, () => undefined)()
  const { end } = await verifyAudit(ports)
  const told = out.map((line) => JSON.parse(line)).find(({ event }) => event === 'audit_end')
  assert.ok(end !== null && told !== undefined)
  assert.equal(`${told.sequence}:${told.hash}`, `${end.sequence}:${end.hash}`)
})

test('only that field of that event is spared, and only for a hash', () => {
  const secret = randomBytes(32).toString('base64url')
  const out = lines((log) => {
    log.info('audit_end', { key: secret, list: [secret] })
    log.info('audit_end', { hash: `cs_0123456789abcdef_${secret}` })
    log.info('audit_end', { hash: new Uint8Array(32) })
    log.info('other', { hash: secret })
    log.info('constructor', { name: secret })
  })
  assert.equal(out.length, 5)
  for (const line of out) assert.ok(line.includes('[withheld]') && !line.includes(secret), line)
})

test('an error is its name, words, code and places, with its causes, and nothing it carried', () => {
  const cause = Object.assign(new Error('the inner one'), { code: 'SQLITE_BUSY', parameters: ['hunter2'] })
  const [line = ''] = lines((log) => log.error('x', { error: new TypeError('the outer one', { cause }) }))
  const { error } = JSON.parse(line)
  assert.equal(error.name, 'TypeError')
  assert.equal(error.message, 'the outer one')
  assert.match(error.stack[0], /^at /)
  assert.equal(error.cause.code, 'SQLITE_BUSY')
  assert.ok(!line.includes('hunter2'))
})

test('a text is cut, and stays one line whatever is in it', () => {
  const out = lines((log) =>
    log.info('x', { browser: `a b\n{"level":"info","event":"forged"}${'x y '.repeat(200)}` }),
  )
  assert.equal(out.length, 1)
  assert.equal(out[0]?.trimEnd().split('\n').length, 1)
  assert.equal(JSON.parse(out[0] ?? '').event, 'x')
  assert.ok((out[0]?.length ?? 0) < 400)
})

test('the level is kept', () => {
  const all = (log: ReturnType<typeof createLog>): void => {
    log.info('a')
    log.warn('b')
    log.error('c')
  }
  assert.equal(lines(all).length, 3)
  assert.equal(lines(all, 'warn').length, 2)
  assert.equal(lines(all, 'silent').length, 0)
})
