// Each printed code costs 128 MiB and a third of a second to look at, and ten times that to make. Whoever sends thousands, for people who
// exist or not, or makes one set after the other, would take the memory and the threads of the server, and nobody else would get in. So
// few are computed at once, few wait, the rest is told to come back; one account does not fill the queue; and phones do not wait for it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { makeBackupCodes } from '@countersign/server/flows/codes/backup-codes'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { BACKUP, codeWorld, WRONG_BACKUP, why } from '../support/code-world.js'
import { operator } from '../support/policy-world.js'
import { asked, must, NONCE, pairedDevice, reasonOf } from '../support/test-world.js'

test('[BC6] of a thousand codes at once few are looked at; the others are told to come back, and are not counted', async () => {
  const codes = await codeWorld()
  const flood = Array.from({ length: 1_000 }, (_, i) => codes.typed(WRONG_BACKUP, { userId: `nobody-${i}` }))
  const own = codes.typed(WRONG_BACKUP)
  const outcomes = (await Promise.all(flood)).map(why)
  assert.deepEqual(new Set(outcomes), new Set(['wrong', 'busy']))
  // The person who came beside the flood lost no try by it.
  const tries = (await codes.guard('backup')).wrongAtMs.length
  assert.equal(tries, why(await own) === 'busy' ? 0 : 1)
  assert.equal(why(await codes.typed(BACKUP)), 'ok')
})

test('[BC6] somebody who makes one set after the other is stopped, and others log in by their codes meanwhile', async () => {
  const codes = await codeWorld()
  const { ports } = codes.world
  const bob = (await pairedDevice(codes.world, 'bob')).accountId
  const making = Array.from({ length: 200 }, () => makeBackupCodes(ports, bob, operator))
  assert.equal(why(await codes.typed(BACKUP)), 'ok')
  const made = await Promise.all(making)
  assert.equal(made.filter(({ ok }) => ok).length, 10)
  assert.deepEqual(
    new Set(made.flatMap((each) => (each.ok ? [] : [reasonOf(each)]))),
    new Set(['rate_limited']),
  )
  codes.world.clock.advance(1_200_000)
  must(await makeBackupCodes(ports, bob, operator))
})

test('[BC6] a phone is asked, answers and lets its person in while the queue is full', async () => {
  const codes = await codeWorld()
  const { ports, app } = codes.world
  const phone = await pairedDevice(codes.world)
  const flood = Array.from({ length: 300 }, (_, i) => codes.typed(WRONG_BACKUP, { userId: `nobody-${i}` }))
  const login = await asked(codes.world)
  must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)))
  must(await redeemChallenge(ports, app, login.challengeId, NONCE))
  assert.ok((await Promise.all(flood)).some((each) => why(each) === 'busy'))
})
