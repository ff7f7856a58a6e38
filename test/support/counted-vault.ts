// A vault that notes what is asked of it, without what rounds ask in between: the one that seals the audit, and the one that looks for new keys.
import type { Vault } from '@countersign/server/core/ports'

/** `called` hears the name of each call. */
export function countedVault(inner: Vault, called: (name: string) => void): Vault {
  return new Proxy(inner, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        if (!isOfARound(property, args)) called(String(property))
        return Reflect.apply(value, target, args)
      }
    },
  })
}

/** No request hashes or signs for the chain; the mark of an entry is made by both, and a request's own shows as its `audit.append`. */
function isOfARound(property: string | symbol, [first]: readonly unknown[]): boolean {
  if (property === 'keyedHash') return first === 'audit-entry'
  return property === 'keySetVersion' || property === 'sha256' || property === 'signCheckpoint'
}
