// Makes every approval in every session as old as one of yesterday: what a person who left the page open for a while has.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { ServerHome } from '../support/server-process.js'

export function ageApprovals({ directory }: ServerHome): void {
  const database = new Database(join(directory, 'data', 'countersign.db'))
  database.prepare('update session set approved_at_ms = approved_at_ms - 86400000').run()
  database.close()
}
