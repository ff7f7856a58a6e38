// The policies in force: parsed once a revision, so that a login reads one number and no list.
import type { PolicyBody } from '@countersign/protocol/admin'
import { readPolicy } from '../core/policies.js'
import type { PolicyBook, PolicySheet } from '../core/ports-policies.js'
import type { WallClocks } from './wall-clocks.js'
import { wallClocks } from './wall-clocks.js'

/** A book of its own for each server; it may be lost at any moment. */
export function policyBook(clocks: WallClocks = wallClocks()): PolicyBook {
  let open: PolicySheet | undefined
  return {
    async current(store) {
      const revision = await store.revision()
      if (open?.revision === revision) return open
      // The list may have changed since its revision was read: what is kept carries the one it came with.
      const saved = await store.current()
      open = sheetOf(saved.policies, saved.revision)
      return open
    },
    clocks: (timeZones, atMs) => clocks.at(timeZones, atMs),
  }
}

export function sheetOf(bodies: readonly PolicyBody[], revision: number): PolicySheet {
  const enabled = bodies.filter((body) => body.enabled)
  return {
    policies: bodies.map(readPolicy),
    revision,
    namesGroups: enabled.some(({ when }) => when.groupIds.length > 0),
    timeZones: [...new Set(enabled.flatMap(({ when }) => when.times.map(({ timeZone }) => timeZone)))],
  }
}
