// When challenge keys are made, announced and dropped.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { KeyId } from '@countersign/protocol'
import { planKeys } from '@countersign/server/core/key-schedule'
import fc from 'fast-check'

const DAY = 86_400_000
const RETENTION = 30 * DAY
const key = (id: string, notBeforeMs: number, notAfterMs: number) => ({
  id: id as KeyId,
  notBeforeMs,
  notAfterMs,
})

test('a server without keys makes one that already counts, also on a node whose clock is behind', () => {
  const { create, remove } = planKeys([], 1000 * DAY, RETENTION)
  assert.deepEqual(create, { notBeforeMs: 1000 * DAY - 3_600_000, notAfterMs: 1090 * DAY - 3_600_000 })
  assert.deepEqual(remove, [])
})

test('[KS4] the next key is announced 14 days before it signs, and follows without a gap', () => {
  const current = [key('a', 0, 90 * DAY)]
  assert.equal(planKeys(current, 76 * DAY - 1, RETENTION).create, undefined)
  assert.deepEqual(planKeys(current, 76 * DAY, RETENTION).create, {
    notBeforeMs: 90 * DAY,
    notAfterMs: 180 * DAY,
  })
})

test('an announced key is not announced again', () => {
  const keys = [key('a', 0, 90 * DAY), key('b', 90 * DAY, 180 * DAY)]
  assert.equal(planKeys(keys, 80 * DAY, RETENTION).create, undefined)
})

test('[KS4] an old key stays until everything it signed is out of use', () => {
  const keys = [key('a', 0, 90 * DAY), key('b', 90 * DAY, 180 * DAY)]
  assert.deepEqual(planKeys(keys, 120 * DAY - 1, RETENTION).remove, [])
  assert.deepEqual(planKeys(keys, 120 * DAY, RETENTION).remove, ['a'])
})

test('after a long sleep the new key counts from now, not from when the old one ended', () => {
  const { create } = planKeys([key('a', 0, 90 * DAY)], 1000 * DAY, RETENTION)
  assert.equal(create?.notBeforeMs, 1000 * DAY - 3_600_000)
})

test('[KS3] whenever the plan is followed, some key is always valid, and a set never holds more than sixteen', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 80 }), fc.nat(4000), (steps, days) => {
      let now = 1000 * DAY
      let keys: ReturnType<typeof key>[] = []
      for (const step of [0, ...steps]) {
        now += step * DAY
        const plan = planKeys(keys, now, days * DAY)
        keys = keys.filter(({ id }) => !plan.remove.includes(id))
        if (plan.create) keys.push(key(`k${now}`, plan.create.notBeforeMs, plan.create.notAfterMs))
        assert.ok(keys.some((one) => one.notBeforeMs <= now && now <= one.notAfterMs))
        assert.ok(keys.length <= 16)
      }
    }),
  )
})
