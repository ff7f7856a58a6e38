// Calls of the stores whose plans are looked at: those of a login and of the rounds beside it.
import {
  bytes,
  id,
  NOW_MS,
  sampleAccount,
  sampleApp,
  sampleAppKey,
  sampleChallenge,
  sampleDelivery,
  sampleDevice,
  sampleSigningKey,
  sampleTicket,
} from '../contract/sample-records.js'
import type { Calls } from './store-calls.js'

export const loginCalls: Calls<
  'accounts' | 'apps' | 'devices' | 'tickets' | 'challenges' | 'guards' | 'signingKeys' | 'policies'
> = {
  accounts: {
    add: ({ accounts }) => accounts.add(sampleAccount()),
    byUserId: ({ accounts }) => accounts.byUserId('ada'),
    byLoginName: ({ accounts }) => accounts.byLoginName('ada'),
    withDevices: ({ accounts }) => accounts.withDevices('ada'),
    byId: ({ accounts }) => accounts.byId(id()),
    endEnrolment: ({ accounts }) => accounts.endEnrolment(id()),
    page: ({ accounts }) => accounts.page('', 10),
  },
  apps: {
    add: ({ apps }) => apps.add(sampleApp()),
    addKey: ({ apps }) => apps.addKey(sampleAppKey(id())),
    byId: ({ apps }) => apps.byId(id()),
    byName: ({ apps }) => apps.byName('shop'),
    save: ({ apps }) => apps.save(sampleApp()),
    keysOf: ({ apps }) => apps.keysOf(id()),
    expireKey: ({ apps }) => apps.expireKey(id(), '0123456789abcdef', NOW_MS),
    all: 'reads the whole table',
    key: ({ apps }) => apps.key('0123456789abcdef'),
    expireKeys: ({ apps }) => apps.expireKeys(id(), NOW_MS),
    removeEndedKeys: ({ apps }) => apps.removeEndedKeys(id(), NOW_MS),
  },
  devices: {
    add: ({ devices }) => devices.add(sampleDevice(id())),
    byId: ({ devices }) => devices.byId(id()),
    ofAccount: ({ devices }) => devices.ofAccount(id()),
    all: 'reads the whole table',
    changeState: ({ devices }) => devices.changeState(id(), ['active'], 'revoked', NOW_MS),
    spendCounter: ({ devices }) => devices.spendCounter(id(), 1, ['active'], NOW_MS),
    forgetNames: ({ devices }) => devices.forgetNames(id()),
    touchAll: ({ devices }) => devices.touchAll(id(), NOW_MS),
    changedSince: ({ devices }) => devices.changedSince(NOW_MS),
  },
  tickets: {
    add: ({ tickets }) => tickets.add(sampleTicket(id())),
    byId: ({ tickets }) => tickets.byId(id()),
    accept: ({ tickets }) => tickets.accept(id(), id(), '123456', NOW_MS),
    changeState: ({ tickets }) => tickets.changeState(id(), 'open', 'withdrawn'),
    purge: ({ tickets }) => tickets.purge(NOW_MS, 10),
  },
  challenges: {
    add: ({ challenges }) => challenges.add(sampleChallenge(id(), id()), [sampleDelivery(id(), id())]),
    byId: ({ challenges }) => challenges.byId(id()),
    byWatchToken: ({ challenges }) => challenges.byWatchToken(bytes(32)),
    openOf: ({ challenges }) => challenges.openOf(id(), NOW_MS),
    unfinishedOf: ({ challenges }) => challenges.unfinishedOf(id()),
    change: ({ challenges }) =>
      challenges.change({ id: id(), from: 'pending', to: 'denied', nowMs: NOW_MS, notExpired: true }),
    nameBrowser: ({ challenges }) => challenges.nameBrowser(id(), id()),
    delivery: ({ challenges }) => challenges.delivery(id(), id()),
    shownTo: ({ challenges }) => challenges.shownTo(id(), id()),
    answered: ({ challenges }) => challenges.answered(id()),
    deliveriesOf: ({ challenges }) => challenges.deliveriesOf(id()),
    deviceIdsOf: ({ challenges }) => challenges.deviceIdsOf(id()),
    openDeliveries: ({ challenges }) => challenges.openDeliveries(id(), NOW_MS, true),
    ringing: ({ challenges }) => challenges.ringing(NOW_MS, 10),
    overdue: ({ challenges }) => challenges.overdue(NOW_MS, NOW_MS, 10),
    purge: ({ challenges }) => challenges.purge(NOW_MS, 10),
  },
  guards: {
    raiseAll: 'reads the whole table',
    of: ({ guards }) => guards.of(id()),
    save: async ({ guards }) => {
      const fresh = await guards.of(id())
      await guards.save(fresh, NOW_MS)
      return guards.save({ ...fresh, revision: 1 }, NOW_MS)
    },
  },
  signingKeys: {
    all: 'reads the whole table',
    add: ({ signingKeys }) => signingKeys.add(sampleSigningKey()),
    remove: ({ signingKeys }) => signingKeys.remove(id()),
    keySetVersion: ({ signingKeys }) => signingKeys.keySetVersion(),
    advanceKeySet: ({ signingKeys }) => signingKeys.advanceKeySet(0, 1),
  },
  policies: {
    current: ({ policies }) => policies.current(),
    revision: ({ policies }) => policies.revision(),
    replace: ({ policies }) => policies.replace([], 1),
    groupsOf: ({ policies }) => policies.groupsOf(id()),
    phoneless: async ({ policies }) => {
      await policies.phoneless('ada', 10, NOW_MS, true)
      return policies.phoneless('ada', 10, NOW_MS, false)
    },
    withPhones: async ({ policies }) => {
      await policies.withPhones('ada', 10, NOW_MS, true)
      return policies.withPhones('ada', 10, NOW_MS, false)
    },
  },
}
