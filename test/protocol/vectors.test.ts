// The vectors on disk are what the code makes, and what a second encoder written from SPEC.md makes.
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { describe, test } from 'node:test'
import { isAcceptableKey, isCanonicalSignature } from '@countersign/protocol'
import type { Fields } from './by-the-spec.js'
import { bodyBySpec, messageBySpec } from './by-the-spec.js'
import { allVectors, storedVector, vectorText } from './make-vectors.js'
import { documents, ids, keys, serverId } from './vectors-input.js'

test('the stored vectors are what the protocol package makes', () => {
  for (const [name, value] of Object.entries(allVectors()))
    assert.equal(storedVector(name), vectorText(value), name)
})

test('[KS1] the server id is SHA-256 over its domain and the root key', () => {
  const preimage = Buffer.concat([
    Buffer.from([24]),
    Buffer.from('countersign/v1/server-id'),
    keys.root.publicKey,
  ])
  assert.deepEqual(Buffer.from(serverId), createHash('sha256').update(preimage).digest())
})

const stored = JSON.parse(storedVector('documents.json')) as {
  documents: {
    name: string
    domain: string
    body: string
    message: string
    sha256: string
    signer?: 'root' | 'challenge' | 'device'
    signature?: string
  }[]
}
const storedByName = (name: string) => {
  const found = stored.documents.find((entry) => entry.name === name)
  assert.ok(found, name)
  return found
}

/** Each document once, by hand from the tables of SPEC.md. */
function handWritten(): Readonly<Record<string, readonly [domain: string, fields: Fields]>> {
  const value = (name: string) => {
    const found = documents.find((entry) => entry.name === name)
    assert.ok(found)
    // Sound: only names that SPEC.md lists for that document are read, and the encoder fails on anything missing.
    return found.values as Record<string, never>
  }
  const keySet = value('keyset')
  const [serverKey] = keySet['keys'] as unknown as [Record<string, never>]
  const accept = value('pairing-accept')
  const transcript = value('pairing-transcript')
  const socket = value('socket-auth')
  const push = value('push-subscription')
  const challenge = value('challenge in mode symbol')
  const context = challenge['context'] as unknown as Record<string, never>
  const answer = value('answer approve in mode symbol')
  const receipt = value('receipt')
  return {
    keyset: [
      'countersign/v1/keyset',
      [
        [1, 'u8', 1],
        [2, 'raw', serverId],
        [3, 'u32', 7],
        [4, 'u64', keySet['issuedAtMs'] as never],
        [
          5,
          'repeated',
          [
            [
              [1, 'raw', ids.keyId],
              [2, 'u8', 1],
              [3, 'u8', 1],
              [4, 'raw', keys.challenge.publicKey],
              [5, 'u64', serverKey['notBeforeMs'] as never],
              [6, 'u64', serverKey['notAfterMs'] as never],
            ],
          ],
        ],
      ],
    ],
    'pairing-lookup': [
      'countersign/v1/pairing-lookup',
      [
        [1, 'u8', 1],
        [2, 'raw', serverId],
        [3, 'raw', ids.ticketId],
      ],
    ],
    'pairing-accept': [
      'countersign/v1/pairing-accept',
      [
        [1, 'u8', 1],
        [2, 'raw', serverId],
        [3, 'raw', ids.ticketId],
        [4, 'raw', ids.accountId],
        [5, 'raw', keys.device.publicKey],
        [6, 'text', accept['deviceName'] as never],
        [7, 'u64', accept['deviceTimeMs'] as never],
      ],
    ],
    'pairing-transcript': [
      'countersign/v1/pairing-transcript',
      [
        [1, 'u8', 1],
        [2, 'raw', serverId],
        [3, 'raw', ids.ticketId],
        [4, 'raw', ids.accountId],
        [5, 'raw', transcript['deviceId'] as never],
        [6, 'raw', keys.device.publicKey],
      ],
    ],
    'socket-auth': [
      'countersign/v1/socket-auth',
      [
        [1, 'u8', 1],
        [2, 'raw', serverId],
        [3, 'text', 'id.example.org'],
        [4, 'raw', ids.deviceId],
        [5, 'raw', socket['nonce'] as never],
        [6, 'u64', socket['expiresAtMs'] as never],
      ],
    ],
    'push-subscription': [
      'countersign/v1/push-subscription',
      [
        [1, 'u8', 1],
        [2, 'raw', serverId],
        [3, 'raw', ids.deviceId],
        [4, 'raw', push['nonce'] as never],
        [5, 'text', 'https://push.example.org/wpush/v2/gAAAAABn'],
        [6, 'raw', push['p256dh'] as never],
        [7, 'raw', push['auth'] as never],
        [8, 'raw', push['wake'] as never],
      ],
    ],
    'challenge in mode symbol': [
      'countersign/v1/challenge',
      [
        [1, 'u8', 1],
        [2, 'raw', serverId],
        [3, 'raw', ids.keyId],
        [4, 'raw', ids.challengeId],
        [5, 'raw', challenge['nonce'] as never],
        [6, 'raw', challenge['appNonce'] as never],
        [7, 'raw', ids.accountId],
        [8, 'raw', ids.deviceId],
        [9, 'raw', ids.appId],
        [10, 'u8', 1],
        [11, 'u8', 1],
        [12, 'list', [12, 7, 33, 1, 60, 21]],
        [13, 'u64', challenge['issuedAtMs'] as never],
        [14, 'u64', challenge['expiresAtMs'] as never],
        [
          15,
          'record',
          [
            [1, 'text', context['appName'] as never],
            [2, 'text', context['origin'] as never],
            [3, 'text', context['userId'] as never],
            [4, 'text', context['address'] as never],
            [5, 'text', context['browser'] as never],
            [6, 'text', ''],
            [7, 'u8', 0],
            [8, 'u8', 0],
          ],
        ],
        [16, 'raw', new Uint8Array(0)],
        [17, 'u16', 0],
        [18, 'u64', 41],
      ],
    ],
    'answer approve in mode symbol': [
      'countersign/v1/answer/k1',
      [
        [1, 'u8', 1],
        [2, 'raw', serverId],
        [3, 'raw', ids.challengeId],
        [4, 'raw', ids.accountId],
        [5, 'raw', ids.deviceId],
        [6, 'raw', Buffer.from(storedByName('challenge in mode symbol').sha256, 'hex')],
        [7, 'u8', 1],
        [8, 'raw', Uint8Array.of(0, 33)],
        [9, 'u8', 0],
        [10, 'u64', 9],
        [11, 'u64', answer['deviceTimeMs'] as never],
      ],
    ],
    receipt: [
      'countersign/v1/receipt',
      [
        [1, 'u8', 1],
        [2, 'raw', serverId],
        [3, 'raw', ids.keyId],
        [4, 'raw', ids.challengeId],
        [5, 'raw', ids.deviceId],
        [6, 'u8', 2],
        [7, 'u64', receipt['decidedAtMs'] as never],
        [8, 'u8', 1],
      ],
    ],
  }
}

test('[CB1] a second encoder written from SPEC.md makes the same bytes for every document', () => {
  const byHand = handWritten()
  const domains = new Set(Object.values(byHand).map(([domain]) => domain))
  for (const { document } of documents)
    assert.ok(domains.has(document.domain), `${document.domain} is written by hand too`)
  for (const [name, [domain, fields]] of Object.entries(byHand)) {
    assert.equal(bodyBySpec(fields).toString('hex'), storedByName(name).body, name)
    assert.equal(messageBySpec(domain, fields).toString('hex'), storedByName(name).message, name)
  }
})

describe('signatures of the vectors', () => {
  const signed = stored.documents.filter((entry) => entry.signature !== undefined)
  const spki = (publicKey: Uint8Array) =>
    createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
      format: 'der',
      type: 'spki',
    })

  test('[KE1] each verifies with node:crypto under the key that it names, and is canonical', () => {
    assert.ok(signed.length >= 8)
    for (const { name, signer, signature, message } of signed) {
      assert.ok(signer && signature)
      assert.ok(isAcceptableKey(keys[signer].publicKey))
      assert.ok(isCanonicalSignature(Buffer.from(signature, 'hex')))
      assert.ok(
        verify(
          null,
          Buffer.from(message, 'hex'),
          spki(keys[signer].publicKey),
          Buffer.from(signature, 'hex'),
        ),
        name,
      )
    }
  })

  test('[CB8] bytes signed as one document never verify as another: every body under every other domain', () => {
    let checked = 0
    for (const { signer, signature, body, domain } of signed) {
      for (const { document } of documents) {
        if (document.domain === domain || !signer || !signature) continue
        const message = document.message(Buffer.from(body, 'hex'))
        assert.equal(
          verify(null, message, spki(keys[signer].publicKey), Buffer.from(signature, 'hex')),
          false,
        )
        checked++
      }
    }
    assert.ok(checked >= 50)
  })

  test('[CB8] no message can be read as a JWS signing input, which begins with "e"', () => {
    for (const { message } of stored.documents)
      assert.notEqual(Number.parseInt(message.slice(0, 2), 16), 'e'.charCodeAt(0))
  })
})
