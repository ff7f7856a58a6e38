// Stores of which a test replaces some. Not by spreading them: those of a database are made when they are first asked for.
import type { Stores } from '@countersign/server/core/ports'

export function replacedStores(stores: Stores, by: Partial<Stores>): Stores {
  return new Proxy(stores, { get: (all, name) => Reflect.get(name in by ? by : all, name) })
}
