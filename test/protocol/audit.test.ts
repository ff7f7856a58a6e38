// An exported audit checked by SPEC.md alone: no code of ours but what wrote it.
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import test from 'node:test'
import { answerDocument } from '@countersign/protocol'
import { record } from '@countersign/server/flows/admin/action'
import { exportAudit } from '@countersign/server/flows/admin/audit'
import { exportLines } from '@countersign/server/flows/admin/audit-lines'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import type { World } from '../support/test-world.js'
import { asked, makeWorld, must, pairedDevice } from '../support/test-world.js'
import { messageBySpec } from './by-the-spec.js'

interface Line {
  readonly sequence: number
  readonly id: string
  readonly atMs: number
  readonly action: string
  readonly actor: string
  readonly accountId: string | null
  readonly appId: string | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly hash: string
}

interface Exported {
  readonly world: World
  readonly lines: readonly string[]
  readonly checkpoint: {
    readonly serverId: string
    readonly sequence: number
    readonly hash: string
    readonly atMs: number
    readonly signature: string
  }
}

/** A denied login and an entry with every kind of fact. */
async function exported(): Promise<Exported> {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.deny(login.challengeId)))
  await sealAudit(ports)
  const facts = { text: 'Zoë "quoted" \u202e 𝄞', list: ['a', 'b'], number: -2.5, yes: true, nothing: null }
  await ports.storage.transaction((stores) =>
    record(ports, stores, 'operator', { action: 'door.opened', facts }),
  )
  await sealAudit(ports)
  const taken = must(await exportAudit(ports, { kind: 'operator' }, { filter: {} }))
  const lines: string[] = []
  for await (const line of exportLines('jsonl', taken)) lines.push(line.trimEnd())
  const { checkpoint } = JSON.parse(lines.pop() ?? '') as Exported
  return { world, lines, checkpoint }
}

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

/** `{…,"facts":<these bytes>,"hash":"…"}` */
function factsIn(line: string): string {
  return line.slice(line.indexOf(',"facts":') + ',"facts":'.length, line.lastIndexOf(',"hash":"'))
}

function hashBySpec(line: string, serverId: Buffer, previousHash: Buffer): string {
  // Sound: the shape that SPEC.md gives a line.
  const { sequence, id, atMs, action, actor, accountId, appId } = JSON.parse(line) as Line
  return sha256(
    messageBySpec('countersign/v1/audit-entry', [
      [1, 'u8', 1],
      [2, 'raw', serverId],
      [3, 'u64', sequence],
      [4, 'raw', previousHash],
      [5, 'text', id],
      [6, 'u64', atMs],
      [7, 'text', action],
      [8, 'text', actor],
      [9, 'text', accountId ?? ''],
      [10, 'text', appId ?? ''],
      [11, 'raw', sha256(factsIn(line))],
    ]),
  ).toString('base64url')
}

test('[AU1] [AU2] [AU3] every hash of an export comes out of the lines themselves, from 32 zero bytes on', async () => {
  const { lines, checkpoint } = await exported()
  const serverId = Buffer.from(checkpoint.serverId, 'base64url')
  let previous = Buffer.alloc(32)
  for (const [i, line] of lines.entries()) {
    const { sequence, hash } = JSON.parse(line) as Line
    assert.equal(sequence, i + 1)
    assert.equal(hash, hashBySpec(line, serverId, previous), line)
    previous = Buffer.from(hash, 'base64url')
  }
  assert.ok(lines.length >= 2)
})

test('[AU4] the last line is signed by the root key, whose hash is the server’s id, and ends the chain', async () => {
  const { world, lines, checkpoint } = await exported()
  const last = JSON.parse(lines.at(-1) ?? '') as Line
  assert.deepEqual([checkpoint.sequence, checkpoint.hash], [last.sequence, last.hash])
  const message = messageBySpec('countersign/v1/audit-checkpoint', [
    [1, 'u8', 1],
    [2, 'raw', Buffer.from(checkpoint.serverId, 'base64url')],
    [3, 'u64', checkpoint.sequence],
    [4, 'raw', Buffer.from(checkpoint.hash, 'base64url')],
    [5, 'u64', checkpoint.atMs],
  ])
  const rootKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: world.ports.vault.keySet().rootKey },
    format: 'jwk',
  })
  assert.equal(verify(null, message, rootKey, Buffer.from(checkpoint.signature, 'base64url')), true)
  assert.equal(checkpoint.serverId, Buffer.from(world.ports.vault.serverId).toString('base64url'))
})

test('[AU5] the entry of a login carries the answer that decided it, and the device’s signature over it', async () => {
  const { world, lines } = await exported()
  const login = lines.map((line) => JSON.parse(line) as Line).find(({ action }) => action === 'login.denied')
  const { facts } = login ?? assert.fail('no login')
  const body = Buffer.from(String(facts['answer']), 'base64url')
  const signature = Buffer.from(String(facts['signature']), 'base64url')
  const [device] = await world.ports.storage.read.devices.all(10)
  const publicKey = device?.publicKey ?? assert.fail('no device')
  assert.equal(world.ports.vault.verify(publicKey, answerDocument.message(body), signature), true)
})

test('[AU2] one changed character of the facts is another hash', async () => {
  const { lines, checkpoint } = await exported()
  const line = lines.at(-1) ?? ''
  const before = Buffer.from((JSON.parse(lines.at(-2) ?? '') as Line).hash, 'base64url')
  const serverId = Buffer.from(checkpoint.serverId, 'base64url')
  const { hash } = JSON.parse(line) as Line
  assert.equal(hashBySpec(line, serverId, before), hash)
  assert.notEqual(hashBySpec(line.replace('-2.5', '-2.6'), serverId, before), hash)
})
