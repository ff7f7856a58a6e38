// Calls of the stores whose plans are looked at: those of admins, tokens, sessions and kept replies.
import { bytes, id, NOW_MS } from '../contract/sample-records.js'
import type { Calls } from './store-calls.js'

export const accessCalls: Calls<'admins' | 'tokens' | 'sessions' | 'signIns' | 'setupLinks' | 'keptReplies'> =
  {
    admins: {
      of: ({ admins }) => admins.of(id()),
      page: ({ admins }) => admins.page('ada', 10),
      owners: ({ admins }) => admins.owners(),
      put: ({ admins }) =>
        admins.put({ accountId: id(), role: 'owner', createdAtMs: NOW_MS, createdBy: 'operator' }),
      remove: ({ admins }) => admins.remove(id()),
    },
    tokens: {
      add: ({ tokens }) =>
        tokens.add({
          ...{ id: '0123456789abcdef', name: 'x', secretHash: bytes(32), permissions: [] },
          ...{ createdBy: 'operator', createdAtMs: NOW_MS, expiresAtMs: NOW_MS },
          ...{ usedAtMs: undefined, revokedAtMs: undefined },
        }),
      byId: ({ tokens }) => tokens.byId('0123456789abcdef'),
      page: ({ tokens }) => tokens.page('0123456789abcdef', 10),
      revoke: ({ tokens }) => tokens.revoke('0123456789abcdef', NOW_MS),
      used: ({ tokens }) => tokens.used('0123456789abcdef', NOW_MS),
    },
    sessions: {
      add: ({ sessions }) =>
        sessions.add({
          ...{ secretHash: bytes(32), id: id(), kind: 'admin', accountId: id() },
          ...{ createdAtMs: NOW_MS, seenAtMs: NOW_MS, expiresAtMs: NOW_MS, address: '', browser: '' },
          ...{ by: 'phone', approvedAtMs: NOW_MS, passkeyAtMs: 0 },
        }),
      bySecret: ({ sessions }) => sessions.bySecret(bytes(32)),
      byId: ({ sessions }) => sessions.byId(id()),
      ofAccount: ({ sessions }) => sessions.ofAccount(id(), '', 10),
      atConsole: ({ sessions }) => sessions.atConsole('', 10),
      seen: ({ sessions }) => sessions.seen(bytes(32), NOW_MS),
      approved: ({ sessions }) => sessions.approved(id(), NOW_MS, 'phone'),
      end: ({ sessions }) => sessions.end(id()),
      endAll: async ({ sessions }) => {
        await sessions.endAll(id())
        return sessions.endAll(id(), 'admin')
      },
      purge: ({ sessions }) => sessions.purge(NOW_MS, NOW_MS, 10),
    },
    signIns: {
      add: ({ signIns }) =>
        signIns.add({
          ...{ secretHash: bytes(32), kind: 'admin', challengeId: id(), userId: 'ada' },
          ...{ appNonce: bytes(32), expiresAtMs: NOW_MS },
        }),
      bySecret: ({ signIns }) => signIns.bySecret(bytes(32)),
      remove: ({ signIns }) => signIns.remove(bytes(32)),
      purge: ({ signIns }) => signIns.purge(NOW_MS, 10),
    },
    setupLinks: {
      add: ({ setupLinks }) =>
        setupLinks.add({ secretHash: bytes(32), createdAtMs: NOW_MS, expiresAtMs: NOW_MS }),
      bySecret: ({ setupLinks }) => setupLinks.bySecret(bytes(32)),
      byBrowser: 'reads the whole table',
      begin: ({ setupLinks }) =>
        setupLinks.begin(
          bytes(32),
          { browserHash: bytes(32), accountId: id(), madeAccount: true, ticketId: id(), untilMs: NOW_MS },
          NOW_MS,
        ),
      use: ({ setupLinks }) => setupLinks.use(bytes(32), bytes(32)),
      anyOpen: 'reads the whole table',
      withdrawAll: 'reads the whole table',
    },
    keptReplies: {
      take: ({ keptReplies }) => keptReplies.take(bytes(32), bytes(32), NOW_MS),
      of: ({ keptReplies }) => keptReplies.of(bytes(32)),
      keep: ({ keptReplies }) => keptReplies.keep(bytes(32), bytes(9)),
      release: ({ keptReplies }) => keptReplies.release(bytes(32)),
      purge: ({ keptReplies }) => keptReplies.purge(NOW_MS, 10),
    },
  }
