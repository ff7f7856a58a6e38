// After a tap on a notification: the request of the account that rang is shown first, or what became of it is said; and a page that is open
// denies in the worker's place, unless it was asleep.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Account, AppState } from '@countersign/authenticator/app-state'
import { initialState } from '@countersign/authenticator/app-state'
import { createRangVisits } from '@countersign/authenticator/ringing/rang'
import { sheetsOf } from '@countersign/authenticator/sheets'
import { createStore } from '@countersign/authenticator/store'
import type { Device } from '@countersign/client-sdk'
import { held } from './held.js'

const asked = held(1, 7)
const { deviceId } = asked

function opened(pulls: readonly (number | undefined)[], phase: AppState['phase'] = 'ready') {
  // Sound: of an account only its device is read here.
  const account = { pairing: { deviceId } } as unknown as Account
  const state = { ...initialState({ language: 'en', theme: 'auto' } as const), phase, accounts: [account] }
  const store = createStore<AppState>(state)
  const left = [...pulls]
  const denied: string[] = []
  // Sound: these are what a denial asks of a device.
  const device = {
    requests: [asked.request],
    pull: async () => 1,
    deny: async (challengeId: string) => {
      denied.push(challengeId)
      return { state: 'denied', byThisDevice: true, decidedAtMs: 1 }
    },
  } as unknown as Device
  let reopened = 0
  const rang = createRangVisits(store, {
    device: (id) => (id === deviceId ? device : undefined),
    async pull() {
      const count = left.shift()
      if (count) store.patch({ open: [asked] })
      return count
    },
    reopen: async () => {
      reopened += 1
    },
    clear: async () => undefined,
  })
  const replies: unknown[] = []
  const reply = { postMessage: (message: unknown) => replies.push(message) }
  return { store, rang, denied, replies, reply, reopened: () => reopened }
}

test('the request of the account that rang is shown, before older ones of other accounts', async () => {
  const { store, rang } = opened([1])
  await rang.begin(deviceId)
  assert.deepEqual(store.get().rang, { deviceId, step: 'here' })
  const older = held(2, 3)
  const [first] = sheetsOf([older, asked], undefined, store.get().rang?.deviceId)
  assert.equal(first?.held[0].request.challengeId, asked.request.challengeId)
})

test('a server that is not reached at once is asked again; one that has nothing is believed', async () => {
  const late = opened([undefined, undefined, 1])
  await late.rang.begin(deviceId)
  assert.equal(late.store.get().rang?.step, 'here')
  const gone = opened([0])
  await gone.rang.begin(deviceId)
  assert.equal(gone.store.get().rang?.step, 'none')
})

test('a notification of an account that has left this phone opens the app and says nothing', async () => {
  const { store, rang } = opened([1])
  await rang.begin(held(5, 1).deviceId)
  assert.equal(store.get().rang, undefined)
})

test('an open page denies for the worker, and says so twice: taken, then the result', async () => {
  const { rang, denied, replies, reply } = opened([])
  await rang.hear({ type: 'deny', deviceId, untilMs: Date.now() + 60_000 }, reply)
  assert.deepEqual(denied, [asked.request.challengeId])
  assert.deepEqual(replies, ['taken', 'denied'])
})

test('a page that was asleep when it was asked denies nothing: other requests may wait by then', async () => {
  for (const [phase, untilMs] of [
    ['ready', Date.now() - 1],
    ['other_tab', Date.now() + 60_000],
  ] as const) {
    const { rang, denied, replies, reply } = opened([], phase)
    await rang.hear({ type: 'deny', deviceId, untilMs }, reply)
    assert.deepEqual([denied, replies], [[], []])
  }
})

test('after the worker has spoken for an account, the page opens its connections anew', async () => {
  const { rang, reopened } = opened([])
  await rang.hear({ type: 'was_here', deviceId }, undefined)
  assert.equal(reopened(), 1)
})
