// What every Fabric promises: routing only, best effort, and never a stale socket in place of a newer one.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { ChallengeStatus } from '@countersign/protocol'
import type { Fabric } from '@countersign/server/core/ports'
import { APPROVED, newChallengeId, newDeviceId, PULLED, socketThatKeeps } from '../support/fabric-parts.js'

export interface FabricUnderTest {
  readonly fabric: Fabric
  /** Resolves when everything that was said till now has arrived, where nodes say things to each other. */
  settled(): Promise<void>
  /** Where the one who publishes hears that a page failed: there, or in the log of the node that holds the page. */
  readonly faults: 'thrown' | 'logged'
  /** The clock that `allow` and `noteShown` go by. */
  nowMs(): number
  passSeconds(seconds: number): void
}

export function fabricContract(
  adapter: string,
  open: () => FabricUnderTest | Promise<FabricUnderTest>,
): void {
  test(`${adapter}: a frame reaches the device it is sent to, and no other`, async () => {
    const { fabric, settled } = await open()
    const [ada, ben] = [socketThatKeeps(), socketThatKeeps()]
    const [adaId, benId] = [newDeviceId(), newDeviceId()]
    fabric.attach(adaId, ada)
    fabric.attach(benId, ben)
    await settled()

    await fabric.send(adaId, PULLED)
    await settled()

    assert.deepEqual(ada.frames, [PULLED])
    assert.deepEqual(ben.frames, [])
  })

  test(`${adapter}: a frame to a device that is not here is lost without a fault`, async () => {
    await (await open()).fabric.send(newDeviceId(), PULLED)
  })

  test(`${adapter}: present are the attached ones of those asked for`, async () => {
    const { fabric, settled } = await open()
    const [here, gone, other] = [newDeviceId(), newDeviceId(), newDeviceId()]
    fabric.attach(here, socketThatKeeps())
    fabric.attach(other, socketThatKeeps())
    fabric.attach(gone, socketThatKeeps())()
    await settled()

    assert.deepEqual(await fabric.present([gone, here]), [here])
    assert.deepEqual(await fabric.present([]), [])
  })

  test(`${adapter}: connected counts the devices that hold a socket, each once`, async () => {
    const { fabric, settled } = await open()
    const before = await fabric.connected()
    const twice = newDeviceId()
    fabric.attach(twice, socketThatKeeps())
    fabric.attach(twice, socketThatKeeps())
    const leave = fabric.attach(newDeviceId(), socketThatKeeps())
    await settled()
    assert.equal(await fabric.connected(), before + 2)
    leave()
    await settled()
    assert.equal(await fabric.connected(), before + 1)
  })

  test(`${adapter}: what each phone shows is known until its time is over, and nothing else is`, async () => {
    const { fabric, nowMs, passSeconds } = await open()
    const [shown, other] = [newChallengeId(), newChallengeId()]
    const [one, two] = [newDeviceId(), newDeviceId()]
    await fabric.noteShown(shown, one, nowMs() + 90_000)

    assert.equal(await fabric.wasShown(shown), true)
    assert.equal(await fabric.wasShown(shown, one), true)
    assert.equal(await fabric.wasShown(shown, two), false)
    assert.equal(await fabric.wasShown(other), false)
    await fabric.noteShown(shown, two, nowMs() + 90_000)
    assert.equal(await fabric.wasShown(shown, one), true)
    assert.equal(await fabric.wasShown(shown, two), true)
    passSeconds(90)
    assert.equal(await fabric.wasShown(shown), false)
    assert.equal(await fabric.wasShown(shown, one), false)
  })

  test(`${adapter}: of the devices asked for, those of this node are known at once`, async () => {
    const { fabric } = await open()
    const [mine, other] = [newDeviceId(), newDeviceId()]
    const leave = fabric.attach(mine, socketThatKeeps())
    assert.deepEqual(fabric.here([other, mine]), [mine])
    leave()
    assert.deepEqual(fabric.here([other, mine]), [])
  })

  test(`${adapter}: once a device is announced, what is sent reaches it; nobody waits for one that is gone`, async () => {
    const { fabric, settled } = await open()
    const [socket, id] = [socketThatKeeps(), newDeviceId()]
    const leave = fabric.attach(id, socket)
    await fabric.announced(id)
    await fabric.send(id, PULLED)
    await settled()
    assert.deepEqual(socket.frames, [PULLED])
    leave()
    await fabric.announced(id)
    await fabric.announced(newDeviceId())
  })

  test(`${adapter}: a later attach replaces the socket and closes the earlier one`, async () => {
    const { fabric, settled } = await open()
    const [early, late] = [socketThatKeeps(), socketThatKeeps()]
    const id = newDeviceId()
    fabric.attach(id, early)
    fabric.attach(id, late)
    await settled()

    await fabric.send(id, PULLED)
    await settled()

    assert.deepEqual(early, { ...early, frames: [], closed: ['socket_replaced'] })
    assert.deepEqual(late, { ...late, frames: [PULLED], closed: [] })
  })

  test(`${adapter}: the late detach of a replaced socket leaves the newer one attached`, async () => {
    const { fabric, settled } = await open()
    const id = newDeviceId()
    const detachEarly = fabric.attach(id, socketThatKeeps())
    const late = socketThatKeeps()
    const detachLate = fabric.attach(id, late)

    detachEarly()
    await settled()
    await fabric.send(id, PULLED)
    await settled()
    assert.deepEqual(late.frames, [PULLED])

    detachLate()
    await settled()
    assert.deepEqual(await fabric.present([id]), [])
  })

  test(`${adapter}: a socket that detaches while it is closed for its successor does not detach it`, async () => {
    const { fabric, settled } = await open()
    const id = newDeviceId()
    let detach = (): void => undefined
    const early = { deliver: () => undefined, close: () => detach() }
    detach = fabric.attach(id, early)

    fabric.attach(id, socketThatKeeps())
    await settled()

    assert.deepEqual(await fabric.present([id]), [id])
  })

  test(`${adapter}: every watcher of a challenge hears its status until it stops watching`, async () => {
    const { fabric, settled } = await open()
    const [watched, other] = [newChallengeId(), newChallengeId()]
    const heard: string[] = []
    const stopFirst = fabric.watch(watched, () => heard.push('first'))
    fabric.watch(watched, () => heard.push('second'))
    fabric.watch(other, () => heard.push('other'))
    await settled()

    await fabric.publish(watched, APPROVED)
    await settled()
    stopFirst()
    stopFirst()
    await fabric.publish(watched, APPROVED)
    await settled()

    assert.deepEqual(heard, ['first', 'second', 'second'])
  })

  test(`${adapter}: one callback given twice hears twice, and stops once for each`, async () => {
    const { fabric, settled } = await open()
    const id = newChallengeId()
    let heard = 0
    const callback = (): void => {
      heard += 1
    }
    const stop = fabric.watch(id, callback)
    fabric.watch(id, callback)
    await settled()

    await fabric.publish(id, APPROVED)
    await settled()
    stop()
    await fabric.publish(id, APPROVED)
    await settled()

    assert.equal(heard, 3)
  })

  test(`${adapter}: a watcher may stop, and another fail, while it is told; the rest hear it all the same`, async () => {
    const { fabric, settled, faults } = await open()
    const id = newChallengeId()
    const heard: ChallengeStatus[] = []
    const stop = fabric.watch(id, () => stop())
    fabric.watch(id, () => {
      throw new Error('this page broke')
    })
    fabric.watch(id, (status) => heard.push(status))

    await settled()
    const publishing = fabric.publish(id, APPROVED)
    if (faults === 'thrown') await assert.rejects(publishing)
    else await publishing
    await settled()

    assert.deepEqual(heard, [APPROVED])
  })

  test(`${adapter}: a status that nobody waits for is lost without a fault`, async () => {
    await (await open()).fabric.publish(newChallengeId(), APPROVED)
  })

  test(`${adapter}: so many events in a window are allowed, the next is not, and other keys do not notice`, async () => {
    const { fabric } = await open()
    const key = randomUUID()
    const outcomes = []
    for (let i = 0; i < 6; i += 1) outcomes.push(await fabric.allow(key, 5, 60))

    assert.deepEqual(outcomes, [true, true, true, true, true, false])
    assert.equal(await fabric.allow(randomUUID(), 5, 60), true)
  })

  test(`${adapter}: after two quiet windows a key starts anew`, async () => {
    const { fabric, passSeconds } = await open()
    const key = randomUUID()
    assert.equal(await fabric.allow(key, 1, 60), true)
    assert.equal(await fabric.allow(key, 1, 60), false)

    passSeconds(120)

    assert.equal(await fabric.allow(key, 1, 60), true)
  })

  test(`${adapter}: a limit of nothing allows nothing`, async () => {
    assert.equal(await (await open()).fabric.allow(randomUUID(), 0, 60), false)
  })
}
