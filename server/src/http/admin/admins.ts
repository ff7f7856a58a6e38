// The resource /admin/v1/admins: who administers in which role, and where they are signed in.
import type { AccountId } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import type { AdminRow } from '@countersign/protocol/admin'
import { adminList, adminRow, putAdminBody, sessionList } from '@countersign/protocol/admin'
import type { NamedAdmin } from '../../core/access.js'
import { accepted, refused } from '../../core/refusal.js'
import { listAdmins, putAdmin, removeAdmin, showAdmin } from '../../flows/admin/admins.js'
import { endAnySession, listSessions } from '../../flows/admin/sessions.js'
import { exampleSession, exampleSessionRow } from '../access/session-examples.js'
import { sessionRowFor } from '../access/session-operations.js'
import type { Operation } from '../operation.js'
import { adminOperation } from './operation.js'
import { cursorIn, limitIn, pageFrom, pageParameters } from './paging.js'

const exampleAdmin: AdminRow = {
  accountId: exampleSession.accountId,
  userId: 'alice',
  displayName: 'Alice Archer',
  role: 'help_desk',
  createdAtMs: 1_795_000_000_000,
  createdBy: 'operator',
}
const rowShape = { name: 'Admin', schema: adminRow } as const
const places = { accountId: 'The account’s id.' } as const

export const adminsOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/admins',
      group: 'Admins',
      summary: 'List admins',
      description: 'Accounts with a role, by user ID.',
      query: pageParameters,
      answer: {
        status: 200,
        description: 'A page of admins.',
        shape: { name: 'AdminList', schema: adminList },
      },
      codes: [],
      example: { answer: { items: [exampleAdmin], next: null } },
    },
    undefined,
    async ({ ports, actor, query }) => {
      const limit = limitIn(query)
      const found = await listAdmins(ports, actor, { afterUserId: cursorIn(query), limit: limit + 1 })
      return found.ok ? accepted(pageFrom(found.value, limit, ({ userId }) => userId, adminRowOf)) : found
    },
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/admins/{accountId}',
      group: 'Admins',
      summary: 'The role of an account',
      description: 'An account without a role is not found.',
      places,
      answer: { status: 200, description: 'The admin.', shape: rowShape },
      codes: ['not_found'],
      example: { answer: exampleAdmin },
    },
    undefined,
    async ({ ports, actor, params }) => {
      const accountId = accountIdIn(params)
      if (accountId === undefined) return refused({ reason: 'not_found', what: 'admin' })
      const found = await showAdmin(ports, actor, { accountId })
      return found.ok ? accepted(adminRowOf(found.value)) : found
    },
  ),
  adminOperation(
    {
      method: 'put',
      path: '/admin/v1/admins/{accountId}',
      group: 'Admins',
      summary: 'Give a role',
      description:
        'Makes an account an admin, or gives an admin another role. Nobody gives or takes what they do not have themselves, and the last owner stays one. The account is told.',
      places,
      answer: { status: 200, description: 'The admin.', shape: rowShape },
      codes: ['not_found', 'conflict'],
      example: { body: { role: 'help_desk' }, answer: exampleAdmin },
    },
    { name: 'PutAdmin', schema: putAdminBody },
    async ({ ports, actor, params, body }) => {
      const accountId = accountIdIn(params)
      if (accountId === undefined) return refused({ reason: 'not_found', what: 'account' })
      const put = await putAdmin(ports, actor, { accountId, role: body.role })
      return put.ok ? accepted(adminRowOf(put.value)) : put
    },
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/admins/{accountId}',
      group: 'Admins',
      summary: 'Take a role away',
      description: 'The account stays; what it was signed in to at the console ends at once.',
      places,
      answer: { status: 204, description: 'Taken away.' },
      codes: ['not_found', 'conflict'],
      example: {},
    },
    undefined,
    async ({ ports, actor, params }) => {
      const accountId = accountIdIn(params)
      if (accountId === undefined) return refused({ reason: 'not_found', what: 'admin' })
      return removeAdmin(ports, actor, { accountId })
    },
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/admins/sessions',
      group: 'Admins',
      summary: 'List where admins are signed in',
      description: 'Everybody’s sessions at the console. One’s own are at `/admin/v1/sessions`.',
      query: pageParameters,
      answer: {
        status: 200,
        description: 'A page of sessions.',
        shape: { name: 'SessionList', schema: sessionList },
      },
      codes: [],
      example: { answer: { items: [exampleSessionRow], next: null } },
    },
    undefined,
    async ({ ports, actor, query, session }) => {
      const limit = limitIn(query)
      const found = await listSessions(ports, actor, { afterId: cursorIn(query), limit: limit + 1 })
      return found.ok
        ? accepted(pageFrom(found.value, limit, ({ id }) => id, sessionRowFor(session?.id)))
        : found
    },
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/admins/sessions/{id}',
      group: 'Admins',
      summary: 'Sign an admin out',
      description: 'Ends one session at the console, whosever it is.',
      answer: { status: 204, description: 'Ended.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, actor, params: { id = '' } }) => endAnySession(ports, actor, { id }),
  ),
]

function adminRowOf(admin: NamedAdmin): AdminRow {
  return { ...admin }
}

function accountIdIn({ accountId = '' }: Readonly<Record<string, string>>): AccountId | undefined {
  // Sound: it is a UUID, and the path says that it names an account.
  return isId(accountId) ? (accountId as AccountId) : undefined
}
