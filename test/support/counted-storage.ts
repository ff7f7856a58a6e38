// A storage that counts what is asked of it, by store and function: equal counts are half of "equal cost".
import type { Storage, Stores } from '@countersign/server/core/ports'

export interface CountedStorage extends Storage {
  /** The calls since the last time this was asked, in order, e.g. `guards.of`. */
  calls(): readonly string[]
}

export function countedStorage(inner: Storage): CountedStorage {
  let calls: string[] = []
  // By asking, not by listing them: a store is made when it is first asked for.
  const counted = (stores: Stores): Stores =>
    new Proxy(stores, { get: (all, name) => countedStore(String(name), Reflect.get(all, name)) })
  const countedStore = (name: string, store: object): object =>
    new Proxy(store, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          calls.push(`${name}.${String(property)}`)
          return Reflect.apply(value, target, args)
        }
      },
    })
  return {
    calls() {
      const since = calls
      calls = []
      return since
    },
    transaction: (work, about) => {
      calls.push('transaction')
      return inner.transaction((stores) => work(counted(stores)), about)
    },
    read: counted(inner.read),
    ping: () => inner.ping(),
    close: () => inner.close(),
  }
}
