// The stores of access over tables in memory: the same answers as the SQL ones, by plain filters.
import type { AccountId } from '@countersign/protocol'
import { equalBytes, toBase64Url } from '@countersign/protocol'
import type { AdminRecord, ApiToken, LiveSession, SessionRecord, SetupLink, SignIn } from '../core/access.js'
import type { AccessStores, KeptReply } from '../core/ports-access.js'
import type { Account } from '../core/records.js'
import type { Rows } from './memory-table.js'

export interface AccessTables {
  readonly account: Rows<Account>
  readonly admin: Rows<AdminRecord>
  readonly apiToken: Rows<ApiToken>
  readonly session: Rows<SessionRecord>
  readonly signIn: Rows<SignIn>
  readonly setupLink: Rows<SetupLink>
  readonly keptReply: Rows<KeptReply & { readonly keyHash: Uint8Array }>
}

export function memoryAccessStores(tables: AccessTables): AccessStores {
  return {
    admins: adminStore(tables),
    tokens: tokenStore(tables),
    sessions: sessionStore(tables),
    signIns: signInStore(tables),
    setupLinks: setupLinkStore(tables),
    keptReplies: keptReplyStore(tables),
  }
}

function adminStore({ account: accounts, admin: admins }: AccessTables): AccessStores['admins'] {
  return {
    async of(accountId) {
      return admins.get(accountId)
    },
    async page(afterUserId, limit) {
      return admins
        .find(() => true)
        .map((admin) => ({ ...admin, ...namesOf(accounts, admin.accountId) }))
        .filter(({ userId }) => userId > afterUserId)
        .sort((a, b) => (a.userId < b.userId ? -1 : 1))
        .slice(0, limit)
    },
    async owners() {
      return admins.find(({ role, accountId }) => role === 'owner' && isActive(accounts, accountId)).length
    },
    async put(admin) {
      namesOf(accounts, admin.accountId)
      const before = admins.get(admin.accountId)
      admins.set(admin.accountId, before === undefined ? admin : { ...before, role: admin.role })
    },
    async remove(accountId) {
      return take(admins, accountId)
    },
  }
}

function tokenStore({ apiToken: tokens }: AccessTables): AccessStores['tokens'] {
  return {
    async add(token) {
      if (tokens.get(token.id) !== undefined) throw new Error(`token ${token.id} exists`)
      tokens.set(token.id, token)
    },
    async byId(id) {
      return tokens.get(id)
    },
    async page(afterId, limit) {
      return afterInOrder(
        tokens.find(() => true),
        afterId,
        limit,
      )
    },
    async revoke(id, nowMs) {
      const token = tokens.get(id)
      if (token === undefined || token.revokedAtMs !== undefined) return false
      tokens.set(id, { ...token, revokedAtMs: nowMs })
      return true
    },
    async used(id, nowMs) {
      const token = tokens.get(id)
      if (token !== undefined) tokens.set(id, { ...token, usedAtMs: nowMs })
    },
  }
}

function sessionStore(tables: AccessTables): AccessStores['sessions'] {
  const { account: accounts, admin: admins, session: sessions } = tables
  const live = (session: SessionRecord): LiveSession => ({
    ...session,
    ...namesOf(accounts, session.accountId),
    active: isActive(accounts, session.accountId),
    role: admins.get(session.accountId)?.role,
  })
  const remove = (matches: (row: SessionRecord) => boolean, limit = Number.POSITIVE_INFINITY): number => {
    const found = sessions.find(matches).slice(0, limit)
    for (const { secretHash } of found) sessions.delete(toBase64Url(secretHash))
    return found.length
  }
  return {
    async add(session) {
      namesOf(accounts, session.accountId)
      sessions.set(toBase64Url(session.secretHash), session)
    },
    async bySecret(secretHash) {
      const session = sessions.get(toBase64Url(secretHash))
      return session && live(session)
    },
    async byId(id) {
      return sessions.find((row) => row.id === id)[0]
    },
    async ofAccount(accountId, afterId, limit) {
      return afterInOrder(
        sessions.find((row) => row.accountId === accountId),
        afterId,
        limit,
      ).map(live)
    },
    async atConsole(afterId, limit) {
      return afterInOrder(
        sessions.find(({ kind }) => kind === 'admin'),
        afterId,
        limit,
      ).map(live)
    },
    async seen(secretHash, nowMs) {
      const session = sessions.get(toBase64Url(secretHash))
      if (session !== undefined) sessions.set(toBase64Url(secretHash), { ...session, seenAtMs: nowMs })
    },
    async approved(id, nowMs, by) {
      const [found] = sessions.find((row) => row.id === id)
      if (found === undefined) return false
      sessions.set(toBase64Url(found.secretHash), {
        ...found,
        approvedAtMs: nowMs,
        passkeyAtMs: by === 'passkey' ? nowMs : found.passkeyAtMs,
      })
      return true
    },
    async end(id) {
      return remove((row) => row.id === id) === 1
    },
    async endAll(accountId, kind) {
      return remove((row) => row.accountId === accountId && (kind === undefined || row.kind === kind))
    },
    async purge(nowMs, idleBeforeMs, limit) {
      return remove((row) => row.expiresAtMs <= nowMs || row.seenAtMs <= idleBeforeMs, limit)
    },
  }
}

function signInStore({ signIn: signIns }: AccessTables): AccessStores['signIns'] {
  return {
    async add(signIn) {
      signIns.set(toBase64Url(signIn.secretHash), signIn)
    },
    async bySecret(secretHash) {
      return signIns.get(toBase64Url(secretHash))
    },
    async remove(secretHash) {
      return take(signIns, toBase64Url(secretHash))
    },
    async purge(nowMs, limit) {
      const over = signIns.find((row) => row.expiresAtMs <= nowMs).slice(0, limit)
      for (const { secretHash } of over) signIns.delete(toBase64Url(secretHash))
      return over.length
    },
  }
}

function setupLinkStore({ setupLink: links }: AccessTables): AccessStores['setupLinks'] {
  return {
    async add(link) {
      links.set(toBase64Url(link.secretHash), { ...link, state: 'open', begun: undefined })
    },
    async bySecret(secretHash) {
      return links.get(toBase64Url(secretHash))
    },
    async byBrowser(browserHash) {
      return links.find(({ begun }) => begun !== undefined && equalBytes(begun.browserHash, browserHash))[0]
    },
    async begin(secretHash, begun, nowMs) {
      const link = links.get(toBase64Url(secretHash))
      if (link === undefined || link.state === 'used' || link.expiresAtMs <= nowMs) return false
      const { begun: before } = link
      const isTheirs = before !== undefined && equalBytes(before.browserHash, begun.browserHash)
      if (before !== undefined && !isTheirs && before.untilMs > nowMs) return false
      links.set(toBase64Url(secretHash), { ...link, state: 'begun', begun })
      return true
    },
    async use(secretHash, browserHash) {
      const link = links.get(toBase64Url(secretHash))
      if (link?.state !== 'begun' || link.begun === undefined) return false
      if (!equalBytes(link.begun.browserHash, browserHash)) return false
      links.set(toBase64Url(secretHash), { ...link, state: 'used' })
      return true
    },
    async anyOpen(nowMs) {
      return links.find((row) => row.state !== 'used' && row.expiresAtMs > nowMs).length > 0
    },
    async withdrawAll() {
      const unused = links.find((row) => row.state !== 'used')
      for (const { secretHash } of unused) links.delete(toBase64Url(secretHash))
      return unused.flatMap(({ begun }) => begun ?? [])
    },
  }
}

function keptReplyStore({ keptReply: replies }: AccessTables): AccessStores['keptReplies'] {
  return {
    async take(keyHash, requestHash, nowMs) {
      const key = toBase64Url(keyHash)
      if (replies.get(key) !== undefined) return false
      replies.set(key, { keyHash, requestHash, sealedReply: undefined, createdAtMs: nowMs })
      return true
    },
    async of(keyHash) {
      const found = replies.get(toBase64Url(keyHash))
      return (
        found && {
          requestHash: found.requestHash,
          sealedReply: found.sealedReply,
          createdAtMs: found.createdAtMs,
        }
      )
    },
    async keep(keyHash, sealedReply) {
      const reply = replies.get(toBase64Url(keyHash))
      if (reply === undefined || reply.sealedReply !== undefined) return false
      replies.set(toBase64Url(keyHash), { ...reply, sealedReply })
      return true
    },
    async release(keyHash) {
      replies.delete(toBase64Url(keyHash))
    },
    async purge(beforeMs, limit) {
      const old = replies.find((row) => row.createdAtMs <= beforeMs).slice(0, limit)
      for (const { keyHash } of old) replies.delete(toBase64Url(keyHash))
      return old.length
    },
  }
}

/** As a foreign key would: no row without its account. */
function namesOf(
  accounts: Rows<Account>,
  id: AccountId,
): { readonly userId: string; readonly displayName: string } {
  const account = accounts.get(id)
  if (account === undefined) throw new Error(`no account ${id}`)
  return { userId: account.userId, displayName: account.displayName }
}

function isActive(accounts: Rows<Account>, id: AccountId): boolean {
  return accounts.get(id)?.state === 'active'
}

function take<V>(rows: Rows<V>, key: string): boolean {
  if (rows.get(key) === undefined) return false
  rows.delete(key)
  return true
}

function afterInOrder<V extends { readonly id: string }>(
  rows: readonly V[],
  afterId: string,
  limit: number,
): V[] {
  return rows
    .filter(({ id }) => id > afterId)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, limit)
}
