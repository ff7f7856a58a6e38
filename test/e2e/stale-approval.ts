// What a page that was left open for long has: approvals of yesterday, or no session any more.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { ServerHome } from '../support/server-process.js'

/** Every approval in every session is as old as one of yesterday. */
export function ageApprovals(home: ServerHome): void {
  change(home, 'update session set approved_at_ms = approved_at_ms - 86400000')
}

/** Everybody is signed out, and no page was told. */
export function endSessions(home: ServerHome): void {
  change(home, 'delete from session')
}

function change({ directory }: ServerHome, statement: string): void {
  const database = new Database(join(directory, 'data', 'countersign.db'))
  database.prepare(statement).run()
  database.close()
}
