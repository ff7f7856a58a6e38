// Calls of the stores whose plans are looked at: those of printed codes and of codes of the help desk.
import { bytes, id, NOW_MS } from '../contract/sample-records.js'
import type { Calls } from './store-calls.js'

export const printedCodeCalls: Calls<'backupCodes' | 'bypassCodes'> = {
  backupCodes: {
    add: ({ backupCodes }) =>
      backupCodes.add([
        {
          ...{ accountId: id(), setId: id(), selector: 'K7QD', hash: '', state: 'active' },
          ...{ madeAtMs: NOW_MS, usedAtMs: undefined },
        },
      ]),
    ofAccount: ({ backupCodes }) => backupCodes.ofAccount(id()),
    bySelector: ({ backupCodes }) => backupCodes.bySelector(id(), 'K7QD'),
    use: ({ backupCodes }) => backupCodes.use(id(), 'K7QD', id(), NOW_MS),
    // What waited is active: then the others are looked for, as `removeOthers` does.
    activate: ({ backupCodes }) => backupCodes.activate(id(), id(), NOW_MS),
    removeOthers: ({ backupCodes }) => backupCodes.removeOthers(id(), id()),
    removeWaiting: ({ backupCodes }) => backupCodes.removeWaiting(id()),
    removeOf: ({ backupCodes }) => backupCodes.removeOf(id()),
    holders: 'reads the whole table',
    purgeWaiting: ({ backupCodes }) => backupCodes.purgeWaiting(NOW_MS, 10),
  },
  bypassCodes: {
    add: ({ bypassCodes }) =>
      bypassCodes.add({
        ...{ id: id(), accountId: id(), codeHash: bytes(32), reason: 'phone broken', madeBy: 'operator' },
        ...{ state: 'open', madeAtMs: NOW_MS, expiresAtMs: NOW_MS, usedAtMs: undefined },
      }),
    byId: ({ bypassCodes }) => bypassCodes.byId(id()),
    openOf: ({ bypassCodes }) => bypassCodes.openOf(id(), NOW_MS),
    ofAccount: ({ bypassCodes }) => bypassCodes.ofAccount(id(), 20),
    use: ({ bypassCodes }) => bypassCodes.use(id(), NOW_MS),
    revoke: ({ bypassCodes }) => bypassCodes.revoke(id()),
    revokeAll: 'reads the whole table',
    removeOf: ({ bypassCodes }) => bypassCodes.removeOf(id()),
    purge: ({ bypassCodes }) => bypassCodes.purge(NOW_MS, 10),
  },
}
