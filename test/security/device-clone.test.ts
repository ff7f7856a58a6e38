// Device clone: the file with a phone's key is copied (a backup, a synced profile, a stolen disk image), and two devices speak with
// one voice. A signature cannot tell them apart; the counter inside it can: each answer must be above the last one, so as soon
// as one of the two has answered, the other is behind, is refused, and the log says that a copy is suspected.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { acceptPairing, lookUpPairing, openDevice } from '@countersign/client-sdk'
import { fileKeystore, filePairingStore, nodeVerify } from '@countersign/client-sdk/node'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { WebSocket } from 'ws'
import { TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'
import { Phone, signedAnswer } from './phone.js'

test('[AN2] a copy that is behind is refused, for every decision, and suspected; the original goes on', async (t) => {
  const server = await TestServer.start()
  t.after(() => server.stop())
  await server.addAccount()
  const { apiKey } = await server.addApp()
  const phone = await Phone.paired(server)
  for (let n = 0; n < 2; n += 1) {
    const asked = await server.requestApproval(apiKey)
    assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
  }
  const used = phone.nextCounter - 1

  const asked = await server.requestApproval(apiKey)
  const frame = await phone.shown(asked.challengeId)
  const choice = asked.match
  for (const counter of [used, used - 1, 0])
    for (const decision of ['approve', 'deny', 'report'] as const) {
      const approves = decision === 'approve' ? { choice } : {}
      const copy = signedAnswer(phone.device, frame, { decision, ...approves }, counter)
      assert.equal(await phone.send(copy), 'counter_replayed')
    }

  const suspected = server.log.filter(({ event }) => event === 'clone_suspected')
  assert.equal(suspected.length, 9)
  assert.deepEqual(
    [suspected[0]?.level, suspected[0]?.fields['deviceId'], suspected[0]?.fields['challengeId']],
    ['warn', phone.device.deviceId, asked.challengeId],
  )
  assert.equal(await phone.approve(asked.challengeId, choice), 'approved')
  const stored = await server.ports.storage.read.devices.byId(phone.device.deviceId)
  assert.equal(stored?.counter, used + 1)
  phone.close()
})

test('[AN2] [SA4] a copied key folder: the copy takes the socket over, which the original sees, and only one answer counts', async (t) => {
  const server = await TestServer.start({ storage: 'sqlite' })
  t.after(() => server.stop())
  await server.addAccount()
  const { apiKey } = await server.addApp()
  const folder = mkdtempSync(join(tmpdir(), 'countersign-clone-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const original = join(folder, 'original')
  const copied = join(folder, 'copied')
  const link = await server.pairingLink()
  const place = { keystore: fileKeystore(original), store: filePairingStore(original), verify: nodeVerify }
  const found = await lookUpPairing(link, place)
  const { confirmation } = await acceptPairing(link, found, { deviceName: 'Laptop', ...place })
  assert.ok((await confirmPairing(server.ports, link.ticketId, confirmation)).ok)
  cpSync(original, copied, { recursive: true })

  const [owner, thief] = await Promise.all([open(original), open(copied)])
  owner.start()
  await until(() => owner.connection === 'online')
  thief.start()
  await until(() => thief.connection === 'online')
  await until(() => owner.connection !== 'online')

  // Each answers in its turn, by its own counter; of two answers to one request one has an effect.
  const asked = await server.requestApproval(apiKey)
  await until(() => thief.requests.length === 1)
  const request = thief.requests[0]
  assert.ok(request)
  await thief.deny(request.challengeId)
  const { json } = await server.call('GET', `/v1/challenges/${asked.challengeId}`, { apiKey })
  assert.equal(json.state, 'denied')
  owner.stop()
  thief.stop()

  async function open(directory: string) {
    const store = filePairingStore(directory)
    const [pairing] = await store.all()
    assert.ok(pairing)
    return openDevice({
      pairing,
      store,
      keystore: fileKeystore(directory),
      webSocket: WebSocket,
      verify: nodeVerify,
      onEvent: () => undefined,
    })
  }
})
