// A request that was under way when its account was suspended: whoever decides last sees what the other did.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Storage } from '@countersign/server/core/ports'
import { suspendAccount } from '@countersign/server/flows/admin/account-standing'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { newStorage } from '../support/engine.js'
import { asked, makeWorld, must, NONCE, pairedDevice, reasonOf } from '../support/test-world.js'

const operator = { kind: 'operator' } as const

/** A storage in which something else commits just before the next transaction begins. */
async function interruptible() {
  const storage = await newStorage()
  let before: (() => Promise<void>) | undefined
  const interrupted: Storage = {
    ...storage,
    async transaction(work, about) {
      const run = before
      before = undefined
      await run?.()
      return storage.transaction(work, about)
    },
  }
  const interrupt = (work: () => Promise<void>): void => {
    before = work
  }
  return { storage: interrupted, interrupt }
}

async function scene() {
  const { storage, interrupt } = await interruptible()
  const world = await makeWorld({ storage })
  const phone = await pairedDevice(world)
  const suspendNext = (): void =>
    interrupt(async () => {
      must(await suspendAccount(world.ports, operator, { id: phone.accountId }))
    })
  return { world, phone, suspendNext }
}

test('[ST7] suspended before the request is written: it is delivered to nobody', async () => {
  const { world, phone, suspendNext } = await scene()
  suspendNext()
  const { challengeId } = await asked(world)
  const deliveries = await world.ports.storage.read.challenges.deliveriesOf(challengeId)
  assert.equal(deliveries.length, 1)
  assert.notEqual(deliveries[0]?.deviceId, phone.id)
})

test('[ST7] suspended before the answer is written: the answer finds the request ended', async () => {
  const { world, phone, suspendNext } = await scene()
  const { challengeId, match } = await asked(world)
  const answer = await phone.approve(challengeId, match)
  suspendNext()
  await answerChallenge(world.ports, phone.id, answer)
  assert.equal((await world.ports.storage.read.challenges.byId(challengeId))?.state, 'cancelled')
})

test('[ST7] suspended before the redemption is written: it is refused', async () => {
  const { world, phone, suspendNext } = await scene()
  const { challengeId, match } = await asked(world)
  must(await answerChallenge(world.ports, phone.id, await phone.approve(challengeId, match)))
  suspendNext()
  const redeemed = await redeemChallenge(world.ports, world.app, challengeId, NONCE)
  assert.equal(reasonOf(redeemed), 'challenge_final')
})
