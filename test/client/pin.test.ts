// The SDK's PIN against the real server over a real port: set, given with an approval, mistyped, changed, lost; and what it keeps.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { OpenRequest, PinStore } from '@countersign/client-sdk'
import {
  acceptPairing,
  Device,
  DeviceError,
  lookUpPairing,
  memoryKeystore,
  memoryPairingStore,
  memoryPinStore,
  pinBytes,
  pinFault,
} from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { WebSocket } from 'ws'
import { TestServer } from '../support/test-server.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
  await server.addAccount()
})
after(() => server.stop())

async function phone(pins: PinStore = memoryPinStore()): Promise<Device> {
  const [keystore, store] = [memoryKeystore(), memoryPairingStore()]
  const link = await server.pairingLink()
  const found = await lookUpPairing(link, { verify: nodeVerify })
  const options = { deviceName: 'My phone', keystore, store, verify: nodeVerify }
  const { pairing, confirmation } = await acceptPairing(link, found, options)
  const key = (await keystore.open(pairing.keyId)) ?? assert.fail('no key')
  const device = new Device({ pairing, store, key, pins, webSocket: WebSocket, verify: nodeVerify })
  device.start()
  await until(() => device.connection === 'waiting_confirmation')
  assert.equal((await confirmPairing(server.ports, link.ticketId, confirmation)).ok, true)
  await until(() => device.pin.status.state === 'none')
  return device
}

let browsers = 0

async function request(device: Device): Promise<{ readonly request: OpenRequest; readonly choice: Choice }> {
  browsers += 1
  const browser = `Firefox ${browsers}`
  const context = { address: '203.0.113.7', browser }
  const { challengeId, match } = await server.requestApproval(apiKey, { atLeast: 'code', context })
  await device.pull()
  const shown = device.requests.find((each) => each.challengeId === challengeId) ?? assert.fail('not shown')
  if (match.mode !== 'code') return assert.fail('a code expected')
  return { request: shown, choice: { mode: 'code', code: match.code } }
}
type Choice = { readonly mode: 'code'; readonly code: string }

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 400) assert.fail('it never came')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

const fails = async (promise: Promise<unknown>): Promise<DeviceError> => {
  const error = await promise.then(
    () => assert.fail('a refusal expected'),
    (cause: unknown) => cause,
  )
  assert.ok(error instanceof DeviceError, String(error))
  return error
}

test('[PN1] [PN2] a PIN is set, mistyped, given, changed; the bytes are wiped, and what is kept is a mask that nothing checks', async (t) => {
  const pins = memoryPinStore()
  const device = await phone(pins)
  t.after(() => device.stop())
  const first = pinBytes('830417')
  await device.pin.set(first)
  assert.deepEqual([...first], [0, 0, 0, 0, 0, 0])
  assert.deepEqual(device.pin.status, { state: 'here', triesLeft: 5, isWanted: false })
  const [kept, ...more] = await pins.open(device.pairing.deviceId)
  assert.equal(more.length, 0)
  assert.deepEqual(Object.keys(kept ?? {}).sort(), ['blob', 'pinId', 'rounds', 'salt'])

  const login = await request(device)
  const { challengeId } = login.request
  assert.equal((await fails(device.approve(challengeId, login.choice))).code, 'verification_needed')
  const wrong = await fails(device.approve(challengeId, login.choice, { pin: pinBytes('000000') }))
  assert.deepEqual(
    [wrong.code, wrong.serverCode, wrong.tries],
    ['answer_refused', 'pin_wrong', { left: 4, here: 2 }],
  )
  assert.equal(device.pin.status.triesLeft, 4)
  const pin = pinBytes('830417')
  const { state } = await device.approve(challengeId, login.choice, { pin })
  assert.equal(state, 'approved')
  assert.equal(device.pin.status.triesLeft, 5, 'the right one clears the wrong ones')
  assert.ok(pin.every((byte) => byte === 0))

  const refused = await fails(device.pin.change(pinBytes('000000'), pinBytes('zehn kalte Zebras')))
  assert.equal(refused.serverCode, 'pin_wrong')
  await device.pin.change(pinBytes('830417'), pinBytes('zehn kalte Zebras'))
  const [now] = await pins.open(device.pairing.deviceId)
  assert.notEqual(now?.pinId, kept?.pinId)
  const second = await request(device)
  const old = await fails(
    device.approve(second.request.challengeId, second.choice, { pin: pinBytes('830417') }),
  )
  assert.equal(old.serverCode, 'pin_wrong')
  const done = await device.approve(second.request.challengeId, second.choice, {
    pin: pinBytes('zehn kalte Zebras'),
  })
  assert.equal(done.state, 'approved')
})

test('[PN7] a phone that lost what it kept says so, and sends nothing', async (t) => {
  const pins = memoryPinStore()
  const device = await phone(pins)
  t.after(() => device.stop())
  await device.pin.set(pinBytes('830417'))
  await pins.remove(device.pairing.deviceId)
  device.stop()
  await device.pin.load()
  device.start()
  await until(() => device.connection === 'online')
  await until(() => device.pin.status.state === 'elsewhere')
  const { request: asked, choice } = await request(device)
  const lost = await fails(device.approve(asked.challengeId, choice, { pin: pinBytes('830417') }))
  assert.equal(lost.code, 'pin_missing')
})

test('[PN6] which PINs are taken: six characters or more, of any kind, and none that everybody tries', () => {
  for (const pin of ['12345', 'aB3$', '      '.slice(1)]) assert.equal(pinFault(pin), 'too_short', pin)
  assert.equal(pinFault('x'.repeat(33) + 'y'.repeat(32)), 'too_long')
  const common = ['123456', '987654', '890123', '111111', '121212', '123123', '112233', '123321', '159753']
  for (const pin of [...common, '１２３４５６', 'Password', 'qwertz', 'abcdef', 'ada@example.org'])
    assert.equal(pinFault(pin, ['Ada@Example.org']), 'common', pin)
  for (const pin of ['830417', '271593', 'zehn kalte Zebras', 'пароль7', '🦊🐻🦁🐯🐸🐵'])
    assert.equal(pinFault(pin, ['ada']), undefined, pin)
  // The same PIN on another keyboard.
  assert.deepEqual(pinBytes('８３０４１７'), pinBytes('830417'))
})
