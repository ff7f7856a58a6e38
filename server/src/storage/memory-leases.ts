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
    async take(lease, nowMs) {
      const held = leases.get(lease.name)
      if (held !== undefined && held.holder !== lease.holder && held.untilMs > nowMs) return false
      leases.set(lease.name, lease)
      return true
    },
    async release(name, holder) {
      if (leases.get(name)?.holder === holder) leases.delete(name)
    },
  }
}
