// A storage that counts what is asked of it, by store and function: equal counts are half of "equal cost".
import type { Storage, Stores } from '@countersign/server/core/ports'

export interface CountedStorage extends Storage {
  /** The calls since the last time this was asked, in order, e.g. `guards.of`. */
  calls(): readonly string[]
}

export function countedStorage(inner: Storage): CountedStorage {
  let calls: string[] = []
  const counted = (stores: Stores): Stores => {
    const named = Object.entries(stores).map(([name, store]) => [
      name,
      new Proxy(store, {
        get(target, property) {
          const value: unknown = Reflect.get(target, property)
          if (typeof value !== 'function') return value
          return (...args: unknown[]) => {
            calls.push(`${name}.${String(property)}`)
            return Reflect.apply(value, target, args)
          }
        },
      }),
    ])
    // Sound: the same names, each with a proxy of the very store it had.
    return Object.fromEntries(named) as Stores
  }
  return {
    calls() {
      const since = calls
      calls = []
      return since
    },
    transaction: (work) => {
      calls.push('transaction')
      return inner.transaction((stores) => work(counted(stores)))
    },
    read: counted(inner.read),
    ping: () => inner.ping(),
    close: () => inner.close(),
  }
}
