// The phone app's list of notices: each once, newest first, and what counts as not read yet.
import assert from 'node:assert/strict'
import test from 'node:test'
import { initialState } from '@countersign/authenticator/app-state'
import { mergeNotices, unreadOf } from '@countersign/authenticator/notice-board'
import type { DeviceId, Notice } from '@countersign/protocol'

const deviceId = '0190a6e0-3b5c-7d11-8f00-00c0ffee0001' as DeviceId
const notice = (atMs: number): Notice => ({ id: `n-${atMs}`, kind: 'device_added', atMs, facts: {} })

test('notices that come doubled or out of order are listed once, newest first', () => {
  const merged = mergeNotices([notice(2), notice(1)], [notice(3), notice(1), notice(2)])
  assert.deepEqual(
    merged.map(({ atMs }) => atMs),
    [3, 2, 1],
  )
  assert.equal(
    mergeNotices(
      [],
      Array.from({ length: 80 }, (_, i) => notice(i)),
    ).length,
    50,
  )
})

test('what came after the person looked last is not read; before the first look nothing is news', () => {
  const state = {
    ...initialState({ language: 'en', theme: 'auto' }),
    notices: { [deviceId]: [notice(5), notice(4), notice(3)] },
  }
  assert.equal(unreadOf(state, deviceId), 0)
  assert.equal(unreadOf({ ...state, noticesReadMs: { [deviceId]: 3 } }, deviceId), 2)
  assert.equal(unreadOf({ ...state, noticesReadMs: { [deviceId]: 5 } }, deviceId), 0)
})
