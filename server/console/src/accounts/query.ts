// What a list of accounts is asked for, read from the address and checked: an address that somebody mistyped asks for less, not for nonsense.
import type { AccountSort } from '@countersign/protocol/admin'
import { accountSorts, accountStates } from '@countersign/protocol/admin'
import type { Query } from '../api/client.js'

export interface AccountQuery {
  readonly q: string
  readonly state: (typeof accountStates)[number] | ''
  readonly device: 'with' | 'without' | ''
  readonly group: string
  readonly sort: AccountSort
  readonly order: 'asc' | 'desc'
  readonly cursor: string
}

export function accountQueryOf(query: URLSearchParams): AccountQuery {
  const device = query.get('device')
  return {
    q: query.get('q') ?? '',
    state: accountStates.find((state) => state === query.get('state')) ?? '',
    device: device === 'with' || device === 'without' ? device : '',
    group: query.get('group') ?? '',
    sort: accountSorts.find((sort) => sort === query.get('sort')) ?? 'userId',
    order: query.get('order') === 'desc' ? 'desc' : 'asc',
    cursor: query.get('cursor') ?? '',
  }
}

/** Whether anything keeps accounts out of the list. */
export const isFiltered = ({ q, state, device, group }: AccountQuery): boolean =>
  q !== '' || state !== '' || device !== '' || group !== ''

/** For the server: empty values are left out by the API's own `href`. */
export const asRequest = (query: AccountQuery): Query => ({ ...query })
