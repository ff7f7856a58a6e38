// Where somebody else's phone is woken (SECURITY.md H8): whoever may say that wakes it for nothing, or keeps it silent while they log in.
//
// The attacker has a paired phone of their own, recorded what the victim's phone once sent (a proxy that ended TLS), or holds a
// copied database. They redirect the victim's pushes to themselves, switch them off by an old word, or put their own sealed
// address into the victim's row.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { setPushSubscription } from '@countersign/server/flows/push/set-subscription'
import type { PushWorld } from '../support/push-world.js'
import { makePushWorld, newWake, outcomesOf, setPushFrame, subscribed, VAPID } from '../support/push-world.js'
import type { TestDevice } from '../support/test-device.js'
import { asked, pairedDevice } from '../support/test-world.js'

const REFUSED = { type: 'push_state', state: 'refused', reason: 'signature' } as const
const newNonce = (): Uint8Array => new Uint8Array(randomBytes(32))

describe('the subscription of somebody else', () => {
  let world: PushWorld
  let victim: TestDevice
  let thief: TestDevice
  beforeEach(async () => {
    world = await makePushWorld()
    victim = await pairedDevice(world, 'alice')
    thief = await pairedDevice(world, 'mallory')
  })
  afterEach(() => world.stop())

  const terms = () => ({ ...world.service.subscribe(toBase64Url(VAPID.publicKey)), wake: newWake() })
  const kept = (device: TestDevice) => world.ports.storage.read.pushSubscriptions.ofDevice(device.id)

  test('[WP1] another device’s signature sets nothing, whoever’s id it names', async () => {
    const nonce = newNonce()
    for (const id of [victim.id, thief.id]) {
      const frame = setPushFrame(world, { id, key: thief.key }, nonce, terms())
      assert.deepEqual(await setPushSubscription(world.ports, victim.id, nonce, frame), REFUSED)
    }
    assert.equal(await kept(victim), undefined)
  })

  test('[WP1] what was signed for one socket says nothing on another, neither where nor that nowhere', async () => {
    const [one, two] = [newNonce(), newNonce()]
    const set = setPushFrame(world, victim, one, terms())
    const end = setPushFrame(world, victim, one, null)
    assert.equal((await setPushSubscription(world.ports, victim.id, one, set)).state, 'on')
    const before = await kept(victim)
    for (const replayed of [set, end])
      assert.deepEqual(await setPushSubscription(world.ports, victim.id, two, replayed), REFUSED)
    assert.deepEqual(await kept(victim), before)
  })

  test('[WP1] each field is signed: none can be exchanged on the way', async () => {
    const nonce = newNonce()
    const [own, other] = [terms(), terms()]
    const { signature } = setPushFrame(world, victim, nonce, own)
    for (const field of ['endpoint', 'p256dh', 'auth', 'wake'] as const) {
      const subscription = { ...own, [field]: other[field] }
      const changed = { type: 'set_push', subscription, signature } as const
      assert.deepEqual(await setPushSubscription(world.ports, victim.id, nonce, changed), REFUSED, field)
    }
    const ended = { type: 'set_push', subscription: null, signature } as const
    assert.deepEqual(await setPushSubscription(world.ports, victim.id, nonce, ended), REFUSED)
  })

  test('a sealed address that was copied into another row opens there no more, and nobody is woken by it', async () => {
    await subscribed(world, thief)
    await subscribed(world, victim)
    const [from, into] = [await kept(thief), await kept(victim)]
    assert.ok(from && into)
    await world.ports.storage.transaction(({ pushSubscriptions }) =>
      pushSubscriptions.set({ ...into, sealedTerms: from.sealedTerms }),
    )
    victim.disconnect()
    const { challengeId } = await asked(world)
    assert.deepEqual(await outcomesOf(world, challengeId), { [victim.id]: 'push_refused' })
    assert.deepEqual(world.service.arrived, [])
  })

  test('whoever knows an endpoint and its keys can wake, and can neither read nor end what is meant for its owner', async () => {
    const { terms: known } = await subscribed(world, victim)
    const nonce = newNonce()
    const stolen = { ...known, wake: newWake() }
    const frame = setPushFrame(world, thief, nonce, stolen)
    assert.equal((await setPushSubscription(world.ports, thief.id, nonce, frame)).state, 'on')
    thief.disconnect()
    victim.disconnect()
    await asked(world, { userId: 'mallory' })
    const push = await world.service.waitFor(1)
    // The victim's phone knows by the wake that it is about none of its pairings ([WP4]).
    assert.equal(JSON.parse(push.text ?? '').wake, stolen.wake)
    await asked(world)
    assert.equal(JSON.parse((await world.service.waitFor(2)).text ?? '').wake, known.wake)
    assert.notEqual(world.service.arrived[0]?.topic, world.service.arrived[1]?.topic)
  })
})
