// What flows need of the storage so that work for the whole database is done by one node at a time.

/** Who does a piece of work for all nodes. It spares work and keeps order; what decides is still each write's own compare-and-set. */
export interface Lease {
  readonly name: string
  /** Empty: nobody, it was given up. */
  readonly holder: string
  /**
   * Grows with each renewal. That it stands still is how others see that the holder is gone: no node compares its clock with
   * another's, so a clock that jumps takes nothing away and holds nothing for ever.
   */
  readonly revision: number
}

export interface LeaseStore {
  of(name: string): Promise<Lease | undefined>
  /** Compare-and-set: `revision` is the one that was read, 0 when there was none; saved with the next one. */
  save(lease: Lease): Promise<boolean>
}
