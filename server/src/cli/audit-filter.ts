// What of the audit a command asks for: its options, and how an entry reads on a terminal.
import { fromBase64Url } from '@countersign/protocol'
import type { AuditEntryBody } from '@countersign/protocol/admin'
import type { Ports } from '../core/ports.js'
import type { AuditFilter, ChainLink } from '../core/ports-audit.js'
import type { Fault } from './report.js'
import { when } from './report.js'
import type { Read } from './values.js'
import { readDuration } from './values.js'

export const filterOptions = {
  action: {
    type: 'string',
    value: 'ACTION',
    sentence: 'only this action, or a prefix: login.denied, "login.*"',
  },
  account: { type: 'string', value: 'USER_ID', sentence: 'only what is about this account' },
  since: { type: 'string', value: 'TIME', sentence: 'only the last 90s, 15m, 24h or 7d' },
} as const

export async function readFilter(
  ports: Ports,
  given: {
    readonly action: string | undefined
    readonly account: string | undefined
    readonly since: string | undefined
  },
): Promise<Read<AuditFilter>> {
  const since = given.since === undefined ? undefined : readDuration('--since', given.since)
  if (since?.ok === false) return since
  const account =
    given.account === undefined ? undefined : await ports.storage.read.accounts.byUserId(given.account)
  if (given.account !== undefined && account === undefined)
    return { ok: false, fault: unknownAccount(given.account) }
  return {
    ok: true,
    value: {
      ...(given.action === undefined ? {} : { action: given.action }),
      ...(account === undefined ? {} : { accountId: account.id }),
      ...(since === undefined ? {} : { fromMs: ports.clock.nowMs() - since.value }),
    },
  }
}

/** `<sequence>:<hash>`, as audit verify prints it. */
export function readNoted(text: string): Read<ChainLink> {
  const [, digits, hashText = ''] = /^(\d{1,15}):([\w-]{43})$/.exec(text) ?? []
  const hash = fromBase64Url(hashText)
  if (digits !== undefined && hash?.length === 32)
    return { ok: true, value: { sequence: Number(digits), hash } }
  return {
    ok: false,
    fault: {
      exit: 'usage',
      code: 'value_invalid',
      sentence: '--noted: expected SEQUENCE:HASH as audit verify prints it',
      next: 'the same command with --help',
    },
  }
}

/** One line: when, what, by whom, about whom, and the facts. */
export function entryText({ atMs, action, actor, accountId, facts, names }: AuditEntryBody): string {
  const about = names.account ?? accountId
  const words = Object.entries(facts)
    .filter(([name]) => name !== 'answer' && name !== 'signature')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const by = names.actor === null ? actor : `${actor} (${names.actor})`
  return oneLine([when(atMs), action, by, about === null ? '-' : about, ...words].join('  '))
}

/** Names and browsers are others' words: they must not move the cursor or begin a line of their own. */
function oneLine(text: string): string {
  return text.replace(/\p{C}|\u2028|\u2029/gu, ' ')
}

function unknownAccount(userId: string): Fault {
  return {
    exit: 'refused',
    code: 'account_unknown',
    sentence: `there is no account "${userId}"`,
    next: 'countersign account list',
  }
}
