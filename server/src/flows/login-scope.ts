// What a login's transaction is about: the account, as soon as this node has seen whose name it is; until then the name.
import type { AccountId } from '@countersign/protocol'
import type { Ports, Scope } from '../core/ports.js'

/** Those that logged in last. A name costs some hundred bytes. */
const NAMES_MAX = 10_000

const accountsOf = new WeakMap<Ports['storage'], Map<string, AccountId>>()

/**
 * A request and an answer that are about the same account then wait for each other before they begin. Under two names each could hold a row
 * that the other's commit needs: PostgreSQL finds that out after a second, in which all who share those commits wait.
 *
 * A hint and no more: a name that is another's by now takes a lock that does not matter, and the guard's compare-and-set decides as ever.
 */
export function loginScope({ storage }: Pick<Ports, 'storage'>, typed: string): Scope {
  const account = accountsOf.get(storage)?.get(typed)
  return account === undefined ? { one: `login ${typed}` } : { account }
}

/** Also whom an ID that nobody has stands for: it must cost the same ([LI5]). */
export function noteAccount({ storage }: Pick<Ports, 'storage'>, typed: string, accountId: AccountId): void {
  const accounts = accountsOf.get(storage) ?? new Map<string, AccountId>()
  accountsOf.set(storage, accounts)
  accounts.delete(typed)
  accounts.set(typed, accountId)
  const [oldest = typed] = accounts.keys()
  if (accounts.size > NAMES_MAX) accounts.delete(oldest)
}
