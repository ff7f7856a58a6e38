// Notices: what happens to an account is told on its phones and by mail to each address, if and only if it happened; and mail is sent.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MailMessage } from '@countersign/server/core/ports-mail'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { deliverMail } from '@countersign/server/flows/deliver-mail'
import { OutgoingRound } from '@countersign/server/flows/deliver-outgoing'
import { notify } from '@countersign/server/flows/notices'
import { mailsOf, setUpMail } from '../support/invited.js'
import { takeOver } from '../support/onboarding.js'
import type { World } from '../support/test-world.js'
import { asked, makeWorld, must, pairedDevice } from '../support/test-world.js'

const LIST = ['user_id,display_name,email,email2,locale', 'alice,Alice,a@example.org,b@example.org,de']

async function kindsOf({ ports }: World): Promise<readonly string[]> {
  const account = await ports.storage.read.accounts.byLoginName('alice')
  assert.ok(account)
  return (await ports.storage.read.notices.ofAccount(account.id, 20)).map(({ kind }) => kind)
}

test('a phone that is added, one that is removed, and a login that is reported are told, each to both addresses', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await takeOver(world.ports, LIST)
  const phone = await pairedDevice(world)
  world.clock.advance(1_000)
  const { challengeId } = await asked(world)
  must(await answerChallenge(world.ports, phone.id, await phone.report(challengeId)))
  world.clock.advance(1_000)
  must(await revokeDevice(world.ports, phone.id))
  assert.deepEqual(await kindsOf(world), ['device_removed', 'login_reported', 'device_added'])
  const mails = await mailsOf(world.ports)
  assert.deepEqual(
    mails.map(({ to }) => to),
    [...Array(3).fill('a@example.org'), ...Array(3).fill('b@example.org')],
  )
  const reported = mails.find(({ subject }) => subject.includes('gemeldet'))
  assert.match(reported?.text ?? '', /Anwendung: Wiki/)
  assert.match(reported?.text ?? '', /Adresse: 192\./)
})

test('what is rolled back is told to nobody', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await takeOver(world.ports, LIST)
  const account = await world.ports.storage.read.accounts.byLoginName('alice')
  assert.ok(account)
  const undone = world.ports.storage.transaction(async (stores) => {
    await notify(world.ports, stores, account.id, 'role_given', { role: 'owner' })
    throw new Error('undone')
  })
  await assert.rejects(undone, /undone/)
  assert.deepEqual(await kindsOf(world), [])
  assert.deepEqual(await mailsOf(world.ports), [])
})

test('changed addresses are told to those before and those after, once each', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await takeOver(world.ports, LIST)
  await takeOver(world.ports, ['user_id,email', 'alice,new@example.org'])
  const mails = await mailsOf(world.ports)
  assert.deepEqual(
    mails.map(({ to }) => to),
    ['a@example.org', 'b@example.org', 'new@example.org'],
  )
})

test('while no mail server is set, notices stand on the phones only, and nothing waits to be sent', async () => {
  const world = await makeWorld()
  await takeOver(world.ports, LIST)
  await pairedDevice(world)
  assert.deepEqual(await kindsOf(world), ['device_added'])
  assert.deepEqual(await mailsOf(world.ports), [])
})

test('mail that waits is sent from the sender that is set then, tried again when it fails, and forgotten once it is sent', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await takeOver(world.ports, LIST)
  await pairedDevice(world)
  const sent: MailMessage[] = []
  let down = true
  const ports = {
    ...world.ports,
    mail: {
      send: async (_: unknown, message: MailMessage) => {
        sent.push(message)
        return down
          ? ({ kind: 'failed', error: 'no connection', final: false } as const)
          : ({ kind: 'taken' } as const)
      },
    },
  }
  const round = new OutgoingRound(ports, { mail: deliverMail })
  const tick = async (): Promise<void> => {
    await round.tick()
    await round.settled()
  }
  await tick()
  down = false
  world.clock.advance(60_000)
  await tick()
  assert.equal(sent.length, 4)
  // A mail program shows a repeated message once: both attempts have one id.
  assert.equal(new Set(sent.map(({ id }) => id)).size, 2)
  assert.deepEqual(sent[0]?.from, { name: 'ACME', address: 'id@example.org' })
  const kept = await world.ports.storage.read.outgoing.page({ kind: 'mail', limit: 10 })
  assert.deepEqual(
    kept.map(({ state, sealedContent }) => [state, sealedContent]),
    [
      ['sent', undefined],
      ['sent', undefined],
    ],
  )
})
