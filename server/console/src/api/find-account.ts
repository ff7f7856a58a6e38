// An account by its whole user ID or alias: a part of a name must not stand for somebody.
import type { AccountList, AccountRow } from '@countersign/protocol/admin'
import type { Answer } from './answer.js'
import { failed } from './answer.js'
import type { Api } from './client.js'

/** `not_found` when nobody has that name. */
export async function findAccount(api: Api, name: string): Promise<Answer<AccountRow>> {
  const found = await api.get<AccountList>('/accounts', { q: name })
  if (!found.ok) return found
  const wanted = name.trim().toLowerCase()
  const account = found.value.items.find(({ userId, aliases }) =>
    [userId, ...aliases].some((one) => one.toLowerCase() === wanted),
  )
  return account ? { ok: true, value: account } : failed('not_found', 404)
}
