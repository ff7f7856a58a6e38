// Whom a selection means: accounts page by page, each with the start code that its list gave it.
import { fromBase64Url } from '@countersign/protocol'
import type { InvitationSelection } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import type { ImportLine } from '../../core/ports-imports.js'
import { startCodePlace } from '../../core/ports-imports.js'
import type { Account } from '../../core/records.js'
import type { Refusal } from '../../core/refusal.js'

export interface Candidate {
  readonly account: Account
  readonly startCode: string | undefined
}

const PAGE = 200

/** Why nobody can be meant. */
export async function refuseSelection(
  { storage: { read } }: Ports,
  select: InvitationSelection,
): Promise<Refusal | undefined> {
  if ('groupId' in select && (await read.groups.byId(select.groupId)) === undefined)
    return { reason: 'not_found', what: 'group' }
  if ('importId' in select && (await read.imports.byId(select.importId)) === undefined)
    return { reason: 'not_found', what: 'import' }
  return undefined
}

export function candidates(ports: Ports, select: InvitationSelection): AsyncGenerator<readonly Candidate[]> {
  if ('accountIds' in select) return named(ports, select.accountIds)
  if ('groupId' in select) return inGroup(ports, select.groupId)
  if ('importId' in select) return inImport(ports, select.importId)
  return withoutPhone(ports)
}

async function* named(
  { storage: { read } }: Ports,
  ids: readonly Account['id'][],
): AsyncGenerator<Candidate[]> {
  const found: Candidate[] = []
  for (const id of new Set(ids)) {
    const account = await read.accounts.byId(id)
    if (account !== undefined && account.state !== 'deleted') found.push({ account, startCode: undefined })
  }
  yield found
}

async function* inGroup({ storage: { read } }: Ports, groupId: string): AsyncGenerator<Candidate[]> {
  for (let after = ''; ; ) {
    const page = await read.groups.members(groupId, after, PAGE)
    yield page.map((account) => ({ account, startCode: undefined }))
    const last = page.at(-1)
    if (last === undefined) return
    after = last.userId
  }
}

async function* withoutPhone({ storage: { read } }: Ports): AsyncGenerator<Candidate[]> {
  const filter = { words: [], state: 'active', device: 'without', groupId: undefined } as const
  const order = { sort: 'userId', order: 'asc', limit: PAGE } as const
  for (let after: { key: string; id: Account['id'] } | undefined; ; ) {
    const page = await read.directory.list({ ...filter, ...order, after })
    yield page.map(({ account }) => ({ account, startCode: undefined }))
    const last = page.at(-1)?.account
    if (last === undefined) return
    after = { key: last.userId, id: last.id }
  }
}

/** The people of a list's lines that were taken over; those it found unchanged are meant as well. */
async function* inImport(ports: Ports, importId: string): AsyncGenerator<Candidate[]> {
  const { read } = ports.storage
  for (let afterLine = 0; ; ) {
    const page = await read.imports.lines(importId, afterLine, PAGE)
    const found: Candidate[] = []
    for (const line of page) {
      const account = line.state === 'done' && line.row && (await read.accounts.byLoginName(line.row.userId))
      if (account) found.push({ account, startCode: codeOf(ports, importId, line) })
    }
    yield found
    const last = page.at(-1)
    if (last === undefined) return
    afterLine = last.line
  }
}

function codeOf({ vault }: Ports, importId: string, { line, row }: ImportLine): string | undefined {
  const sealed = row?.sealedStartCode === undefined ? undefined : fromBase64Url(row.sealedStartCode)
  return sealed && new TextDecoder().decode(vault.unseal(sealed, startCodePlace(importId, line)))
}
