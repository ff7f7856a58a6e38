// The leases over a table in memory.
import type { Lease, LeaseStore } from '../core/ports-leases.js'
import type { Rows } from './memory-table.js'

export interface LeaseTables {
  readonly lease: Rows<Lease>
}

export function memoryLeaseStore({ lease: leases }: LeaseTables): LeaseStore {
  return {
    async of(name) {
      return leases.get(name)
    },
    async save(lease) {
      if ((leases.get(lease.name)?.revision ?? 0) !== lease.revision) return false
      leases.set(lease.name, { ...lease, revision: lease.revision + 1 })
      return true
    },
  }
}
