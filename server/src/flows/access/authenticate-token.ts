// Recognises an API token at every request, as its row is at that moment.
import { equalBytes } from '@countersign/protocol'
import { SEEN_EVERY_MS } from '../../core/access.js'
import { goodToken, parseApiToken } from '../../core/api-token.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'

/**
 * Reads the token, finds it, compares the secret in constant time, checks its end. One that nobody has costs the same.
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
  if (token === undefined) return refused({ reason: 'credentials_wrong' })
  // What nobody uses can be revoked; to know that, a minute is exact enough.
  if (token.usedAtMs === undefined || nowMs - token.usedAtMs >= SEEN_EVERY_MS)
    await ports.storage.transaction((stores) => stores.tokens.used(token.id, nowMs))
  return accepted({
    kind: 'token',
    tokenId: token.id,
    name: token.name,
    permissions: token.permissions,
  })
}

/** Compared with when there is no token; `goodToken` refuses without a row whatever comes out. */
const NO_HASH = new Uint8Array(32)
