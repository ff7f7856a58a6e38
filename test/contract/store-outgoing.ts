// The outgoing part of the storage contract: mail and hooks on their way, webhooks, and settings by name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { NewOutgoing } from '@countersign/server/core/ports-outgoing'
import type { Webhook } from '@countersign/server/core/ports-webhooks'
import { bytes, id, NOW_MS, race } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

/** Ids that grow, as a server's do. */
let drawn = 0
function nextId(): string {
  drawn += 1
  return `01970000-0000-7000-8000-${String(drawn).padStart(12, '0')}`
}

export function outgoingContract(storage: CurrentStorage): void {
  const add = async (fields: Partial<NewOutgoing> = {}): Promise<NewOutgoing> => {
    const item: NewOutgoing = {
      id: nextId(),
      kind: 'webhook',
      webhookId: id(),
      subject: 'login.reported',
      sealedContent: bytes(40),
      createdAtMs: NOW_MS,
      dueAtMs: NOW_MS,
      ...fields,
    }
    await storage().transaction(({ outgoing }) => outgoing.add(item))
    return item
  }
  const laneOf = ({ webhookId = '' }: NewOutgoing) => ({ kind: 'webhook', webhookId }) as const
  const dueIn = async (item: NewOutgoing, nowMs = NOW_MS): Promise<readonly string[]> =>
    (await storage().read.outgoing.due(laneOf(item), nowMs, 10)).map((each) => each.id)

  test('what is added waits, and is due in its own lane from its time on', async () => {
    const item = await add({ accountId: id<AccountId>() })
    assert.deepEqual(await storage().read.outgoing.byId(item.id), {
      ...item,
      state: 'waiting',
      attempts: 0,
      lastError: '',
      finishedAtMs: undefined,
    })
    assert.deepEqual(await dueIn(item, NOW_MS - 1), [])
    assert.deepEqual(await dueIn(item), [item.id])
    assert.deepEqual(await dueIn(await add(), NOW_MS - 1), [])
    assert.equal(await storage().read.outgoing.waiting(laneOf(item)), 1)
  })

  test('mail has a lane of its own', async () => {
    const { webhookId: _, ...rest } = await add()
    const letter: NewOutgoing = { ...rest, id: nextId(), kind: 'mail', subject: 'invitation' }
    await storage().transaction(({ outgoing }) => outgoing.add(letter))
    const mails = await storage().read.outgoing.due({ kind: 'mail' }, NOW_MS, 1_000)
    assert.ok(mails.some((each) => each.id === letter.id))
    assert.ok((await storage().read.outgoing.waiting({ kind: 'mail' })) >= 1)
  })

  test('of many who claim the same attempt one gets it, and it is due again when its lease is over', async () => {
    const item = await add()
    const won = await race(10, () =>
      storage().transaction(({ outgoing }) => outgoing.claim(item.id, 0, NOW_MS + 60_000)),
    )
    assert.equal(won, 1)
    assert.deepEqual(await dueIn(item, NOW_MS + 59_999), [])
    assert.deepEqual(await dueIn(item, NOW_MS + 60_000), [item.id])
  })

  test('what was sent forgets its content; only the attempt that was claimed may say so', async () => {
    const item = await add()
    const outcome = await storage().transaction(async ({ outgoing }) => {
      await outgoing.claim(item.id, 0, NOW_MS + 60_000)
      return [await outgoing.sent(item.id, 0, NOW_MS), await outgoing.sent(item.id, 1, NOW_MS + 5)]
    })
    assert.deepEqual(outcome, [false, true])
    const sent = await storage().read.outgoing.byId(item.id)
    assert.deepEqual([sent?.state, sent?.sealedContent, sent?.finishedAtMs], ['sent', undefined, NOW_MS + 5])
    assert.equal(await storage().transaction(({ outgoing }) => outgoing.remove(item.id)), false)
  })

  test('what failed is tried later, or is dead and can be revived with its content', async () => {
    const item = await add()
    await storage().transaction(async ({ outgoing }) => {
      await outgoing.claim(item.id, 0, NOW_MS + 60_000)
      await outgoing.postpone(item.id, 1, NOW_MS + 5_000, 'answered 503')
    })
    assert.deepEqual(await dueIn(item, NOW_MS + 5_000), [item.id])
    await storage().transaction(async ({ outgoing }) => {
      await outgoing.claim(item.id, 1, NOW_MS + 60_000)
      await outgoing.bury(item.id, 2, 'answered 503', NOW_MS + 9)
    })
    const dead = await storage().read.outgoing.byId(item.id)
    assert.deepEqual([dead?.state, dead?.lastError, dead?.attempts], ['dead', 'answered 503', 2])
    assert.equal(await storage().transaction(({ outgoing }) => outgoing.revive(item.id, NOW_MS + 10)), true)
    assert.equal(await storage().transaction(({ outgoing }) => outgoing.revive(item.id, NOW_MS + 10)), false)
    const revived = await storage().read.outgoing.byId(item.id)
    assert.deepEqual([revived?.attempts, revived?.sealedContent], [0, item.sealedContent])
    assert.equal(await storage().transaction(({ outgoing }) => outgoing.remove(item.id)), true)
    assert.equal(await storage().read.outgoing.byId(item.id), undefined)
  })

  test('all that waits is held until it is revived; what was sent stays sent', async () => {
    const [waiting, sent] = [await add(), await add()]
    const held = await storage().transaction(async ({ outgoing }) => {
      await outgoing.claim(sent.id, 0, NOW_MS)
      await outgoing.sent(sent.id, 1, NOW_MS)
      return outgoing.holdAll('restored', NOW_MS + 7)
    })
    assert.ok(held >= 1)
    assert.equal(await storage().read.outgoing.count('waiting'), 0)
    const dead = await storage().read.outgoing.byId(waiting.id)
    assert.deepEqual(
      [dead?.state, dead?.lastError, dead?.finishedAtMs, dead?.sealedContent],
      ['dead', 'restored', NOW_MS + 7, waiting.sealedContent],
    )
    assert.equal((await storage().read.outgoing.byId(sent.id))?.state, 'sent')
    assert.equal(await storage().transaction(({ outgoing }) => outgoing.revive(waiting.id, NOW_MS)), true)
  })

  test('a page is newest first and filtered; counts go by state', async () => {
    const first = await add()
    const second = await add({ ...(first.webhookId === undefined ? {} : { webhookId: first.webhookId }) })
    const webhookId = first.webhookId ?? ''
    const page = async (more: object = {}): Promise<readonly string[]> =>
      (await storage().read.outgoing.page({ webhookId, limit: 10, ...more })).map((item) => item.id)
    assert.deepEqual(await page(), [second.id, first.id])
    assert.deepEqual(await page({ beforeId: second.id }), [first.id])
    assert.deepEqual(await page({ limit: 1 }), [second.id])
    assert.deepEqual(await page({ state: 'dead' }), [])
    assert.deepEqual(await page({ kind: 'mail' }), [])
    const before = await storage().read.outgoing.count('waiting')
    await add()
    assert.equal(await storage().read.outgoing.count('waiting'), before + 1)
  })

  test('what was sent and what is dead is forgotten at its time, and nothing else', async () => {
    const [sent, dead, waiting] = [await add(), await add(), await add()]
    await storage().transaction(async ({ outgoing }) => {
      await outgoing.claim(sent.id, 0, NOW_MS)
      await outgoing.sent(sent.id, 1, NOW_MS - 1_000)
      await outgoing.claim(dead.id, 0, NOW_MS)
      await outgoing.bury(dead.id, 1, 'no', NOW_MS - 1_000)
    })
    const left = async (): Promise<readonly boolean[]> =>
      Promise.all(
        [sent, dead, waiting].map(
          async ({ id: each }) => (await storage().read.outgoing.byId(each)) !== undefined,
        ),
      )
    await storage().transaction(({ outgoing }) => outgoing.purge(NOW_MS - 999, 0, 100))
    assert.deepEqual(await left(), [false, true, true])
    await storage().transaction(({ outgoing }) => outgoing.purge(0, NOW_MS - 999, 100))
    assert.deepEqual(await left(), [false, false, true])
  })
}

export function webhookContract(storage: CurrentStorage): void {
  const sample = (): Webhook => ({
    id: id(),
    url: 'https://siem.example/',
    description: 'SIEM',
    actions: ['login.*', 'account.added'],
    sealedSecret: bytes(60),
    state: 'active',
    createdAtMs: NOW_MS,
    revision: 1,
  })

  test('a webhook is kept, changed by compare-and-set, and removed with what waits for it', async () => {
    const webhook = sample()
    await storage().transaction(({ webhooks }) => webhooks.add(webhook))
    assert.deepEqual(await storage().read.webhooks.byId(webhook.id), webhook)
    assert.ok((await storage().read.webhooks.all()).some((each) => each.id === webhook.id))
    const paused: Webhook = { ...webhook, state: 'paused', actions: ['*'] }
    const won = await race(5, () => storage().transaction(({ webhooks }) => webhooks.save(paused)))
    assert.equal(won, 1)
    assert.deepEqual(await storage().read.webhooks.byId(webhook.id), { ...paused, revision: 2 })

    const waitingId = nextId()
    await storage().transaction(({ outgoing }) =>
      outgoing.add({
        id: waitingId,
        kind: 'webhook',
        webhookId: webhook.id,
        subject: 'x',
        sealedContent: bytes(9),
        createdAtMs: NOW_MS,
        dueAtMs: NOW_MS,
      }),
    )
    assert.equal(await storage().transaction(({ webhooks }) => webhooks.remove(webhook.id)), true)
    assert.equal(await storage().transaction(({ webhooks }) => webhooks.remove(webhook.id)), false)
    assert.equal(await storage().read.outgoing.byId(waitingId), undefined)
  })
}

export function settingContract(storage: CurrentStorage): void {
  test('a setting is saved by compare-and-set: of many who read the same revision one wins', async () => {
    const name = `subject-${id()}`
    assert.equal(await storage().read.settings.byName(name), undefined)
    const first = await race(5, (i) =>
      storage().transaction(({ settings }) => settings.save(name, new Uint8Array([i]), 0, NOW_MS)),
    )
    assert.equal(first, 1)
    assert.equal((await storage().read.settings.byName(name))?.revision, 1)
    const value = bytes(100)
    assert.equal(
      await storage().transaction(({ settings }) => settings.save(name, value, 1, NOW_MS + 1)),
      true,
    )
    assert.deepEqual(await storage().read.settings.byName(name), {
      value,
      revision: 2,
      changedAtMs: NOW_MS + 1,
    })
    assert.equal(
      await storage().transaction(({ settings }) => settings.save(name, value, 1, NOW_MS + 2)),
      false,
    )
  })
}
