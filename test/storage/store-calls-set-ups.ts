// Calls of the stores of set-ups and enrolments whose plans are looked at.
import { bytes, id, NOW_MS } from '../contract/sample-records.js'
import { sampleSetUp } from '../contract/store-set-ups.js'
import type { Calls } from './store-calls.js'

export const setUpCalls: Calls<'setUps' | 'enrolmentTries'> = {
  setUps: {
    add: ({ setUps }) => setUps.add(sampleSetUp(id())),
    bySecret: ({ setUps }) => setUps.bySecret(bytes(32)),
    byBrowser: ({ setUps }) => setUps.byBrowser(bytes(32)),
    begin: ({ setUps }) => setUps.begin(id(), bytes(32), NOW_MS),
    withdrawOf: ({ setUps }) => setUps.withdrawOf(id()),
    setCodes: ({ setUps }) => setUps.setCodes(id(), id(), NOW_MS),
    setTicket: ({ setUps }) => setUps.setTicket(id(), id(), NOW_MS),
    finish: ({ setUps }) => setUps.finish(id(), NOW_MS),
    leave: ({ setUps }) => setUps.leave(id()),
    firstOffered: ({ setUps }) => setUps.firstOffered(id(), NOW_MS),
    offeredAt: ({ setUps }) => setUps.offeredAt(id()),
    purge: ({ setUps }) => setUps.purge(NOW_MS, 10),
  },
  enrolmentTries: {
    add: ({ enrolmentTries }) => enrolmentTries.add(id(), id(), NOW_MS),
    since: ({ enrolmentTries }) => enrolmentTries.since(id(), NOW_MS),
    purge: ({ enrolmentTries }) => enrolmentTries.purge(NOW_MS, 10),
  },
}
