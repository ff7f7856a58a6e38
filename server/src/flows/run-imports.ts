// Jobs that were started are taken over in bites, each one transaction: what it made and how far it got are committed together.
import type { AccountId } from '@countersign/protocol'
import { idFromBytes } from '@countersign/protocol'
import type { ImportPlan } from '@countersign/protocol/admin'
import { columnNamed } from '../core/import/header.js'
import type { Person, RowPlan } from '../core/import/plan.js'
import { fieldsAfter, planRow } from '../core/import/plan.js'
import type { ImportRow } from '../core/import/row.js'
import { newAccount } from '../core/new-account.js'
import type { Ports, Stores } from '../core/ports.js'
import type { ImportJob, ImportLine } from '../core/ports-imports.js'
import { uuidShaped } from '../core/random-id.js'
import type { Account } from '../core/records.js'
import { record } from './admin/action.js'
import { nameFault, personNamed, rankFault } from './import-person.js'
import { mustWin } from './lost-race.js'
import { notify } from './notices.js'

/** A bite holds everybody else up for some milliseconds; a smaller one would pay the disk more often than it must. */
const LINES_PER_BITE = 100

/**
 * One bite of the oldest job that runs. Whoever is killed in between goes on where the last commit was: no line is taken over
 * twice, none is left out.
 * @returns false when no job runs.
 */
export async function runImportBite(ports: Ports): Promise<boolean> {
  const running = await ports.storage.read.imports.running()
  if (running === undefined) return false
  const { id } = running
  const left = await ports.storage.transaction((stores) => bite(ports, stores, id))
  if (left === 'finished') ports.log.info('import_finished', { import: id })
  return true
}

/** A round ends after about half a second, so that a server that stops need not wait for a long list. */
const BITES_PER_ROUND = 25

/** For the server's rounds: some bites of the jobs that run. */
export async function runImports(ports: Ports): Promise<void> {
  for (let bites = 0; bites < BITES_PER_ROUND; bites += 1) if (!(await runImportBite(ports))) return
}

type Left = 'more' | 'finished' | 'stopped'

async function bite(ports: Ports, stores: Stores, id: string): Promise<Left> {
  const job = await stores.imports.byId(id)
  // Paused or cancelled since it was found.
  if (job?.state !== 'running') return 'stopped'
  const lines = await stores.imports.lines(id, job.atLine, LINES_PER_BITE)
  const last = lines.at(-1)
  if (last === undefined) return finish(ports, stores, job)
  // Only a damaged store gives what is behind us. Such a job would run for ever, and hold up those that come after it.
  if (last.line <= job.atLine) return giveUp(ports, stores, job)
  const counts = { ...job.counts }
  const groups: GroupIds = new Map()
  for (const line of lines) {
    const became = await takeOver({ ports, stores, job, groups }, line)
    if (became === undefined) continue
    counts[line.plan] -= 1
    counts[became.plan] += 1
    await stores.imports.saveLine(id, became)
  }
  const { skipped, done } = plansOf(job)
  await stores.imports.settle(id, job.atLine, last.line, done, 'done')
  await stores.imports.settle(id, job.atLine, last.line, skipped, 'skipped')
  const { done: before } = job
  const changedAtMs = ports.clock.nowMs()
  mustWin(
    await stores.imports.save({
      ...job,
      counts,
      done: before + lines.length,
      atLine: last.line,
      changedAtMs,
    }),
  )
  return 'more'
}

async function finish(ports: Ports, stores: Stores, job: ImportJob): Promise<Left> {
  mustWin(await stores.imports.save({ ...job, state: 'done', changedAtMs: ports.clock.nowMs() }))
  const { id, name, lines, counts, startedBy } = job
  const facts = { import: id, name, lines, ...counts }
  await record(ports, stores, startedBy, { action: 'import.completed', facts })
  return 'finished'
}

/** Ends a job for good and says why, at the line where it is: to whoever looks at the job, in the audit and in the log. */
async function giveUp(ports: Ports, stores: Stores, job: ImportJob): Promise<Left> {
  const { id, name, lines, done, atLine, startedBy } = job
  const fault = { line: atLine, column: 0, columnName: '', code: 'value_invalid', expected: GO_ON } as const
  const changedAtMs = ports.clock.nowMs()
  const headerFaults = [...job.headerFaults, fault]
  mustWin(await stores.imports.save({ ...job, state: 'cancelled', headerFaults, changedAtMs }))
  const facts = { import: id, name, lines, done, atLine }
  await record(ports, stores, startedBy, { action: 'import.failed', facts })
  ports.log.error('import_stuck', { import: id })
  return 'stopped'
}

const GO_ON = 'a line after this one: the stored list is damaged, upload it again'

function plansOf({ options }: ImportJob): Readonly<Record<'skipped' | 'done', readonly ImportPlan[]>> {
  return options.updateExisting
    ? { done: ['add', 'change', 'same'], skipped: ['fault'] }
    : { done: ['add', 'same'], skipped: ['fault', 'change'] }
}

/** Names in lower case → ids, as far as this bite met them. */
type GroupIds = Map<string, string>

interface Bite {
  readonly ports: Ports
  readonly stores: Stores
  readonly job: ImportJob
  readonly groups: GroupIds
}

/**
 * Plans the line once more, against the accounts as they are in this transaction, and does it.
 * @returns the line as it became, when that is not what was planned.
 */
async function takeOver(bite: Bite, line: ImportLine): Promise<ImportLine | undefined> {
  const { stores, job } = bite
  if (line.row === undefined) return undefined
  const row: ImportRow = { ...line.row, startCode: undefined }
  const person = await personNamed(stores, row.userId)
  const taken = await nameFault(stores, row, person)
  if (taken !== undefined) return faulty(job, line, taken)
  const planned = planRow(row, person)
  const above = await rankFault(stores, planned, job.mayChange)
  if (above !== undefined) return faulty(job, line, above)
  const groups = await groupIds(bite, planned.plan === 'change' ? planned.newGroups : row.groups)
  if (groups === undefined)
    return faulty(job, line, { columnName: 'groups', code: 'group_unknown', expected: 'groups that exist' })
  if (planned.plan === 'add') await addPerson(bite, row, groups)
  if (planned.plan === 'change' && person !== undefined && job.options.updateExisting)
    await changePerson(bite, row, person, planned, groups)
  // On an admin's list as it is: the app that may have made it is not alone with it any more ([EN2]).
  if (person !== undefined) await stores.accounts.endEnrolment(person.account.id)
  if (planned.plan === line.plan) return undefined
  const skipped = plansOf(job).skipped.includes(planned.plan)
  return { ...line, plan: planned.plan, state: skipped ? 'skipped' : 'done' }
}

type Named = Pick<ImportLine['faults'][number], 'code' | 'expected'> & { readonly columnName: string }

function faulty({ reading }: ImportJob, line: ImportLine, fault: Named): ImportLine {
  const column = reading.columns.findIndex((name) => columnNamed(name) === fault.columnName) + 1
  return {
    ...line,
    plan: 'fault',
    state: 'skipped',
    changes: [],
    faults: [{ ...fault, line: line.line, column }],
  }
}

/** Undefined when one is not there and none is to be made. */
async function groupIds(bite: Bite, names: readonly string[]): Promise<readonly string[] | undefined> {
  const ids: string[] = []
  for (const name of names) {
    const id = bite.groups.get(name.toLowerCase()) ?? (await groupId(bite, name))
    if (id === undefined) return undefined
    bite.groups.set(name.toLowerCase(), id)
    ids.push(id)
  }
  return ids
}

async function groupId({ ports, stores, job }: Bite, name: string): Promise<string | undefined> {
  const found = await stores.groups.byName(name)
  if (found !== undefined || !job.options.createGroups) return found?.id
  const nowMs = ports.clock.nowMs()
  const id = ports.random.id()
  const group = {
    id,
    name,
    description: '',
    externalId: undefined,
    createdAtMs: nowMs,
    changedAtMs: nowMs,
    revision: 1,
  }
  if (!(await stores.groups.add(group))) throw new Error('a group that was not there is taken')
  await record(ports, stores, job.startedBy, {
    action: 'group.added',
    facts: { groupId: id, groupName: name, import: job.id },
  })
  return id
}

async function addPerson(
  { ports, stores, job }: Bite,
  row: ImportRow,
  groups: readonly string[],
): Promise<void> {
  const id = idFromBytes<AccountId>(uuidShaped(ports.random.bytes(16)))
  const account = newAccount(id, row.userId, ports.clock.nowMs(), fieldsAfter(row, undefined))
  if (!(await stores.accounts.add(account))) throw new Error('a name that nobody had is taken')
  if (row.aliases.length > 0) await nameAlso(stores, account, row.aliases)
  for (const group of groups) await stores.groups.addMember(group, id)
  const facts = { userId: row.userId, import: job.id }
  await record(ports, stores, job.startedBy, { action: 'account.added', accountId: id, facts })
}

async function changePerson(
  { ports, stores, job }: Bite,
  row: ImportRow,
  person: Person,
  { account, changes, newAliases }: Extract<RowPlan, { plan: 'change' }>,
  groups: readonly string[],
): Promise<void> {
  const changed: Account = { ...account, ...fieldsAfter(row, account), changedAtMs: ports.clock.nowMs() }
  await nameAlso(stores, changed, [...person.aliases, ...newAliases])
  for (const group of groups) await stores.groups.addMember(group, account.id)
  const facts = { fields: changes, import: job.id }
  await record(ports, stores, job.startedBy, { action: 'account.edited', accountId: account.id, facts })
  // Whoever had an address is told, so that a list cannot silently turn somebody's notices to another.
  if (changes.includes('emails') && account.emails.length > 0)
    await notify(ports, stores, account.id, 'addresses_changed', {}, account.emails)
}

/** Saves the account together with all its names: the search goes by both. */
async function nameAlso({ directory }: Stores, account: Account, aliases: readonly string[]): Promise<void> {
  const others = aliases.filter((name) => name !== account.userId)
  mustWin(await directory.save(account, others))
  const taken = await directory.setLoginNames(account.id, [account.userId, ...others])
  if (taken.length > 0) throw new Error('a name that nobody had is taken')
}
