// Calls of the stores whose plans are looked at: those of imported lists and of invitations.
import type { Invitation } from '@countersign/server/core/invitation'
import type { ImportJob } from '@countersign/server/core/ports-imports'
import { bytes, id, NOW_MS } from '../contract/sample-records.js'
import type { Calls } from './store-calls.js'

export const onboardingCalls: Calls<'imports' | 'invitations'> = {
  imports: {
    add: ({ imports }) => imports.add(job()),
    byId: ({ imports }) => imports.byId(id()),
    page: async ({ imports }) => {
      await imports.page(10)
      return imports.page(10, { id: id(), createdAtMs: NOW_MS })
    },
    save: ({ imports }) => imports.save(job()),
    running: ({ imports }) => imports.running(),
    addLines: ({ imports }) =>
      imports.addLines(id(), [
        { line: 1, plan: 'same', state: 'waiting', row: undefined, changes: [], faults: [] },
      ]),
    lines: async ({ imports }) => {
      await imports.lines(id(), 1, 10)
      return imports.lines(id(), 1, 10, 'fault')
    },
    settle: ({ imports }) => imports.settle(id(), 1, 10, ['add', 'same'], 'done'),
    saveLine: ({ imports }) =>
      imports.saveLine(id(), {
        ...{ line: 1, plan: 'same', state: 'done', row: undefined, changes: [], faults: [] },
      }),
    purge: ({ imports }) => imports.purge(NOW_MS, NOW_MS, 10),
  },
  invitations: {
    add: ({ invitations }) => invitations.add(invitation()),
    byId: ({ invitations }) => invitations.byId(id()),
    bySecret: ({ invitations }) => invitations.bySecret(bytes(32)),
    byPairing: ({ invitations }) => invitations.byPairing(bytes(32)),
    entry: ({ invitations }) => invitations.entry(id()),
    page: async ({ invitations }) => {
      await invitations.page({ state: 'open', channel: undefined }, 10)
      return invitations.page({ state: undefined, channel: undefined }, 10, { id: id(), createdAtMs: NOW_MS })
    },
    isInvited: ({ invitations }) => invitations.isInvited(id()),
    save: ({ invitations }) => invitations.save(invitation()),
    end: ({ invitations }) => invitations.end(id(), 'revoked'),
    expire: ({ invitations }) => invitations.expire(NOW_MS, 10),
    count: 'reads the whole table',
    countNotInvited: 'reads the whole table',
    purge: ({ invitations }) => invitations.purge(NOW_MS, 10),
  },
}

function job(): ImportJob {
  return {
    ...{ id: id(), name: 'list', state: 'ready', startedBy: '', mayChange: [], headerFaults: [] },
    reading: { encoding: 'utf-8', delimiter: ',', columns: [] },
    options: { createGroups: false, skipFaulty: false, updateExisting: false },
    ...{ newGroups: [], lines: 0, done: 0, atLine: 0 },
    counts: { add: 0, change: 0, same: 0, fault: 0 },
    ...{ createdBy: 'operator', createdAtMs: NOW_MS, changedAtMs: NOW_MS, revision: 1 },
  }
}

function invitation(): Invitation {
  return {
    ...{
      id: id(),
      accountId: id(),
      secretHash: bytes(32),
      sealedSecret: bytes(9),
      sealedStartCode: bytes(9),
    },
    ...{ channel: 'mail', state: 'open', wrongCodes: 0, ticketId: undefined, pairingHash: undefined },
    codeSetId: undefined,
    ...{ createdBy: 'operator', createdAtMs: NOW_MS, sentAtMs: undefined, remindedAtMs: undefined },
    ...{ openedAtMs: undefined, expiresAtMs: NOW_MS, revision: 1 },
  }
}
