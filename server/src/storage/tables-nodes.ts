// The tables of many nodes as Kysely sees them (migration 5): one interface a table, headed by its purpose and how long its rows live.

export interface NodeTables {
  lease: LeaseTable
}

/** Which node does a piece of work for all of them. Lives until it is given up; what is over is anybody's. */
export interface LeaseTable {
  name: string
  /** Of one run of one program: it is not kept anywhere else. */
  holder: string
  until_ms: number
}
