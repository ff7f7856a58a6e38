// A notification's data says where a tap leads in many apps, so whoever gets data into one (a push, another script of the origin) opens
// any page in the app's name. Here the data names an account at most; where a tap leads is fixed, and only pages of the app are used.
import assert from 'node:assert/strict'
import test from 'node:test'
import { tap } from '@countersign/authenticator/worker/tap'
import { WorkerPlace } from '../support/worker-place.js'

const DEVICE = '01890000-0000-7000-8000-000000000001'
const ORIGIN = 'https://id.example.org'

function tapWith(place: WorkerPlace, data: unknown): Promise<void> {
  const { registration, clients } = place
  const deny = (): Promise<never> => Promise.reject(new Error('nothing was to be denied'))
  return tap(place.tapped(data), { registration, clients, language: async () => 'en', deny })
}

const hostile: Readonly<Record<string, unknown>> = {
  'an address': { url: 'https://evil.example', deviceId: DEVICE.replace('0189', '////') },
  'an address in place of the account': { deviceId: 'https://evil.example/' },
  'a path out of the app': { deviceId: '../../console/' },
  'a fragment of its own': { deviceId: `${DEVICE}#pair=abc` },
  'a query': { deviceId: `${DEVICE}?next=//evil.example` },
  'an object that turns into text': { deviceId: { toString: () => DEVICE } },
  'a list': [DEVICE],
  text: 'https://evil.example',
  nothing: null,
}
for (const [what, data] of Object.entries(hostile))
  test(`a notification with ${what} opens the app’s first page`, async () => {
    const place = new WorkerPlace()
    await tapWith(place, data)
    assert.deepEqual(place.opened, ['/authenticator/'])
  })

test('a notification of an account opens the app at that account', async () => {
  const place = new WorkerPlace()
  await tapWith(place, { deviceId: DEVICE, url: 'https://evil.example' })
  assert.deepEqual(place.opened, [`/authenticator/#/rang/${DEVICE}`])
})

test('only an open page of the app is brought forward: the console of the same origin is told nothing', async () => {
  const place = new WorkerPlace()
  const told: unknown[] = []
  const console = place.window(`${ORIGIN}/console/`, (message) => told.push(message))
  const lookalike = place.window(`${ORIGIN}/authenticator/evil.html`, (message) => told.push(message))
  const heard: unknown[] = []
  const app = place.window(`${ORIGIN}/authenticator/#/settings`, (message) => heard.push(message))
  await tapWith(place, { deviceId: DEVICE })
  assert.deepEqual([console.focused, lookalike.focused, app.focused], [0, 0, 1])
  assert.deepEqual(told, [])
  assert.deepEqual(heard, [{ type: 'rang', deviceId: DEVICE }])
  assert.deepEqual(place.opened, [])
})
