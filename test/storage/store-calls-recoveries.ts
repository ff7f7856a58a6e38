// Calls of the stores whose plans are looked at: those of recoveries, and of the links "this wasn't me".
import { bytes, id, NOW_MS } from '../contract/sample-records.js'
import type { Calls } from './store-calls.js'

export const recoveryCalls: Calls<'recoveries' | 'notMeLinks'> = {
  recoveries: {
    add: ({ recoveries }) =>
      recoveries.add({
        ...{ secretHash: bytes(32), accountId: id(), userId: 'ada', shown: undefined },
        ...{ createdAtMs: NOW_MS, expiresAtMs: NOW_MS },
      }),
    bySecret: ({ recoveries }) => recoveries.bySecret(bytes(32)),
    setShown: ({ recoveries }) => recoveries.setShown(bytes(32), 'totp', NOW_MS),
    remove: ({ recoveries }) => recoveries.remove(bytes(32)),
    removeOf: ({ recoveries }) => recoveries.removeOf(id()),
    purge: ({ recoveries }) => recoveries.purge(NOW_MS, 10),
  },
  notMeLinks: {
    add: ({ notMeLinks }) =>
      notMeLinks.add({ secretHash: bytes(32), accountId: id(), noticeId: id(), expiresAtMs: NOW_MS }),
    bySecret: ({ notMeLinks }) => notMeLinks.bySecret(bytes(32)),
    removeOf: ({ notMeLinks }) => notMeLinks.removeOf(id()),
    purge: ({ notMeLinks }) => notMeLinks.purge(NOW_MS, 10),
  },
}
