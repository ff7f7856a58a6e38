// Calls of the stores whose plans are looked at: those of the audit, of what leaves the server, and of settings.
import { bytes, id, NOW_MS } from '../contract/sample-records.js'
import type { Calls } from './store-calls.js'

export const recordCalls: Calls<
  'audit' | 'counts' | 'outgoing' | 'webhooks' | 'settings' | 'notices' | 'leases'
> = {
  audit: {
    append: ({ audit }) =>
      audit.append(
        id(),
        NOW_MS,
        {
          action: 'account.added',
          actor: 'operator',
          accountId: id(),
          appId: undefined,
          facts: {},
        },
        bytes(32),
      ),
    byId: ({ audit }) => audit.byId(id()),
    unsealed: ({ audit }) => audit.unsealed(10),
    unsealedCount: ({ audit }) => audit.unsealedCount(),
    seal: ({ audit }) => audit.seal(id(), { sequence: 1, hash: bytes(32) }),
    end: ({ audit }) => audit.end(),
    at: ({ audit }) => audit.at(1),
    sealed: ({ audit }) => audit.sealed(0, 9, 10),
    page: async ({ audit }) => {
      await audit.page({ accountId: id() }, { atMs: NOW_MS, id: id() }, 10)
      return audit.page({ action: 'login.*' }, { atMs: NOW_MS, id: id() }, 10)
    },
    addCheckpoint: ({ audit }) =>
      audit.addCheckpoint({ sequence: 1, hash: bytes(32), atMs: NOW_MS, signature: bytes(64) }),
    checkpoints: ({ audit }) => audit.checkpoints(0, 9, 10),
    lastCheckpoint: ({ audit }) => audit.lastCheckpoint(),
  },
  counts: {
    add: ({ counts }) => counts.add([{ minute: 1, appId: id(), outcome: 'denied', count: 1 }]),
    minutes: async ({ counts }) => {
      await counts.minutes(1, 2, id())
      return counts.minutes(1, 2)
    },
    census: 'reads the whole table',
    purge: ({ counts }) => counts.purge(1, 10),
  },
  outgoing: {
    add: ({ outgoing }) =>
      outgoing.add({
        id: id(),
        kind: 'mail',
        subject: 'invitation',
        sealedContent: bytes(9),
        createdAtMs: NOW_MS,
        dueAtMs: NOW_MS,
      }),
    byId: ({ outgoing }) => outgoing.byId(id()),
    due: async ({ outgoing }) => {
      await outgoing.due({ kind: 'mail' }, NOW_MS, 10)
      return outgoing.due({ kind: 'webhook', webhookId: id() }, NOW_MS, 10)
    },
    claim: ({ outgoing }) => outgoing.claim(id(), 0, NOW_MS),
    sent: ({ outgoing }) => outgoing.sent(id(), 1, NOW_MS),
    postpone: ({ outgoing }) => outgoing.postpone(id(), 1, NOW_MS, 'no'),
    bury: ({ outgoing }) => outgoing.bury(id(), 1, 'no', NOW_MS),
    holdAll: ({ outgoing }) => outgoing.holdAll('restored', NOW_MS),
    revive: ({ outgoing }) => outgoing.revive(id(), NOW_MS),
    removeMailOf: ({ outgoing }) => outgoing.removeMailOf(id()),
    remove: ({ outgoing }) => outgoing.remove(id()),
    page: ({ outgoing }) => outgoing.page({ limit: 10 }),
    count: ({ outgoing }) => outgoing.count('dead'),
    waiting: async ({ outgoing }) => {
      await outgoing.waiting({ kind: 'mail' })
      return outgoing.waiting({ kind: 'webhook', webhookId: id() })
    },
    purge: ({ outgoing }) => outgoing.purge(NOW_MS, NOW_MS, 10),
  },
  webhooks: {
    add: ({ webhooks }) =>
      webhooks.add({
        id: id(),
        url: 'https://siem.example/',
        description: '',
        actions: ['*'],
        sealedSecret: bytes(9),
        state: 'active',
        createdAtMs: NOW_MS,
        revision: 1,
      }),
    byId: ({ webhooks }) => webhooks.byId(id()),
    all: 'reads the whole table',
    save: ({ webhooks }) =>
      webhooks.save({
        id: id(),
        url: 'https://siem.example/',
        description: '',
        actions: ['*'],
        sealedSecret: bytes(9),
        state: 'paused',
        createdAtMs: NOW_MS,
        revision: 1,
      }),
    remove: ({ webhooks }) => webhooks.remove(id()),
  },
  leases: {
    of: ({ leases }) => leases.of('rounds'),
    save: async ({ leases }) => {
      await leases.save({ name: 'rounds', holder: 'a', revision: 0 })
      return leases.save({ name: 'rounds', holder: 'a', revision: 1 })
    },
  },
  settings: {
    byName: ({ settings }) => settings.byName('branding'),
    save: async ({ settings }) => {
      await settings.save('branding', bytes(2), 0, NOW_MS)
      return settings.save('branding', bytes(2), 1, NOW_MS)
    },
  },
  notices: {
    add: ({ notices }) =>
      notices.add({ id: id(), accountId: id(), kind: 'device_added', facts: {}, atMs: NOW_MS }),
    byId: ({ notices }) => notices.byId(id()),
    ofAccount: async ({ notices }) => {
      await notices.ofAccount(id(), 10)
      return notices.ofAccount(id(), 10, { id: id(), atMs: NOW_MS })
    },
    since: ({ notices }) => notices.since(NOW_MS, 10),
    removeOf: ({ notices }) => notices.removeOf(id()),
    purge: ({ notices }) => notices.purge(NOW_MS, 10),
  },
}
