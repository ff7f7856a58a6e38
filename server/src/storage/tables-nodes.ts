// The tables of many nodes as Kysely sees them (migration 5): one interface a table, headed by its purpose and how long its rows live.

export interface NodeTables {
  lease: LeaseTable
}

/** Which node does a piece of work for all of them. One row a piece of work, for ever. */
export interface LeaseTable {
  name: string
  /** Of one run of one program: it is not kept anywhere else. */
  holder: string
  revision: number
}
