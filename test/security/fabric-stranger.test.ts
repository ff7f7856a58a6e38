// An attacker reads and writes the Redis that nodes meet in: it stands open in an internal network, or its password leaked.
//
// He wants a phone to believe that it was revoked, a page to believe that it was approved or denied, a node to take a phone's socket
// for an old one, and to read who logs in where. Messages between nodes are sealed and counted, and notes are proven, by keys that
// are not in Redis: he makes none, repeats none and reads none. What is left to him is to delete and to flood: then nodes work alone.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { ChallengeStatus } from '@countersign/protocol'
import { SealedMessages } from '@countersign/server/fabric/sealed-messages'
import { Redis } from 'ioredis'
import { APPROVED, newChallengeId, newDeviceId, PULLED, socketThatKeeps } from '../support/fabric-parts.js'
import type { TestRedis } from '../support/redis.js'
import { redisMissing, startRedis } from '../support/redis.js'
import type { FabricNode } from '../support/redis-nodes.js'
import { fabricNode, heard, soon } from '../support/redis-nodes.js'

describe('a stranger in Redis', { skip: redisMissing() }, () => {
  let redis: TestRedis
  let stranger: Redis
  let near: FabricNode
  let far: FabricNode
  before(async () => {
    redis = await startRedis()
    stranger = new Redis(redis.port)
    near = await fabricNode(redis.url)
    far = await fabricNode(redis.url)
  })
  after(async () => {
    stranger.disconnect()
    await near.fabric.close()
    await far.fabric.close()
    await redis[Symbol.asyncDispose]()
  })

  /** The channel of the node that holds the device. */
  async function channelOf(id: string): Promise<string> {
    const place = await stranger.get(`test:at:${id}`)
    return `test:node:${place?.split('.')[0]}`
  }

  async function phone() {
    const [id, socket] = [newDeviceId(), socketThatKeeps()]
    near.fabric.attach(id, socket)
    await near.fabric.announced(id)
    return { id, socket, channel: await channelOf(id) }
  }

  test('what he says on a node’s channel reaches no phone and no page', async () => {
    const { id, socket, channel } = await phone()
    const challengeId = newChallengeId()
    const statuses: ChallengeStatus[] = []
    near.fabric.watch(challengeId, (status) => void statuses.push(status))
    const lies = [
      { type: 'frame', deviceId: id, frame: { type: 'device', deviceState: 'revoked' }, followed: false },
      { type: 'replaced', deviceId: id, stamp: Date.now() + 1_000_000, sure: true },
      { type: 'status', challengeId, status: APPROVED },
    ]
    const own = new SealedMessages(randomBytes(16).toString('hex'), () => randomBytes(32))
    for (const lie of lies) {
      await stranger.publish(channel, JSON.stringify(lie))
      await stranger.publish(channel, own.seal(channel, JSON.stringify(lie)))
    }
    await stranger.publish(channel, randomBytes(1_000_000))
    await heard(far.fabric, near.fabric)

    assert.deepEqual([socket.frames, socket.closed, statuses], [[], [], []])
    assert.equal(near.fabric.state(), 'up')
    assert.ok(near.log.lines.some(({ event }) => event === 'fabric_message_refused'))
  })

  test('what a node said he can neither read, nor repeat, nor send to another phone or node', async () => {
    const { id, socket, channel } = await phone()
    const recorder = new Redis(redis.port)
    const said: { readonly to: string; readonly bytes: Buffer }[] = []
    recorder.on('pmessageBuffer', (_pattern: Buffer, to: Buffer, bytes: Buffer) =>
      said.push({ to: to.toString(), bytes }),
    )
    await recorder.psubscribe('test:node:*')
    await far.fabric.send(id, PULLED)
    await soon(() => socket.frames.length === 1)
    await soon(() => said.some(({ to }) => to === channel))
    recorder.disconnect()

    const channels = (await stranger.pubsub('CHANNELS')) as string[]
    for (const { bytes } of said) {
      assert.ok(!bytes.includes('pulled') && !bytes.includes(id))
      for (const other of channels) await stranger.publish(other, bytes)
    }
    await heard(far.fabric, near.fabric)
    assert.deepEqual(socket.frames, [PULLED])
  })

  test('what he writes about a phone moves it nowhere and closes nothing', async () => {
    const { id, socket } = await phone()
    const truth = (await stranger.get(`test:at:${id}`)) ?? ''
    const [, stamp, mac] = truth.split('.')
    const other = randomBytes(16).toString('hex')
    for (const lie of [
      `${other}.${Date.now() + 1_000_000}.${mac}`,
      `${other}.${stamp}.${mac}`,
      truth.replace(/\.\d+\./, '.999999999999999.'),
      'x',
      '',
      `${truth}.more.${'x'.repeat(1_000_000)}`,
    ]) {
      await stranger.set(`test:at:${id}`, lie)
      assert.deepEqual(await far.fabric.present([id]), lie.startsWith(truth) ? [id] : [])
    }
    // The place of another phone, word for word.
    const { id: second } = await phone()
    await stranger.set(`test:at:${id}`, (await stranger.get(`test:at:${second}`)) ?? '')
    assert.deepEqual(await far.fabric.present([id]), [])
    // The next refresh of a small node, within a second, puts it right.
    await soon(async () => (await far.fabric.present([id])).length === 1)
    assert.deepEqual(socket.closed, [])
  })

  test('keys of another kind than ours stop nothing, and are put right', async () => {
    const { id, socket } = await phone()
    await stranger.del(`test:at:${id}`)
    await stranger.lpush(`test:at:${id}`, 'x')
    const challengeId = newChallengeId()
    await stranger.set(`test:watch:${challengeId}`, 'x')
    await stranger.set(`test:shown:${challengeId}`, 'x')
    await far.fabric.send(id, PULLED)
    await far.fabric.publish(challengeId, APPROVED)
    await far.fabric.noteShown(challengeId, id, Date.now() + 60_000)
    assert.equal(await near.fabric.wasShown(challengeId), false)
    assert.equal(far.fabric.state(), 'up')
    await soon(async () => (await far.fabric.present([id])).length === 1)
    assert.deepEqual(socket.closed, [])
  })

  test('he cannot make a page say that a phone shows its request, nor keep a phone from being woken', async () => {
    const [challengeId, other, id] = [newChallengeId(), newChallengeId(), newDeviceId()]
    const until = Date.now() + 60_000
    await stranger.hset(`test:shown:${challengeId}`, id, `${until}.${randomBytes(16).toString('base64url')}`)
    assert.equal(await near.fabric.wasShown(challengeId), false)
    assert.equal(await near.fabric.wasShown(challengeId, id), false)
    // What was true of one request is not of another, nor of another phone.
    await far.fabric.noteShown(other, id, until)
    const note = (await stranger.hget(`test:shown:${other}`, id)) ?? ''
    await stranger.hset(`test:shown:${challengeId}`, id, note)
    await stranger.hset(`test:shown:${other}`, newDeviceId(), note)
    assert.equal(await near.fabric.wasShown(challengeId), false)
    assert.equal(await near.fabric.wasShown(other, id), true)
  })

  test('a set of pages with a million nodes costs a publish no more than a few messages', async () => {
    const challengeId = newChallengeId()
    for (let i = 0; i < 10; i += 1)
      await stranger.sadd(
        `test:watch:${challengeId}`,
        ...Array.from({ length: 1_000 }, () => randomBytes(16).toString('hex')),
      )
    const messages = async (): Promise<number> =>
      Number(/pubsub.*|total_commands_processed:(\d+)/.exec(await stranger.info('stats'))?.[1])
    const before = await messages()
    await far.fabric.publish(challengeId, APPROVED)
    assert.ok((await messages()) - before < 100)
  })

  test('whoever deletes everything makes nobody lose a socket', async () => {
    const { id, socket } = await phone()
    for (let i = 0; i < 5; i += 1) await stranger.flushall()
    await soon(async () => (await far.fabric.present([id])).length === 1)
    assert.deepEqual(socket.closed, [])
  })
})
