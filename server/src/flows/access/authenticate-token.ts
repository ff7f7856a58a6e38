// Recognises an API token at every request, as its row and whoever made it are at that moment.
import type { AccountId } from '@countersign/protocol'
import { equalBytes } from '@countersign/protocol'
import type { ApiToken } from '../../core/access.js'
import { SEEN_EVERY_MS } from '../../core/access.js'
import { goodToken, parseApiToken } from '../../core/api-token.js'
import type { Actor, Permission } from '../../core/permissions.js'
import { permissionsOf } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'

/**
 * Reads the token, finds it, compares the secret in constant time, checks its end and its maker. One that nobody has costs the
 * same up to there.
 * @param text `cst_<id>_<secret>`. Refuses with `credentials_wrong`.
 */
export async function authenticateToken(ports: Ports, text: string): Promise<Result<Actor>> {
  const parsed = parseApiToken(text)
  if (parsed === undefined) return refused({ reason: 'credentials_wrong' })
  const nowMs = ports.clock.nowMs()
  const found = await ports.storage.read.tokens.byId(parsed.id)
  const hash = ports.vault.keyedHash('api-token', parsed.secret)
  const fits = equalBytes(hash, found?.secretHash ?? NO_HASH)
  const token = goodToken(found, fits, nowMs)
  const permissions = token === undefined ? [] : await permissionsNow(ports, token, nowMs)
  if (token === undefined || permissions.length === 0) return refused({ reason: 'credentials_wrong' })
  // What nobody uses can be revoked; to know that, a minute is exact enough.
  if (token.usedAtMs === undefined || nowMs - token.usedAtMs >= SEEN_EVERY_MS)
    await ports.storage.transaction((stores) => stores.tokens.used(token.id, nowMs), {
      one: `token ${token.id}`,
    })
  return accepted({ kind: 'token', tokenId: token.id, name: token.name, permissions })
}

/** Compared with when there is no token; `goodToken` refuses without a row whatever comes out. */
const NO_HASH = new Uint8Array(32)
/** Tokens that made tokens: longer chains open nothing. */
const MAKERS_MAX = 4

/**
 * What a token was given, as far as its maker still has it: else an admin who is dismissed, or a token that is revoked, would
 * live on in the tokens they made. Those made on the server's own machine stand by themselves.
 */
async function permissionsNow(
  { storage }: Ports,
  token: ApiToken,
  nowMs: number,
): Promise<readonly Permission[]> {
  const { accounts, admins, tokens } = storage.read
  let { permissions, createdBy } = token
  for (let makers = 0; makers <= MAKERS_MAX; makers += 1) {
    const [kind, id = ''] = createdBy.split(':')
    if (kind === 'operator') return permissions
    if (kind === 'admin') {
      // Sound: `actorText` wrote it, from the account's id.
      const accountId = id as AccountId
      const [account, admin] = await Promise.all([accounts.byId(accountId), admins.of(accountId)])
      const rights = account?.state === 'active' && admin !== undefined ? permissionsOf[admin.role] : []
      return permissions.filter((permission) => rights.includes(permission))
    }
    const maker = kind === 'token' ? goodToken(await tokens.byId(id), true, nowMs) : undefined
    if (maker === undefined) return []
    permissions = permissions.filter((permission) => maker.permissions.includes(permission))
    createdBy = maker.createdBy
  }
  return []
}
