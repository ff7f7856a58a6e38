// Ringing from the page's side: switched on for every account of this phone, mended when it ended, never asked for behind the person's back.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Account, AppState } from '@countersign/authenticator/app-state'
import { initialState } from '@countersign/authenticator/app-state'
import type { RingPlace, RingSupport } from '@countersign/authenticator/ringing/place'
import { memoryRingRecords } from '@countersign/authenticator/ringing/records'
import { createRinging } from '@countersign/authenticator/ringing/ringing'
import { mayAsk } from '@countersign/authenticator/ringing/state'
import { createStore } from '@countersign/authenticator/store'
import type { Device, PushStatus } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import type { DeviceId, PushTerms } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'

const ORIGIN = 'https://id.example.org'
const SERVER_KEY = toBase64Url(new Uint8Array(65).fill(4))
const off: PushStatus = { available: true, serverKey: SERVER_KEY, state: 'off' }
const on: PushStatus = { ...off, state: 'on' }

/** Plain UUIDs, by one digit. */
const idOf = (digit: number): DeviceId => `00000000-0000-4000-8000-00000000000${digit}` as DeviceId

class World {
  readonly records = memoryRingRecords()
  readonly store = createStore<AppState>(initialState({ language: 'en', theme: 'auto' }))
  readonly remembered = new Map<string, string>()
  /** What each server was told last, by device. */
  readonly told = new Map<DeviceId, PushTerms | null>()
  readonly devices = new Map<DeviceId, Device>()
  support: RingSupport = 'ask'
  /** What the person will answer. */
  answer: RingSupport = 'granted'
  asked = 0
  endpoints = 0
  endpoint: string | undefined
  refuses: Error | undefined
  readonly ringing

  constructor() {
    const place: RingPlace = {
      origin: ORIGIN,
      support: () => this.support,
      ask: async () => {
        this.asked += 1
        this.support = this.answer
        return this.support
      },
      pushManager: async () => this.#manager(),
      notify: async () => undefined,
      clear: async () => undefined,
      setBadge: () => undefined,
      persist: async () => true,
    }
    this.ringing = createRinging(this.store, {
      place,
      records: this.records,
      device: (deviceId) => this.devices.get(deviceId),
      remembered: {
        getItem: (key) => this.remembered.get(key) ?? null,
        setItem: (key, value) => void this.remembered.set(key, value),
      },
    })
  }

  account(digit: number, serverUrl = ORIGIN, deviceState = 'active'): DeviceId {
    const deviceId = idOf(digit)
    const tell = async (terms: PushTerms | null): Promise<void> => {
      if (this.refuses) throw this.refuses
      this.told.set(deviceId, terms)
    }
    // Sound: of a device only these are asked here.
    const device = {
      pairing: { deviceId, serverUrl },
      deviceState,
      connection: deviceState === 'pending_confirm' ? 'waiting_confirmation' : 'online',
      push: { status: off, subscribe: tell, unsubscribe: () => tell(null) },
    } as unknown as Device
    this.devices.set(deviceId, device)
    // Sound: of an account only its pairing is read.
    const account = { pairing: { deviceId, serverUrl } } as unknown as Account
    this.store.patch({ accounts: [...this.store.get().accounts, account] })
    return deviceId
  }

  get states(): readonly string[] {
    return Object.values(this.store.get().ringing.accounts)
  }

  #manager(): PushManager {
    const made = (endpoint: string) => ({
      endpoint,
      options: { applicationServerKey: new Uint8Array(65).fill(4).buffer },
      getKey: (name: string) => new Uint8Array(name === 'auth' ? 16 : 65).buffer,
      unsubscribe: async () => {
        this.endpoint = undefined
        return true
      },
    })
    // Sound: these two are all that is asked of it.
    return {
      getSubscription: async () => (this.endpoint === undefined ? null : made(this.endpoint)),
      subscribe: async () => {
        if (this.endpoint === undefined) this.endpoints += 1
        this.endpoint ??= `https://push.example/${this.endpoints}`
        return made(this.endpoint)
      },
    } as unknown as PushManager
  }
}

test('nobody is asked before they tap; then every account of this server rings, each with a wake of its own', async () => {
  const world = new World()
  const [first, second, elsewhere] = [
    world.account(1),
    world.account(2),
    world.account(3, 'https://other.example'),
  ]
  for (const deviceId of [first, second, elsewhere]) await world.ringing.hear(deviceId, off)
  assert.deepEqual([world.states, world.asked], [['off', 'off', 'unavailable'], 0])
  assert.equal(await world.ringing.turnOn(), undefined)
  assert.deepEqual([world.states, world.asked], [['on', 'on', 'unavailable'], 1])
  const [a, b] = [world.told.get(first), world.told.get(second)]
  assert.equal(a?.endpoint, b?.endpoint)
  assert.notEqual(a?.wake, b?.wake)
  assert.equal(world.told.has(elsewhere), false)
  assert.deepEqual(
    (await world.records.all()).map(({ wake }) => wake),
    [a?.wake, b?.wake],
  )
})

test('a person who says no, or looks away, is believed; nothing is told to any server', async () => {
  for (const [answer, fault] of [
    ['blocked', 'blocked'],
    ['ask', 'not_answered'],
  ] as const) {
    const world = new World()
    await world.ringing.hear(world.account(1), off)
    world.answer = answer
    assert.equal(await world.ringing.turnOn(), fault)
    assert.deepEqual([world.states, world.told.size], [['off'], 0])
  }
})

test('what a server refuses is not remembered, so that no wake of it is believed', async () => {
  const world = new World()
  await world.ringing.hear(world.account(1), off)
  world.refuses = new DeviceError('push_refused', 'no')
  assert.equal(await world.ringing.turnOn(), 'refused')
  assert.deepEqual([await world.records.all(), world.states], [[], ['off']])
})

test('a second account rings without another question, once the first does', async () => {
  const world = new World()
  await world.ringing.hear(world.account(1), off)
  await world.ringing.turnOn()
  await world.ringing.hear(world.account(2), off)
  assert.deepEqual([world.states, world.asked], [['on', 'on'], 1])
})

test('a phone that waits to be confirmed tells no server anything yet', async () => {
  const world = new World()
  await world.ringing.hear(world.account(1), off)
  await world.ringing.turnOn()
  const second = world.account(2, ORIGIN, 'pending_confirm')
  await world.ringing.hear(second, off)
  assert.deepEqual([world.states, world.told.has(second)], [['on'], false])
})

test('a subscription that the server dropped is made anew, and said', async () => {
  const world = new World()
  const deviceId = world.account(1)
  await world.ringing.hear(deviceId, off)
  await world.ringing.turnOn()
  const before = world.told.get(deviceId)
  await world.ringing.hear(deviceId, on)
  assert.equal(world.store.get().ringing.mended, false)
  await world.ringing.hear(deviceId, off)
  const after = world.told.get(deviceId)
  assert.notEqual(after?.endpoint, before?.endpoint)
  assert.notEqual(after?.wake, before?.wake)
  assert.deepEqual([world.states, world.store.get().ringing.mended], [['on'], true])
  // A subscription that ends again at once is left to the person.
  await world.ringing.hear(deviceId, off)
  assert.deepEqual([world.states, world.told.get(deviceId)], [['ended'], after])
})

test('all accounts share the browser’s one subscription: when it is made anew, every server is told', async () => {
  const world = new World()
  const [first, second] = [world.account(1), world.account(2)]
  for (const deviceId of [first, second]) await world.ringing.hear(deviceId, off)
  await world.ringing.turnOn()
  await world.ringing.hear(first, on)
  await world.ringing.hear(second, off)
  assert.deepEqual(
    [first, second].map((deviceId) => world.told.get(deviceId)?.endpoint),
    ['https://push.example/2', 'https://push.example/2'],
  )
})

test('a browser that has lost its subscription is found out, though the server believes in it', async () => {
  const world = new World()
  const deviceId = world.account(1)
  await world.ringing.hear(deviceId, off)
  await world.ringing.turnOn()
  world.endpoint = undefined
  await world.ringing.hear(deviceId, on)
  assert.equal(world.told.get(deviceId)?.endpoint, 'https://push.example/2')
  world.support = 'blocked'
  await world.ringing.hear(deviceId, on)
  assert.deepEqual(world.states, ['ended'])
})

test('a phone that may only deny is not said to have lost its ringing', async () => {
  const world = new World()
  const deviceId = world.account(1, ORIGIN, 'suspended')
  await world.records.save({ deviceId, wake: 'w', endpoint: 'https://push.example/1' })
  await world.ringing.hear(deviceId, off)
  assert.deepEqual([world.states, world.told.size], [['on'], 0])
})

test('a server that rings a phone which knows nothing of it is told to stop', async () => {
  const world = new World()
  const deviceId = world.account(1)
  await world.ringing.hear(deviceId, on)
  assert.deepEqual([world.told.get(deviceId), world.states], [null, ['off']])
})

test('switched off, or with the last account gone, the subscription itself ends', async () => {
  const world = new World()
  const [first, second] = [world.account(1), world.account(2)]
  for (const deviceId of [first, second]) await world.ringing.hear(deviceId, off)
  await world.ringing.turnOn()
  await world.ringing.forget(first)
  assert.deepEqual([world.told.get(first), world.endpoint !== undefined], [null, true])
  world.refuses = new DeviceError('server_unreachable', 'no')
  await world.ringing.turnOff()
  assert.deepEqual([await world.records.all(), world.endpoint, world.states], [[], undefined, ['off']])
})

test('the home screen asks once, not right after it was offered, and never again after “Not now”', async () => {
  const world = new World()
  const state = () => world.store.get().ringing
  assert.equal(mayAsk(state()), false)
  await world.ringing.hear(world.account(1), off)
  world.ringing.look()
  assert.equal(mayAsk(state()), true)
  world.ringing.offered()
  assert.equal(mayAsk(state()), false)
  const next = new World()
  await next.ringing.hear(next.account(1), off)
  next.ringing.notNow()
  assert.equal(mayAsk(next.store.get().ringing), false)
  assert.equal(next.remembered.size, 1)
})
