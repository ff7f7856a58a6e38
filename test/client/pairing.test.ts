// Pairing from the device's side: what it proves, what it checks before it shows or keeps anything, and what it leaves behind.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AcceptOptions, Keystore } from '@countersign/client-sdk'
import {
  acceptPairing,
  lookUpPairing,
  memoryKeystore,
  memoryPairingStore,
  parsePairing,
} from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import type { AcceptPairingBody } from '@countersign/protocol'
import { idToBytes, pairingAcceptDocument, pairingLookupDocument, toBase64Url } from '@countersign/protocol'
import { START_MS } from '../support/clock.js'
import { bytes, FakeServer, hmac, verifies } from '../support/fake-server.js'
import { TimerClock } from '../support/timer-clock.js'

interface Phone extends AcceptOptions {
  /** Ids of the keys it holds. */
  readonly keys: Set<string>
}

function phoneOf(server: FakeServer, change: Partial<AcceptOptions> = {}): Phone {
  const keys = new Set<string>()
  const inner = memoryKeystore()
  const keystore: Keystore = {
    ...inner,
    async create(id) {
      keys.add(id)
      return inner.create(id)
    },
    async remove(id) {
      keys.delete(id)
      await inner.remove(id)
    },
  }
  return {
    keys,
    deviceName: 'My phone',
    keystore,
    store: memoryPairingStore(),
    fetch: server.fetch,
    clock: new TimerClock(START_MS),
    verify: nodeVerify,
    ...change,
  }
}

const newServer = (): FakeServer => new FakeServer(() => START_MS)

test('a look-up proves that it knows the ticket’s secret without sending it', async () => {
  const server = newServer()
  const link = server.offerPairing()
  const sent: string[] = []
  const answer = server.http['/v1/pairings/look-up']
  server.http['/v1/pairings/look-up'] = (body) => {
    sent.push(body)
    return answer?.(body) ?? Response.error()
  }
  const found = await lookUpPairing(link, phoneOf(server))
  assert.equal(found.userId, 'alice')
  assert.equal(found.serverName, 'ACME')
  const document = pairingLookupDocument.encode({
    version: 1,
    serverId: server.serverId,
    ticketId: idToBytes(link.ticketId),
  })
  const proof = hmac(link.ticketSecret, pairingLookupDocument.message(document))
  assert.deepEqual(JSON.parse(sent[0] ?? ''), { ticketId: link.ticketId, proof })
})

test('[PA3] an acceptance is signed by the new key, proven by the ticket, and leaves a pairing without a secret', async () => {
  const server = newServer()
  const link = server.offerPairing()
  const phone = phoneOf(server)
  let sent: AcceptPairingBody | undefined
  const answer = server.http['/v1/pairings/accept']
  server.http['/v1/pairings/accept'] = (body) => {
    sent = JSON.parse(body)
    return answer?.(body) ?? Response.error()
  }
  const { pairing, confirmation } = await acceptPairing(link, await lookUpPairing(link, phone), phone)

  assert.ok(sent)
  const message = pairingAcceptDocument.message(
    pairingAcceptDocument.encode({
      version: 1,
      serverId: server.serverId,
      ticketId: idToBytes(link.ticketId),
      accountId: idToBytes(server.accountId),
      deviceKey: bytes(sent.deviceKey),
      deviceName: 'My phone',
      deviceTimeMs: START_MS,
    }),
  )
  assert.ok(verifies(bytes(sent.deviceKey), message, sent.signature))
  assert.equal(sent.ticketProof, hmac(link.ticketSecret, message))
  assert.match(confirmation, /^[0-9]{6}$/)

  assert.deepEqual(await phone.store.all(), [pairing])
  assert.deepEqual(parsePairing(JSON.parse(JSON.stringify(pairing))), pairing)
  assert.ok(!JSON.stringify(pairing).includes(toBase64Url(link.ticketSecret)))
  const key = await phone.keystore.open(pairing.keyId)
  assert.equal(toBase64Url(key?.publicKey ?? new Uint8Array(0)), sent.deviceKey)
})

test('[PA2] a server that is not the one of the link is found out before a key is made', async () => {
  const server = newServer()
  const link = server.offerPairing()
  const impostor = newServer()
  impostor.offerPairing()
  const phone = phoneOf(impostor)
  await assert.rejects(lookUpPairing(link, phone), { code: 'server_identity_wrong' })
  const found = await lookUpPairing(link, phoneOf(server))
  await assert.rejects(acceptPairing(link, { ...found, keySet: impostor.keySet() }, phone), {
    code: 'server_identity_wrong',
  })
  assert.equal(phone.keys.size, 0)
  assert.ok(!impostor.calls.includes('/v1/pairings/accept'))
})

const resigned = async (good: Response, change: Readonly<Record<string, unknown>>): Promise<Response> =>
  Response.json({ ...(await good.json()), ...change }, { status: 201 })

const broken: readonly {
  readonly what: string
  readonly code: string
  readonly answer: (body: string, good: Response) => Promise<Response> | Response
}[] = [
  {
    what: '[PA5] another confirmation string',
    code: 'confirmation_mismatch',
    answer: async (_, good) => {
      const accepted = await good.json()
      const confirmation = accepted.confirmation === '000000' ? '000001' : '000000'
      return Response.json({ ...accepted, confirmation }, { status: 201 })
    },
  },
  {
    what: '[PA7] a signature that is not the server’s',
    code: 'confirmation_mismatch',
    answer: (_, good) => resigned(good, { signature: toBase64Url(new Uint8Array(64)) }),
  },
  {
    what: '[PA7] a key that the key set does not have',
    code: 'confirmation_mismatch',
    answer: (_, good) => resigned(good, { keyId: '0190a6e0-3b5c-7d11-8f00-00c0ffee0001' }),
  },
  {
    what: 'another account than the person agreed to',
    code: 'account_mismatch',
    answer: async (_, good) => Response.json({ ...(await good.json()), userId: 'mallory' }, { status: 201 }),
  },
  {
    what: 'a member too many',
    code: 'server_response_invalid',
    answer: async (_, good) => Response.json({ ...(await good.json()), more: 1 }, { status: 201 }),
  },
  { what: 'no JSON', code: 'server_response_invalid', answer: () => new Response('<html>') },
  { what: 'a flood', code: 'server_response_invalid', answer: () => new Response('x'.repeat(16_385)) },
  {
    what: 'a proxy’s error page',
    code: 'server_unreachable',
    answer: () => new Response('bad gateway', { status: 502 }),
  },
]

for (const { what, code, answer } of broken)
  test(`an acceptance answered with ${what} leaves no key and no pairing behind`, async () => {
    const server = newServer()
    const link = server.offerPairing()
    const phone = phoneOf(server)
    const found = await lookUpPairing(link, phone)
    const good = server.http['/v1/pairings/accept']
    assert.ok(good)
    const fetch: AcceptOptions['fetch'] = async (_, init) => {
      const body = typeof init.body === 'string' ? init.body : ''
      return answer(body, good(body))
    }
    await assert.rejects(acceptPairing(link, found, { ...phone, fetch }), { code })
    assert.equal(phone.keys.size, 0)
    assert.deepEqual(await phone.store.all(), [])
  })

test('a refused ticket is told with the server’s own code', async () => {
  const server = newServer()
  const link = server.offerPairing()
  server.http['/v1/pairings/look-up'] = () =>
    Response.json(
      { type: 'about:blank', title: 'this pairing link is not valid', status: 404, code: 'ticket_invalid' },
      { status: 404 },
    )
  await assert.rejects(lookUpPairing(link, phoneOf(server)), {
    code: 'server_refused',
    serverCode: 'ticket_invalid',
  })
})

test('a server that does not answer within 15 s is unreachable', async () => {
  const server = newServer()
  const link = server.offerPairing()
  const clock = new TimerClock(START_MS)
  const fetch: AcceptOptions['fetch'] = (_, init) =>
    new Promise((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      clock.advance(15_000)
    })
  await assert.rejects(lookUpPairing(link, phoneOf(server, { clock, fetch })), { code: 'server_unreachable' })
})

test('a name without anything to show is refused before anything is made; an odd one is made showable', async () => {
  const server = newServer()
  const link = server.offerPairing()
  const phone = phoneOf(server)
  const found = await lookUpPairing(link, phone)
  await assert.rejects(acceptPairing(link, found, { ...phone, deviceName: ' \u202e\n ' }), {
    code: 'device_name_invalid',
  })
  assert.equal(phone.keys.size, 0)
  const { pairing } = await acceptPairing(link, found, { ...phone, deviceName: `  ${'é'.repeat(40)}  ` })
  assert.equal(pairing.deviceName, 'é'.repeat(32))
})

test('a store that cannot keep the pairing is told, and the key is removed', async () => {
  const server = newServer()
  const link = server.offerPairing()
  const store = {
    save: async () => Promise.reject(new Error('full')),
    all: async () => [],
    remove: async () => undefined,
  }
  const phone = phoneOf(server, { store })
  await assert.rejects(acceptPairing(link, await lookUpPairing(link, phone), phone), {
    code: 'storage_failed',
  })
  assert.equal(phone.keys.size, 0)
})

test('[PA4] a lost reply does not strand the phone: it sends the same acceptance again, by the same key', async () => {
  const server = newServer()
  const link = server.offerPairing()
  const sent: string[] = []
  let lost = 0
  const phone = phoneOf(server, {
    fetch: async (url, init) => {
      const reply = await server.fetch(url, init)
      if (!url.endsWith('/accept')) return reply
      sent.push(String(init.body))
      if (lost++ === 0) throw new TypeError('the connection was lost after the server had read the request')
      return reply
    },
  })
  const { pairing } = await acceptPairing(link, await lookUpPairing(link, phone), phone)
  assert.equal(sent.length, 2)
  assert.equal(sent[0], sent[1])
  assert.deepEqual([...phone.keys], [pairing.keyId])
})
