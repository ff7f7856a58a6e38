// Work that comes round again: a fault that lasts is told when it begins and when it is over, and does not bury the log meanwhile.
import assert from 'node:assert/strict'
import test from 'node:test'
import { noMetrics } from '@countersign/server/core/ports-telemetry'
import { startRounds } from '@countersign/server/rounds'

test('a round that fails a hundred times tells it once, another fault at once, and that it is over', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const told: string[] = []
  const tell = (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const { failed, error } = fields
    told.push([event, failed, ...(error instanceof Error ? [error.message] : [])].join(' '))
  }
  let fault: Error | undefined = new Error('the database is away')
  const stop = startRounds(
    [
      {
        name: 'sweep',
        everyMs: 10,
        run: async () => {
          if (fault !== undefined) throw fault
        },
      },
    ],
    { log: { info: tell, warn: tell, error: tell }, metrics: noMetrics },
  )
  const turns = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      t.mock.timers.tick(10)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await turns(100)
  assert.deepEqual(told, ['round_failed 1 the database is away'])
  fault = new Error('the disk is full')
  await turns(2)
  assert.deepEqual(told.slice(1), ['round_failed 101 the disk is full'])
  fault = undefined
  await turns(2)
  assert.deepEqual(told.slice(2), ['round_recovered 102'])
  await stop()
})
