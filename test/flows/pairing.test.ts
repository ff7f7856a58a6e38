// A phone becomes a device: ticket, proof, confirmation; and what is refused on the way.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { TicketId } from '@countersign/protocol'
import {
  confirmationString,
  idFromBytes,
  idToBytes,
  pairingLookupDocument,
  pairingTranscriptDocument,
  parsePairingLink,
  toBase64Url,
} from '@countersign/protocol'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { addAccount, listDevices } from '@countersign/server/flows/accounts'
import { confirmPairing, pairingStatus, withdrawPairing } from '@countersign/server/flows/confirm-pairing'
import { createTicket } from '@countersign/server/flows/create-ticket'
import { lookUpTicket } from '@countersign/server/flows/look-up-ticket'
import { newDeviceKey } from '../support/test-device.js'
import {
  acceptanceBy,
  makeWorld,
  must,
  offeredPairing,
  pairedDevice,
  reasonOf,
  settled,
} from '../support/test-world.js'

async function withAlice() {
  const world = await makeWorld()
  must(await addAccount(world.ports, { userId: 'alice', displayName: 'Alice' }))
  return world
}

test('a phone looks a ticket up, accepts it, both screens show the same six digits, and it is confirmed', async () => {
  const world = await withAlice()
  const { ports } = world
  const { ticketId, key, body } = await offeredPairing(world, 'alice')
  assert.deepEqual(must(await pairingStatus(ports, ticketId)), { state: 'open' })

  const accepted = must(await acceptPairing(ports, body))
  const transcript = pairingTranscriptDocument.encode({
    version: 1,
    serverId: ports.vault.serverId,
    ticketId: idToBytes(ticketId),
    accountId: idToBytes(accepted.accountId),
    deviceId: idToBytes(accepted.deviceId),
    deviceKey: key.publicKey,
  })
  const own = confirmationString(ports.vault.sha256(pairingTranscriptDocument.message(transcript)))
  assert.equal(accepted.confirmation, own)
  assert.deepEqual(must(await pairingStatus(ports, ticketId)), {
    state: 'accepted',
    deviceName: 'Phone',
    confirmation: own,
  })
  assert.equal((await ports.storage.read.devices.byId(accepted.deviceId))?.state, 'pending_confirm')
  assert.equal(must(await confirmPairing(ports, ticketId, own)).state, 'active')
})

test('[PA2] looking up tells account, server and key set to who holds the secret, and spends nothing', async () => {
  const { ports } = await withAlice()
  const { link } = must(await createTicket(ports, 'Alice'))
  const parsed = parsePairingLink(link) ?? assert.fail()
  const { serverId, ticketId, ticketSecret } = parsed
  const body = pairingLookupDocument.encode({ version: 1, serverId, ticketId: idToBytes(ticketId) })
  const proof = toBase64Url(ports.vault.hmacSha256(ticketSecret, pairingLookupDocument.message(body)))
  for (const _ of [1, 2]) {
    const found = must(await lookUpTicket(ports, { ticketId, proof }))
    assert.deepEqual([found.userId, found.serverName], ['alice', 'ACME'])
    assert.deepEqual(found.keySet, ports.vault.keySet())
  }
  const guessed = toBase64Url(new Uint8Array(32))
  assert.equal(reasonOf(await lookUpTicket(ports, { ticketId, proof: guessed })), 'ticket_invalid')
})

test('[PA3] a ticket that is unknown, of another secret, expired or withdrawn is refused, all alike', async () => {
  const world = await withAlice()
  const { ports, clock } = world
  const { body, ticketId } = await offeredPairing(world, 'alice')
  const unknown = { ...body, ticketId: idFromBytes<TicketId>(new Uint8Array(16)) }
  assert.deepEqual(await acceptPairing(ports, unknown), invalid('unknown'))
  assert.deepEqual(await acceptPairing(ports, { ...body, deviceName: 'Other' }), invalid('proof'))
  assert.deepEqual(
    await acceptPairing(ports, { ...body, ticketProof: toBase64Url(new Uint8Array(32)) }),
    invalid('proof'),
  )
  assert.deepEqual(
    await acceptPairing(ports, { ...body, signature: toBase64Url(new Uint8Array(64)) }),
    invalid('proof'),
  )

  clock.advance(600_000)
  assert.deepEqual(await acceptPairing(ports, body), invalid('expired'))
  clock.advance(-1)
  must(await withdrawPairing(ports, ticketId))
  assert.deepEqual(await acceptPairing(ports, body), invalid('spent'))
})

test('[PA4] of many phones with one ticket, at once, exactly one becomes a device', async () => {
  const world = await withAlice()
  const { ports } = world
  const first = await offeredPairing(world, 'alice')
  const bodies = [first.body]
  for (let i = 0; i < 9; i++)
    bodies.push((await acceptanceBy(world, 'alice', first.ticketId, first.ticketSecret)).body)
  const fates = await Promise.all(bodies.map((body) => acceptPairing(ports, body)))
  assert.equal(fates.filter(({ ok }) => ok).length, 1)
  assert.equal(must(await listDevices(ports, 'alice')).length, 1)
})

test('[PA4] the same phone again, after a lost reply, gets the same reply; a used ticket takes no other phone', async () => {
  const world = await withAlice()
  const { ports } = world
  const { body, ticketId, ticketSecret } = await offeredPairing(world, 'alice')
  const reply = must(await acceptPairing(ports, body))
  assert.deepEqual(must(await acceptPairing(ports, body)), reply)
  const second = await acceptanceBy(world, 'alice', ticketId, ticketSecret)
  assert.deepEqual(await acceptPairing(ports, second.body), invalid('spent'))
  assert.equal(must(await listDevices(ports, 'alice')).length, 1)
})

test('[KE2] a low-order key is refused, and the ticket is still good', async () => {
  const world = await withAlice()
  const { ports } = world
  const identity = new Uint8Array(32)
  identity[0] = 1
  // Under the identity key, R = identity and S = 0 verify for every message.
  const always = new Uint8Array(64)
  always[0] = 1
  const key = { publicKey: identity, sign: () => always }
  const { body, ticketId } = await offeredPairing(world, 'alice', key)
  assert.deepEqual(await acceptPairing(ports, body), {
    ok: false,
    refusal: { reason: 'key_refused', because: 'low_order' },
  })
  assert.equal(must(await pairingStatus(ports, ticketId)).state, 'open')
})

test('[KE3] a key that any device has or had is refused, and the ticket is still good', async () => {
  const world = await withAlice()
  const { ports } = world
  const key = newDeviceKey()
  const first = await offeredPairing(world, 'alice', key)
  must(await acceptPairing(ports, first.body))
  must(await withdrawPairing(ports, first.ticketId))
  must(await addAccount(ports, { userId: 'bob', displayName: 'Bob' }))
  const second = await offeredPairing(world, 'bob', key)
  const refusal = { reason: 'key_refused', because: 'known' }
  assert.deepEqual(await acceptPairing(ports, second.body), { ok: false, refusal })
  assert.equal(must(await pairingStatus(ports, second.ticketId)).state, 'open')
})

test('[PA6] a wrong string changes nothing, the right one confirms, and the phone is told', async () => {
  const world = await withAlice()
  const { ports } = world
  const { body, ticketId } = await offeredPairing(world, 'alice')
  const { confirmation, deviceId } = must(await acceptPairing(ports, body))
  const told: unknown[] = []
  ports.fabric.attach(deviceId, { deliver: (frame) => told.push(frame), close: () => undefined })
  for (const typed of ['', '12345', `${confirmation} `, confirmation === '000000' ? '000001' : '000000'])
    assert.equal(reasonOf(await confirmPairing(ports, ticketId, typed)), 'confirmation_wrong')
  assert.equal((await ports.storage.read.devices.byId(deviceId))?.state, 'pending_confirm')
  must(await confirmPairing(ports, ticketId, confirmation))
  await settled()
  assert.deepEqual(told, [{ type: 'device', deviceState: 'active' }])
  assert.equal(reasonOf(await confirmPairing(ports, ticketId, confirmation)), 'ticket_invalid')
})

test('[PA6] a ticket nobody has accepted can not be confirmed', async () => {
  const world = await withAlice()
  const { ticketId } = await offeredPairing(world, 'alice')
  assert.equal(reasonOf(await confirmPairing(world.ports, ticketId, '000000')), 'ticket_invalid')
})

test('a withdrawn pairing revokes the phone that waits on it; a confirmed one can not be withdrawn', async () => {
  const world = await withAlice()
  const { ports } = world
  const first = await offeredPairing(world, 'alice')
  const { deviceId } = must(await acceptPairing(ports, first.body))
  must(await withdrawPairing(ports, first.ticketId))
  must(await withdrawPairing(ports, first.ticketId))
  assert.equal((await ports.storage.read.devices.byId(deviceId))?.state, 'revoked')

  const second = await offeredPairing(world, 'alice')
  const { confirmation } = must(await acceptPairing(ports, second.body))
  must(await confirmPairing(ports, second.ticketId, confirmation))
  assert.equal(reasonOf(await withdrawPairing(ports, second.ticketId)), 'ticket_invalid')
})

test('an account takes ten devices; a ticket for an eleventh is refused, and so is its acceptance', async () => {
  const world = await withAlice()
  const { ports } = world
  const early = await offeredPairing(world, 'alice')
  for (let i = 0; i < 10; i++) await pairedDevice(world)
  assert.equal(reasonOf(await createTicket(ports, 'alice')), 'too_many_devices')
  assert.equal(reasonOf(await acceptPairing(ports, early.body)), 'too_many_devices')
  assert.equal(must(await pairingStatus(ports, early.ticketId)).state, 'open')
})

test('a ticket is for an account that exists, and its secret is stored sealed', async () => {
  const world = await withAlice()
  const { ports } = world
  assert.equal(reasonOf(await createTicket(ports, 'nobody')), 'account_unknown')
  const { link } = must(await createTicket(ports, 'alice'))
  const { ticketId, ticketSecret } = parsePairingLink(link) ?? assert.fail()
  const { sealedSecret } = (await ports.storage.read.tickets.byId(ticketId)) ?? assert.fail()
  assert.equal(Buffer.from(sealedSecret).includes(Buffer.from(ticketSecret)), false)
  assert.equal(JSON.stringify(world.log.lines).includes(toBase64Url(ticketSecret)), false)
})

function invalid(because: string) {
  return { ok: false, refusal: { reason: 'ticket_invalid', because } }
}
