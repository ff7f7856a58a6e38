// What commands about accounts share: who is meant, and how an account reads.
import type { AccountBody, AccountRow } from '@countersign/protocol/admin'
import type { Actor } from '../core/permissions.js'
import type { Ports } from '../core/ports.js'
import type { Result } from '../core/refusal.js'
import { findAccountByName } from '../flows/admin/accounts.js'
import type { Surroundings } from './command.js'
import type { ExitCode } from './exits.js'
import { faultOf } from './refusals.js'
import { columns, when } from './report.js'
import { withPorts } from './server.js'

/** Whoever may run commands here has the database and the keys anyway. */
export const operator: Actor = { kind: 'operator' }

export const userIdArgument = { name: 'USER_ID', sentence: 'a user ID or an alias' } as const

/** Finds the account by what was typed, then does `work` with it. */
export function withAccount(
  surroundings: Surroundings,
  typed: string,
  work: (ports: Ports, account: AccountBody) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withPorts(surroundings, async (ports) => {
    const found = await findAccountByName(ports, operator, { loginName: typed })
    return found.ok ? work(ports, found.value) : surroundings.report.failed(faultOf(found.refusal, typed))
  })
}

/** Says what became of the account, or why not. */
export function reported(
  { report }: Surroundings,
  typed: string,
  result: Result<AccountBody>,
  sentence: (account: AccountBody) => string,
): ExitCode {
  if (!result.ok) return report.failed(faultOf(result.refusal, typed))
  return report.done({ account: accountView(result.value) }, sentence(result.value))
}

/** The fields that every command gives, whatever else it knows. */
export function accountView(account: AccountRow): Record<string, unknown> {
  const {
    id,
    userId,
    displayName,
    state,
    activeDevices,
    activeTotps,
    activePasskeys,
    emails,
    aliases,
    groups,
  } = account
  const { createdAtMs, secondFactorOffUntilMs, revision } = account
  return {
    ...{
      id,
      userId,
      displayName,
      state,
      activeDevices,
      activeTotps,
      activePasskeys,
      emails,
      aliases,
      groups,
    },
    ...{ createdAtMs, secondFactorOffUntilMs, revision },
  }
}

export function accountTable(rows: readonly AccountRow[]): string {
  if (rows.length === 0) return 'no accounts'
  return columns(
    ['USER ID', 'NAME', 'PHONES', 'STATE', 'ADDED'],
    rows.map(({ userId, displayName, activeDevices, state, createdAtMs }) => [
      userId,
      displayName,
      String(activeDevices),
      state,
      when(createdAtMs),
    ]),
  )
}
