// Calls of the stores whose plans are looked at: that of time-based codes.
import { id, NOW_MS } from '../contract/sample-records.js'
import { sampleTotp } from '../contract/store-totps.js'
import type { Calls } from './store-calls.js'

export const totpCalls: Calls<'totps'> = {
  totps: {
    add: ({ totps }) => totps.add(sampleTotp(id())),
    byId: ({ totps }) => totps.byId(id()),
    ofAccount: ({ totps }) => totps.ofAccount(id()),
    activate: ({ totps }) => totps.activate(id(), 1, NOW_MS),
    spendStep: ({ totps }) => totps.spendStep(id(), 1, NOW_MS),
    remove: ({ totps }) => totps.remove(id()),
    removeOfDevice: ({ totps }) => totps.removeOfDevice(id()),
    removeOf: ({ totps }) => totps.removeOf(id()),
    purge: ({ totps }) => totps.purge(NOW_MS, 10),
  },
}
