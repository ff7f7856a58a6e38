// Enrolment hijack: someone sees the pairing code (over a shoulder, on a shared screen, in a mail) and pairs a phone of their own,
// or sits between phone and server and puts their own key in. Here a ticket works once; the phone checks the server before it
// makes a key, and the six digits afterwards; and the device can do nothing until whoever made the ticket has confirmed
// the digits that the right phone shows.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { acceptPairing, lookUpPairing, memoryKeystore, memoryPairingStore } from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import type { AcceptPairingBody, PairingAccepted, PairingLink } from '@countersign/protocol'
import {
  confirmationString,
  fromBase64Url,
  idToBytes,
  pairingTranscriptDocument,
} from '@countersign/protocol'
import { confirmPairing, pairingStatus, withdrawPairing } from '@countersign/server/flows/confirm-pairing'
import { acceptBody, lookUpBody, newKey } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { Phone } from './phone.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

async function linkFor(userId: string): Promise<PairingLink> {
  await server.addAccount(userId)
  return server.pairingLink(userId)
}

const look = (link: PairingLink) => server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })

async function accept(link: PairingLink, found: Awaited<ReturnType<typeof look>>, key = newKey()) {
  const reply = await server.call('POST', '/v1/pairings/accept', { body: acceptBody(link, found.json, key) })
  return { key, reply }
}

/** A phone as the SDK makes it, for a link that someone gave to its owner. */
const honestPhone = () => ({
  deviceName: 'My phone',
  keystore: memoryKeystore(),
  store: memoryPairingStore(),
  verify: nodeVerify,
})

function phonesOwnDigits(link: PairingLink, accepted: PairingAccepted, deviceKey: string): string {
  const transcript = pairingTranscriptDocument.encode({
    version: 1,
    serverId: link.serverId,
    ticketId: idToBytes(link.ticketId),
    accountId: idToBytes(accepted.accountId),
    deviceId: idToBytes(accepted.deviceId),
    deviceKey: fromBase64Url(deviceKey) ?? new Uint8Array(32),
  })
  return confirmationString(
    createHash('sha256').update(pairingTranscriptDocument.message(transcript)).digest(),
  )
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (fault: unknown) => fault,
  )
  assert.ok(error instanceof Error && 'code' in error, `refused: ${String(error)}`)
  return String(error.code)
}

test('[PA4] the thief was faster: the owner’s phone is refused, so the digits on the two screens never meet', async () => {
  const link = await linkFor('photographed')
  const found = await look(link)
  const thief = await accept(link, found)
  assert.equal(thief.reply.status, 201)

  assertProblem((await accept(link, found)).reply, 404, 'ticket_invalid')
  assert.equal(await refusal(lookUpPairing(link, { verify: nodeVerify })), 'server_refused')

  // The screen with the ticket shows digits that no phone of the owner has: it is withdrawn, and the thief's device with it.
  assert.ok((await withdrawPairing(server.ports, link.ticketId)).ok)
  const device = { ...thief.key, deviceId: thief.reply.json.deviceId, accountId: thief.reply.json.accountId }
  await assert.rejects(server.connect(device), /device_revoked/)
})

test('[PA6] until the digits are confirmed the thief’s phone rings for nothing and answers nothing', async () => {
  const link = await linkFor('unconfirmed')
  const { key, reply } = await accept(link, await look(link))
  const phone = await Phone.online(server, { ...key, ...reply.json })

  const asked = await server.requestApproval(apiKey, { userId: 'unconfirmed' })
  phone.socket.send({ type: 'pull' })
  await phone.settled()

  assert.deepEqual(phone.rung, [])
  assert.deepEqual(
    phone.frames.filter(({ type }) => type !== 'pong'),
    [{ type: 'refusal', code: 'device_not_confirmed' }],
  )
  const status = await server.call('GET', `/v1/challenges/${asked.challengeId}`, { apiKey })
  assert.equal(status.json.progress, 'sent')
  phone.close()
})

test('[PA6] wrong digits confirm nothing, however many are tried; the right ones still do', async () => {
  const link = await linkFor('wrong-digits')
  const { reply } = await accept(link, await look(link))
  const right: string = reply.json.confirmation
  const wrong = ['', right.slice(1), `${right}0`, ` ${right}`, `${right}!`, '٠١٢٣٤٥']
  for (const digits of wrong) {
    const result = await confirmPairing(server.ports, link.ticketId, digits)
    assert.ok(!result.ok && result.refusal.reason === 'confirmation_wrong', digits)
  }
  const status = await pairingStatus(server.ports, link.ticketId)
  assert.ok(status.ok && status.value.state === 'accepted')
  assert.ok((await confirmPairing(server.ports, link.ticketId, right)).ok)
})

test('[PA2] [KS1] a link that leads to another server than it names is refused before a key is made', async () => {
  const other = await TestServer.start()
  const link = await linkFor('other-server')
  const phone = honestPhone()

  const redirected = { ...link, serverUrl: other.url }
  assert.equal(await refusal(lookUpPairing(redirected, phone)), 'server_refused')
  // A server that answers for a ticket it does not have is found out by its key set.
  const liar = await startProxy(async (path, body) => {
    const reply = await server.call('POST', path, { body })
    const keySet = await other.call('GET', '/v1/keyset')
    return { status: reply.status, json: { ...reply.json, keySet: keySet.json } }
  })
  assert.match(await refusal(lookUpPairing({ ...link, serverUrl: liar.url }, phone)), /server_identity_wrong/)
  assert.deepEqual(await phone.store.all(), [])
  await liar.stop()
  await other.stop()
})

test('[PA3] a link of another server is worth nothing here: proof and key are bound to the server’s id', async () => {
  const other = await TestServer.start()
  await other.addAccount('alice')
  const foreign = await other.pairingLink('alice')
  const own = await linkFor('bound')
  // The very ticket of this server, proven as if it were the other's.
  const mixed = { ...own, serverId: foreign.serverId }
  assertProblem(await look(mixed), 404, 'ticket_invalid')
  const found = await look(own)
  assertProblem((await accept(mixed, found)).reply, 404, 'ticket_invalid')
  assertProblem(await look(foreign), 404, 'ticket_invalid')
  await other.stop()
})

test('[PA5] a man in the middle who put his own key in is seen by the phone: its digits are not those it is told', async () => {
  const link = await linkFor('middle')
  const thief = newKey()
  const middle = await startProxy(async (path, body) => {
    if (path.endsWith('/look-up')) return server.call('POST', path, { body })
    const found = await look(link)
    return (await accept(link, found, thief)).reply
  })
  const through = { ...link, serverUrl: middle.url }
  const phone = honestPhone()
  const found = await lookUpPairing(through, phone)

  assert.equal(await refusal(acceptPairing(through, found, phone)), 'confirmation_mismatch')

  assert.deepEqual(await phone.store.all(), [])
  const status = await pairingStatus(server.ports, link.ticketId)
  assert.ok(status.ok && status.value.state === 'accepted', 'not confirmed by anyone')
  await middle.stop()
})

test('[PA7] a man in the middle who knows the ticket and searches a device id whose digits fit is refused: the server did not sign it', async () => {
  const link = await linkFor('searched')
  const thief = newKey()
  const middle = await startProxy(async (path, body) => {
    if (path.endsWith('/look-up')) return server.call('POST', path, { body })
    const found = await look(link)
    const { reply } = await accept(link, found, thief)
    // As after a search of about a million device ids: the digits are the ones the phone computes itself, on both screens.
    const fitting = phonesOwnDigits(link, reply.json, (body as AcceptPairingBody).deviceKey)
    return { status: reply.status, json: { ...reply.json, confirmation: fitting } }
  })
  const through = { ...link, serverUrl: middle.url }
  const phone = honestPhone()
  const found = await lookUpPairing(through, phone)

  assert.equal(await refusal(acceptPairing(through, found, phone)), 'confirmation_mismatch')

  assert.deepEqual(await phone.store.all(), [])
  await middle.stop()
})

test('[PA3] a man in the middle without the ticket’s secret can neither swap the key nor replay the acceptance', async () => {
  const link = await linkFor('no-secret')
  const found = await look(link)
  const honest = acceptBody(link, found.json, newKey())
  const thief = acceptBody(link, found.json, newKey())
  const swapped = [
    { ...honest, deviceKey: thief['deviceKey'] },
    { ...honest, deviceKey: thief['deviceKey'], signature: thief['signature'] },
    { ...thief, ticketProof: honest['ticketProof'] },
    { ...honest, deviceName: 'another name' },
    { ...honest, deviceTimeMs: 1 },
  ]
  for (const body of swapped)
    assertProblem(await server.call('POST', '/v1/pairings/accept', { body }), 404, 'ticket_invalid')

  // What he saw on the wire binds the honest key once, and never another ticket.
  assert.equal((await server.call('POST', '/v1/pairings/accept', { body: honest })).status, 201)
  const next = await server.pairingLink('no-secret')
  const replayed = { ...honest, ticketId: next.ticketId }
  assertProblem(await server.call('POST', '/v1/pairings/accept', { body: replayed }), 404, 'ticket_invalid')
})

interface Proxy {
  readonly url: string
  stop(): Promise<void>
}

/** A server of the attacker's own: answers what `answer` makes of each request. */
async function startProxy(
  // biome-ignore lint/suspicious/noExplicitAny: passes on whatever JSON it is given
  answer: (path: string, body: any) => Promise<{ readonly status: number; readonly json: unknown }>,
): Promise<Proxy> {
  const proxy: Server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(Buffer.from(chunk))
    const { status, json } = await answer(req.url ?? '/', JSON.parse(Buffer.concat(chunks).toString()))
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  })
  await new Promise<void>((resolve) => proxy.listen(0, 'localhost', resolve))
  // A test that fails before its end must not keep the process waiting for this server.
  proxy.unref()
  const { port } = proxy.address() as AddressInfo // sound: it listens on TCP
  return {
    url: `http://localhost:${port}`,
    stop() {
      proxy.closeAllConnections()
      return new Promise((resolve) => proxy.close(() => resolve()))
    },
  }
}
