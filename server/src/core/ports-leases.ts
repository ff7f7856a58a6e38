// What flows need of the storage so that work for the whole database is done by one node at a time.

/** Whoever holds it may do its work until a time. It spares work and keeps order; what decides is still each write's compare-and-set. */
export interface Lease {
  readonly name: string
  readonly holder: string
  readonly untilMs: number
}

export interface LeaseStore {
  of(name: string): Promise<Lease | undefined>
  /** Compare-and-set: takes what is free or over at `nowMs`, and renews what is the holder's own. True when it is the holder's until `untilMs`. */
  take(lease: Lease, nowMs: number): Promise<boolean>
  /** It is free at once. Nothing when somebody else has it. */
  release(name: string, holder: string): Promise<void>
}
