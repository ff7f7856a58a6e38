// API tokens: made with permissions that the maker has and an end, listed, revoked; told once, kept as a hash.

import { isSignableText } from '@countersign/protocol'
import type { TokenRow } from '@countersign/protocol/admin'
import { TOKEN_MAX_DAYS, TOKEN_NAME_MAX_BYTES } from '@countersign/protocol/admin'
import type { ApiToken } from '../../core/access.js'
import { ACCESS_SECRET_BYTES } from '../../core/access.js'
import { formatApiToken, TOKEN_ID_BYTES } from '../../core/api-token.js'
import type { Permission } from '../../core/permissions.js'
import { actorText, mayAct } from '../../core/permissions.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { action, record } from './action.js'

const DAY_MS = 86_400_000

export interface NewToken {
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly expiresAtMs: number
}

/**
 * Adds a token. Its secret, `cst_<id>_<secret>`, is told here and never again.
 * Refuses with `value_invalid` (name, end), and with `not_permitted` when it would have a permission that the maker has not.
 */
export const addToken = action(
  'token.add',
  'tokens:write',
  async (
    ports,
    actor,
    input: NewToken,
  ): Promise<Result<{ readonly token: ApiToken; readonly secret: string }>> => {
    const nowMs = ports.clock.nowMs()
    const fault = faultOf(input, nowMs)
    if (fault !== undefined) return refused({ reason: 'value_invalid', ...fault })
    // Else a token would be a way to become more than one is.
    const missing = input.permissions.find((permission) => !mayAct(actor, permission))
    if (missing !== undefined) return refused({ reason: 'not_permitted', permission: missing })
    const secret = ports.random.bytes(ACCESS_SECRET_BYTES)
    const token: ApiToken = {
      id: hex(ports.random.bytes(TOKEN_ID_BYTES)),
      name: input.name,
      secretHash: ports.vault.keyedHash('api-token', secret),
      permissions: [...new Set(input.permissions)],
      createdBy: actorText(actor),
      createdAtMs: nowMs,
      expiresAtMs: input.expiresAtMs,
      usedAtMs: undefined,
      revokedAtMs: undefined,
    }
    await ports.storage.transaction(async (stores) => {
      await stores.tokens.add(token)
      const { id, name, permissions, expiresAtMs } = token
      await record(ports, stores, actor, {
        action: 'token.added',
        facts: { tokenId: id, name, permissions, expiresAtMs },
      })
    })
    return accepted({ token, secret: formatApiToken(token.id, secret) })
  },
  { fresh: true },
)

/** Every token, also those that ended: the audit names them. */
export const listTokens = action(
  'token.list',
  'tokens:read',
  async (ports, _actor, { afterId, limit }: { readonly afterId: string; readonly limit: number }) =>
    accepted(await ports.storage.read.tokens.page(afterId, limit)),
)

/** From the next request on it opens nothing. Revoking twice is no fault. Refuses with `not_found`. */
export const revokeToken = action(
  'token.revoke',
  'tokens:write',
  async (ports, actor, { id }: { readonly id: string }): Promise<Result<undefined>> => {
    const nowMs = ports.clock.nowMs()
    const known = await ports.storage.transaction(async (stores) => {
      const token = await stores.tokens.byId(id)
      if (token === undefined) return false
      if (await stores.tokens.revoke(id, nowMs))
        await record(ports, stores, actor, {
          action: 'token.revoked',
          facts: { tokenId: id, name: token.name },
        })
      return true
    })
    return known ? accepted(undefined) : refused({ reason: 'not_found', what: 'token' })
  },
)

export function tokenRowOf(token: ApiToken): TokenRow {
  const { secretHash: _secretHash, permissions, usedAtMs, revokedAtMs, ...rest } = token
  return {
    ...rest,
    permissions: [...permissions],
    usedAtMs: usedAtMs ?? null,
    revokedAtMs: revokedAtMs ?? null,
  }
}

function faultOf(
  { name, permissions, expiresAtMs }: NewToken,
  nowMs: number,
): { readonly path: string; readonly expected: string } | undefined {
  if (name.trim() !== name || name === '' || !isSignableText(name, TOKEN_NAME_MAX_BYTES))
    return { path: 'name', expected: `1 to ${TOKEN_NAME_MAX_BYTES} bytes of text` }
  if (permissions.length === 0) return { path: 'permissions', expected: 'at least one' }
  if (expiresAtMs <= nowMs || expiresAtMs > nowMs + TOKEN_MAX_DAYS * DAY_MS)
    return { path: 'expiresAtMs', expected: `a time from now to ${TOKEN_MAX_DAYS} days from now` }
  return undefined
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
