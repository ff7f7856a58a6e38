// A vault that notes what is asked of it, without what the round that seals the audit asks in between.
import type { Vault } from '@countersign/server/core/ports'

/** `called` hears the name of each call. */
export function countedVault(inner: Vault, called: (name: string) => void): Vault {
  return new Proxy(inner, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        if (!isOfTheSealer(property, args)) called(String(property))
        return Reflect.apply(value, target, args)
      }
    },
  })
}

/** No request hashes or signs for the chain; the mark of an entry is made by both, and a request's own shows as its `audit.append`. */
function isOfTheSealer(property: string | symbol, [first]: readonly unknown[]): boolean {
  if (property === 'keyedHash') return first === 'audit-entry'
  return property === 'sha256' || property === 'signCheckpoint'
}
