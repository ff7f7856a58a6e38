// The resource /admin/v1/accounts: people, found, added, edited and deleted.
import type { AccountId } from '@countersign/protocol'
import { accountList, accountSorts, addAccountBody, editAccountBody } from '@countersign/protocol/admin'
import type { AccountPlace } from '../../core/directory.js'
import { accepted } from '../../core/refusal.js'
import { deleteAccount } from '../../flows/admin/account-standing.js'
import type { AccountSearch } from '../../flows/admin/accounts.js'
import { addAccountByAdmin, editAccount, listAccounts, showAccount } from '../../flows/admin/accounts.js'
import type { Parameter } from '../openapi.js'
import type { Operation } from '../operation.js'
import { ACCOUNT, exampleAccount, exampleRow } from './account-examples.js'
import { adminOperation } from './operation.js'
import { cursorIn, limitIn, pageFrom, pageParameters } from './paging.js'
import { pathId } from './path-id.js'

const group = 'Accounts'

export const accountOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/accounts',
      group,
      summary: 'List and search accounts',
      description: [
        'Every word of `q` must be somewhere in the user ID, an alias, the name or an address, whatever the case.',
        'The first page tells how many there are.',
      ].join(' '),
      query: listParameters(),
      answer: {
        status: 200,
        description: 'A page of accounts.',
        shape: { name: 'AccountList', schema: accountList },
      },
      codes: [],
      example: { answer: { items: [exampleRow], next: null, total: 1 } },
    },
    undefined,
    async ({ ports, actor, query }) => {
      const asked = queryIn(query)
      const found = await listAccounts(ports, actor, { ...asked, limit: asked.limit + 1 })
      if (!found.ok) return found
      const { rows, total } = found.value
      const page = pageFrom(rows, asked.limit, placeText(asked), (row) => row)
      return accepted(total === undefined ? page : { ...page, total })
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/accounts',
      group,
      summary: 'Add an account',
      description:
        'A short user ID is completed by the pattern of user IDs, if one is set. Nobody is told yet.',
      answer: { status: 201, description: 'The account.', shape: ACCOUNT },
      codes: ['body_invalid', 'conflict', 'not_found'],
      example: {
        body: { userId: 'ada', displayName: 'Ada Lovelace', emails: ['ada@example.org'] },
        answer: exampleAccount,
      },
    },
    { name: 'AddAccount', schema: addAccountBody },
    ({ ports, actor, body }) => addAccountByAdmin(ports, actor, body),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/accounts/{id}',
      group,
      summary: 'Show an account',
      description: 'With its phones, and what holds it back: wrong picks, doubts, unanswered requests.',
      answer: { status: 200, description: 'The account.', shape: ACCOUNT },
      codes: ['not_found'],
      example: { answer: exampleAccount },
    },
    undefined,
    ({ ports, actor, params }) => showAccount(ports, actor, { id: pathId<AccountId>(params) }),
  ),
  adminOperation(
    {
      method: 'patch',
      path: '/admin/v1/accounts/{id}',
      group,
      summary: 'Edit an account',
      description: [
        'What is left out stays as it is; a list replaces the whole list.',
        'When the addresses change, the former ones are told as well.',
      ].join(' '),
      ifMatch: true,
      answer: { status: 200, description: 'The account.', shape: ACCOUNT },
      codes: ['not_found', 'changed_meanwhile', 'body_invalid', 'conflict'],
      example: { body: { displayName: 'Ada King' }, answer: { ...exampleAccount, displayName: 'Ada King' } },
    },
    { name: 'EditAccount', schema: editAccountBody },
    ({ ports, actor, params, revision = 0, body }) =>
      editAccount(ports, actor, { id: pathId<AccountId>(params), revision, edit: body }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/accounts/{id}',
      group,
      summary: 'Delete an account',
      description: [
        'For good: its phones are removed, what is under way ends, its user ID is free again, nothing personal stays.',
        'The audit keeps the user ID.',
      ].join(' '),
      answer: { status: 204, description: 'Deleted.' },
      codes: ['not_found', 'conflict'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) => deleteAccount(ports, actor, { id: pathId<AccountId>(params) }),
  ),
]

function listParameters(): readonly Parameter[] {
  const parameter = (name: string, description: string, schema: Parameter['schema']): Parameter => ({
    name,
    in: 'query',
    required: false,
    description,
    schema,
  })
  const oneOf = (...values: readonly string[]) => ({ type: 'string', enum: [...values] })
  return [
    parameter('q', 'Words to search for.', { type: 'string' }),
    parameter('state', 'Only those in this state.', oneOf('active', 'suspended')),
    parameter('device', 'Only those with, or without, a phone that can approve.', oneOf('with', 'without')),
    parameter('group', 'Only members of the group with this id.', { type: 'string' }),
    parameter('sort', 'By what the list is sorted; by user ID when it is not said.', oneOf(...accountSorts)),
    parameter('order', 'Upwards when it is not said.', oneOf('asc', 'desc')),
    ...pageParameters,
  ]
}

/** What is not one of the values that it may have counts as not said. */
function queryIn(query: URLSearchParams): AccountSearch {
  const sort = accountSorts.find((each) => each === query.get('sort')) ?? 'userId'
  return {
    search: query.get('q') ?? '',
    state: (['active', 'suspended'] as const).find((each) => each === query.get('state')),
    device: (['with', 'without'] as const).find((each) => each === query.get('device')),
    groupId: query.get('group') || undefined,
    sort,
    order: query.get('order') === 'desc' ? 'desc' : 'asc',
    after: placeIn(cursorIn(query), sort),
    limit: limitIn(query),
  }
}

/** `<id> <what it is sorted by>`: an id has no space in it. */
function placeText({ sort }: AccountSearch): (row: typeof exampleRow) => string {
  const keys = {
    userId: ({ userId }: typeof exampleRow) => userId,
    displayName: ({ displayName }: typeof exampleRow) => displayName.toLowerCase(),
    createdAt: ({ createdAtMs }: typeof exampleRow) => String(createdAtMs),
  } as const
  return (row) => `${row.id} ${keys[sort](row)}`
}

function placeIn(text: string, sort: AccountSearch['sort']): AccountPlace | undefined {
  const space = text.indexOf(' ')
  if (space === -1) return undefined
  const key = text.slice(space + 1)
  if (sort === 'createdAt' && !/^\d{1,15}$/.test(key)) return undefined
  return {
    id: pathId<AccountId>({ id: text.slice(0, space) }),
    key: sort === 'createdAt' ? Number(key) : key,
  }
}
