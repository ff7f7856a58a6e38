// The resource /admin/v1/tokens: programs that administer.
import type { TokenList } from '@countersign/protocol/admin'
import { addTokenBody, tokenAdded, tokenList } from '@countersign/protocol/admin'
import { accepted } from '../../core/refusal.js'
import { addToken, listTokens, revokeToken, tokenRowOf } from '../../flows/admin/tokens.js'
import type { Operation } from '../operation.js'
import { adminOperation } from './operation.js'
import { cursorIn, limitIn, pageFrom, pageParameters } from './paging.js'

const exampleToken: TokenList['items'][number] = {
  id: '5d1b7a90c2e84f36',
  name: 'Nightly import',
  permissions: ['accounts:read', 'onboarding:write'],
  createdBy: 'operator',
  createdAtMs: 1_795_000_000_000,
  expiresAtMs: 1_802_776_000_000,
  usedAtMs: null,
  revokedAtMs: null,
}

export const tokenOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/tokens',
      group: 'Admins',
      summary: 'List API tokens',
      description:
        'All of them, also those that expired or were revoked: the audit names them. Never a secret.',
      query: pageParameters,
      answer: {
        status: 200,
        description: 'A page of tokens.',
        shape: { name: 'TokenList', schema: tokenList },
      },
      codes: [],
      example: { answer: { items: [exampleToken], next: null } },
    },
    undefined,
    async ({ ports, actor, query }) => {
      const limit = limitIn(query)
      const found = await listTokens(ports, actor, { afterId: cursorIn(query), limit: limit + 1 })
      return found.ok ? accepted(pageFrom(found.value, limit, ({ id }) => id, tokenRowOf)) : found
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/tokens',
      group: 'Admins',
      summary: 'Make an API token',
      description:
        'With permissions that you have yourself, for at most 366 days. It may never do more than you may then: it loses what you lose. The secret is shown this once: keep it where the program finds it.',
      answer: {
        status: 201,
        description: 'The token, and its secret.',
        shape: { name: 'TokenAdded', schema: tokenAdded },
      },
      codes: ['body_invalid'],
      example: {
        body: {
          name: exampleToken.name,
          permissions: exampleToken.permissions,
          expiresAtMs: exampleToken.expiresAtMs,
        },
        answer: {
          token: exampleToken,
          secret: 'cst_5d1b7a90c2e84f36_vlR3Zk1hH0mC7p2yqS9xW4uE8tN6bJ5dF1gKaLoXiQE',
        },
      },
    },
    { name: 'AddToken', schema: addTokenBody },
    async ({ ports, actor, body }) => {
      const added = await addToken(ports, actor, body)
      if (!added.ok) return added
      return accepted({ token: tokenRowOf(added.value.token), secret: added.value.secret })
    },
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/tokens/{id}',
      group: 'Admins',
      summary: 'Revoke an API token',
      description: 'From the next request on it opens nothing.',
      places: { id: 'The token’s id: the sixteen digits after `cst_`.' },
      answer: { status: 204, description: 'Revoked.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, actor, params: { id = '' } }) => revokeToken(ports, actor, { id }),
  ),
]
