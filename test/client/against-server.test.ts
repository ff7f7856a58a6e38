// The SDK against the real server over a real port: pairs, is confirmed, sees a request, answers it, and hears the truth.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type {
  ConnectionState,
  DeviceOptions,
  DeviceSocketConstructor,
  OpenRequest,
} from '@countersign/client-sdk'
import {
  acceptPairing,
  Device,
  lookUpPairing,
  memoryKeystore,
  memoryPairingStore,
} from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { WebSocket } from 'ws'
import { TestServer } from '../support/test-server.js'

// Both fit without a cast; a browser's is only a type here.
const fits: readonly DeviceSocketConstructor[] = [WebSocket]
type BrowserFits = typeof globalThis.WebSocket extends DeviceSocketConstructor ? true : never
const browserFits: BrowserFits = true

interface PhoneOptions {
  readonly confirm?: boolean
  readonly webSocket?: DeviceSocketConstructor
}

/** A device whose events can be awaited. */
class Phone {
  readonly #waiting = new Set<() => void>()
  readonly device: Device
  readonly confirm: () => Promise<void>

  readonly #options: Omit<DeviceOptions, 'onEvent'>

  private constructor(options: Omit<DeviceOptions, 'onEvent'>, confirm: () => Promise<void>) {
    this.#options = options
    this.confirm = confirm
    const onEvent = (): void => {
      for (const check of [...this.#waiting]) check()
    }
    this.device = new Device({ ...options, onEvent })
    phones.push(this)
  }

  static async pair({ confirm = true, webSocket = WebSocket }: PhoneOptions = {}): Promise<Phone> {
    const keystore = memoryKeystore()
    const store = memoryPairingStore()
    const link = await server.pairingLink()
    const found = await lookUpPairing(link, { verify: nodeVerify })
    const options = { deviceName: 'My phone', keystore, store, verify: nodeVerify }
    const { pairing, confirmation } = await acceptPairing(link, found, options)
    const key = await keystore.open(pairing.keyId)
    assert.ok(key)
    const phone = new Phone(
      { pairing, store, key, webSocket, verify: nodeVerify, random: () => 0 },
      async () => {
        assert.ok((await confirmPairing(server.ports, link.ticketId, confirmation)).ok)
      },
    )
    if (confirm) await phone.confirm()
    return phone
  }

  static async online(options: PhoneOptions = {}): Promise<Phone> {
    const phone = await Phone.pair(options)
    phone.device.start()
    await phone.reaches('online')
    return phone
  }

  /** The same pairing, key and store once more, as in a second tab. */
  twin(): Phone {
    return new Phone(this.#options, this.confirm)
  }

  /** Resolves at the event after which `find` finds something. */
  async when<T>(find: (device: Device) => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = find(this.device)
        if (found === undefined) return
        this.#waiting.delete(check)
        resolve(found)
      }
      this.#waiting.add(check)
      check()
    })
  }

  reaches(state: ConnectionState): Promise<true> {
    return this.when((device) => (device.connection === state ? true : undefined))
  }

  request(challengeId: string): Promise<OpenRequest> {
    return this.when((device) => device.requests.find((request) => request.challengeId === challengeId))
  }
}

const phones: Phone[] = []
let server: TestServer
let apiKey: string

before(async () => {
  assert.equal(fits.length, 1)
  assert.equal(browserFits, true)
  server = await TestServer.start()
  await server.addAccount()
  apiKey = (await server.addApp()).apiKey
})
after(async () => {
  for (const { device } of phones) device.stop()
  await server.stop()
})

test('a device pairs, and approves with the access pass that the login page shows', async () => {
  const phone = await Phone.online()
  const { challengeId, match, appNonce } = await server.requestApproval(apiKey)
  assert.ok(match.mode === 'symbol')
  const request = await phone.request(challengeId)
  assert.equal(request.appName, 'Wiki')
  assert.equal(request.address, '203.0.113.7')
  assert.ok(request.options.includes(match.symbolId))

  const outcome = await phone.device.approve(challengeId, match)
  assert.deepEqual([outcome.state, outcome.byThisDevice], ['approved', true])
  const redeemed = await server.call('POST', `/v1/challenges/${challengeId}/redeem`, {
    apiKey,
    body: { appNonce },
  })
  assert.equal(redeemed.status, 200, redeemed.text)
  phone.device.stop()
})

test('a socket cut right after the answer left: the device comes back, and the outcome is the truth', async () => {
  let cuts = 0
  class CutOnce extends WebSocket {
    override send(data: string): void {
      const isFirstAnswer = cuts === 0 && data.includes('"type":"answer"')
      if (!isFirstAnswer) {
        super.send(data)
        return
      }
      cuts += 1
      super.send(data, () => this.terminate())
    }
  }
  const phone = await Phone.online({ webSocket: CutOnce })
  const { challengeId } = await server.requestApproval(apiKey)
  await phone.request(challengeId)
  const outcome = await phone.device.deny(challengeId)
  assert.equal(cuts, 1)
  assert.deepEqual([outcome.state, outcome.byThisDevice], ['denied', true])
  phone.device.stop()
})

test('two devices of one account: the first decision counts, and the other is told', async () => {
  const [one, two] = [await Phone.online(), await Phone.online()]
  const { challengeId } = await server.requestApproval(apiKey)
  await Promise.all([one.request(challengeId), two.request(challengeId)])
  const outcome = await one.device.report(challengeId)
  assert.deepEqual([outcome.state, outcome.byThisDevice], ['reported', true])
  await two.when((device) => (device.requests.length === 0 ? true : undefined))
  await assert.rejects(two.device.deny(challengeId), { code: 'request_unknown' })
  for (const { device } of [one, two]) device.stop()
})

test('[PA6] an unconfirmed device waits, and is online by itself once its digits are confirmed', async () => {
  const phone = await Phone.pair({ confirm: false })
  phone.device.start()
  await phone.reaches('waiting_confirmation')
  await phone.confirm()
  await phone.reaches('online')
  phone.device.stop()
})

test('[SA4] the same device in a second tab replaces the first, which takes over when told to', async () => {
  const first = await Phone.online()
  const second = first.twin()
  second.device.start()
  await Promise.all([second.reaches('online'), first.reaches('replaced')])
  first.device.takeOver()
  await Promise.all([first.reaches('online'), second.reaches('replaced')])
  for (const { device } of [first, second]) device.stop()
})
