// "This wasn't me": the account is stopped at once, and what was added to it since is taken back; said by mail, on a phone, or at /me.
import type { AccountId } from '@countersign/protocol'
import type { NoticeKind } from '@countersign/protocol/me'
import type { BypassCode, Totp } from '../../core/codes.js'
import { isDisownable, takenBackSince } from '../../core/not-me.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Browser } from '../../core/ports-browsers.js'
import type { NoticeFacts } from '../../core/ports-notices.js'
import type { Passkey } from '../../core/ports-passkeys.js'
import type { Account, Device } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import type { Barred } from '../directory/bar-account.js'
import { barAccount, tellBarred } from '../directory/bar-account.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'

/** What was told, and who says that it was not them. */
export interface Disowned {
  readonly accountId: AccountId
  readonly noticeId: string
  /** As the audit names who said it: `device:<id>`, `person:<account>`, `not-me-link`. */
  readonly by: string
}

export interface Stopped {
  readonly account: Account
  readonly kind: NoticeKind
  readonly facts: NoticeFacts
  readonly atMs: number
}

/**
 * Suspends the account, ends its requests, sessions and sockets, and removes phones, apps with codes, printed and spoken codes that were
 * added since, and addresses that were changed since: the former ones are not kept, an administrator knows them. One word is enough (NIST SP 800-63B-4 §4.5); an administrator, who hears of it in the audit, lets the account in again.
 * Also the last owner's: the server's own command line lets them in. Saying it twice is no fault.
 * Refuses with `link_invalid`: about which nothing can be said any more, or never could.
 */
export async function stopAccount(ports: Ports, disowned: Disowned): Promise<Result<Stopped>> {
  const outcome = await untilSettled(() => allOrNothing(ports, (stores) => stop(ports, stores, disowned)))
  if (!outcome.ok) return outcome
  const { stopped, barred } = outcome.value
  if (barred !== undefined) {
    ports.log.warn('account_stopped', { accountId: disowned.accountId })
    tellBarred(ports, barred)
  }
  return accepted(stopped)
}

interface StoppedNow {
  readonly stopped: Stopped
  /** Undefined: it was stopped already, and nothing was left to take back. */
  readonly barred: Barred | undefined
}

async function stop(ports: Ports, stores: Stores, disowned: Disowned): Promise<Result<StoppedNow>> {
  const found = await disownedNotice(ports, stores, disowned)
  if (!found.ok) return found
  const { account, atMs, kind } = found.value
  const nowMs = ports.clock.nowMs()
  const added = await addedSince(stores, account, takenBackSince(atMs), nowMs)
  const takenBack = await takeBack(stores, account.id, added, nowMs)
  const wasStopped = account.state === 'suspended'
  // Another notice may reach further back: who took the account could else say the word first, and of what came last.
  if (wasStopped && takenBack.length === 0) return accepted({ stopped: found.value, barred: undefined })
  const entry = await stores.directory.entry(account.id)
  if (entry === undefined) return refused({ reason: 'link_invalid', because: 'unknown' })
  // As it is now: taking back has counted its phones and apps anew.
  const emails = added.isMoved ? [] : entry.account.emails
  const quietHours = added.isQuieted ? undefined : entry.account.quietHours
  const suspended: Account = {
    ...entry.account,
    emails,
    quietHours,
    state: 'suspended',
    changedAtMs: nowMs,
  }
  mustWin(await stores.directory.save(suspended, entry.aliases))
  const barred = await barAccount(ports, stores, account.id)
  await record(ports, stores, disowned.by, {
    action: 'account.stopped',
    accountId: account.id,
    facts: { noticeId: disowned.noticeId, kind, takenBack, endedRequests: barred.ended.length },
  })
  if (!wasStopped) await notify(ports, stores, account.id, 'account_stopped', {})
  return accepted({ stopped: { ...found.value, account: suspended }, barred })
}

/** What the page shows before anything is stopped. Refuses as `stopAccount` does. */
export async function disownedNotice(
  ports: Ports,
  stores: Stores,
  { accountId, noticeId }: Pick<Disowned, 'accountId' | 'noticeId'>,
): Promise<Result<Stopped>> {
  const notice = await stores.notices.byId(noticeId)
  const account = await stores.accounts.byId(accountId)
  if (notice?.accountId !== accountId || account === undefined || account.state === 'deleted')
    return refused({ reason: 'link_invalid', because: 'unknown' })
  if (!isDisownable(notice, ports.clock.nowMs()))
    return refused({ reason: 'link_invalid', because: 'expired' })
  const { kind, facts, atMs } = notice
  return accepted({ account, kind, facts, atMs })
}

/** What came since: found first, so that the page can say whether there is anything left to take back. */
interface Added {
  readonly devices: readonly Device[]
  readonly totps: readonly Totp[]
  readonly passkeys: readonly Passkey[]
  readonly browsers: readonly Browser[]
  readonly hasBackupCodes: boolean
  readonly bypass: BypassCode | undefined
  /** Else the account, once it is let in again, would tell everything to whoever put their address there. */
  readonly isMoved: boolean
  /** Else it would not ring at those hours, for whoever comes next. */
  readonly isQuieted: boolean
}

async function addedSince(
  stores: Stores,
  { id, emails, quietHours }: Account,
  sinceMs: number,
  nowMs: number,
): Promise<Added> {
  const isNew = (atMs: number): boolean => atMs >= sinceMs
  const devices: Device[] = []
  for (const device of await stores.devices.ofAccount(id))
    if (
      device.state !== 'revoked' &&
      (isNew(device.createdAtMs) || (await isVerifiedAnew(stores, device, isNew)))
    )
      devices.push(device)
  const totps = (await stores.totps.ofAccount(id)).filter(({ createdAtMs }) => isNew(createdAtMs))
  const browsers = (await stores.browsers.ofAccount(id)).filter(({ addedAtMs }) => isNew(addedAtMs))
  const passkeys = (await stores.passkeys.ofAccount(id)).filter(({ createdAtMs }) => isNew(createdAtMs))
  const codes = await stores.backupCodes.ofAccount(id)
  const isPlain = emails.length === 0 && quietHours === undefined
  const told = isPlain ? [] : await stores.notices.ofAccount(id, NOTICES_MAX)
  const wasTold = (of: NoticeKind): boolean => told.some(({ kind, atMs }) => kind === of && isNew(atMs))
  return {
    ...{ devices, totps, browsers, passkeys, hasBackupCodes: codes.some(({ madeAtMs }) => isNew(madeAtMs)) },
    bypass: await stores.bypassCodes.openOf(id, nowMs),
    isMoved: emails.length > 0 && wasTold('addresses_changed'),
    isQuieted: quietHours !== undefined && wasTold('quiet_hours_changed'),
  }
}

/** Whoever made a credential or a PIN count has the phone's key, or a copy of it: the phone goes with it. */
async function isVerifiedAnew(
  { biometrics, pins }: Stores,
  { id, verifies }: Device,
  isNew: (atMs: number) => boolean,
): Promise<boolean> {
  if (!verifies) return false
  const [credential, pin] = await Promise.all([biometrics.ofDevice(id), pins.of(id)])
  return [credential?.madeAtMs, pin?.setAtMs].some((atMs) => atMs !== undefined && isNew(atMs))
}

/** Far above what happens to one account in the days that the word can be said; more are a flood that hides something. */
const NOTICES_MAX = 1_000

/** Whether the word would do nothing any more: it is stopped, and all that this notice reaches back to is gone. */
export async function isAllDone(ports: Ports, { account, atMs }: Stopped): Promise<boolean> {
  if (account.state !== 'suspended') return false
  const added = await addedSince(ports.storage.read, account, takenBackSince(atMs), ports.clock.nowMs())
  const { devices, totps, browsers, passkeys, hasBackupCodes, bypass, isMoved, isQuieted } = added
  return (
    devices.length + totps.length + browsers.length + passkeys.length === 0 &&
    !hasBackupCodes &&
    bypass === undefined &&
    !isMoved &&
    !isQuieted
  )
}

/** Names what went, for the audit. */
async function takeBack(
  stores: Stores,
  accountId: AccountId,
  { devices, totps, browsers, passkeys, hasBackupCodes, bypass, isMoved, isQuieted }: Added,
  nowMs: number,
): Promise<readonly string[]> {
  const gone: string[] = []
  for (const { id } of devices) {
    if (await stores.devices.changeState(id, LIVING, 'revoked', nowMs)) gone.push(`device:${id}`)
    await stores.totps.removeOfDevice(id)
    await stores.pins.remove(id)
  }
  for (const { id } of totps) if (await stores.totps.remove(id)) gone.push(`totp:${id}`)
  for (const { id } of browsers) if (await stores.browsers.remove(id)) gone.push(`browser:${id}`)
  for (const { id } of passkeys) if (await stores.passkeys.remove(id)) gone.push(`passkey:${id}`)
  if (hasBackupCodes && (await stores.backupCodes.removeOf(accountId)) > 0) gone.push('backup-codes')
  if (bypass !== undefined && (await stores.bypassCodes.revoke(bypass.id))) gone.push(`bypass:${bypass.id}`)
  if (isMoved) gone.push('addresses')
  if (isQuieted) gone.push('quiet-hours')
  await stores.invitations.end(accountId, 'revoked')
  return gone
}

const LIVING = ['pending_confirm', 'active', 'suspended'] as const
