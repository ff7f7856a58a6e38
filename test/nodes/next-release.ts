// The release after this one, made up: loaded before the server, it adds a migration that serves the programs of this release too.
import type { Migration } from '@countersign/server/storage/migrate'
import { allMigrations } from '@countersign/server/storage/migrations/all'
import { sql } from 'kysely'

const nextRelease: Migration = {
  name: 'next-release',
  servesFrom: allMigrations.length,
  async up(db) {
    await sql`alter table challenge add column made_up text not null default 'by the next release'`.execute(
      db,
    )
    await sql`create table made_up (id text primary key)`.execute(db)
  },
}

// Sound: the list is an array; only its users are told not to change it.
;(allMigrations as Migration[]).push(nextRelease)
