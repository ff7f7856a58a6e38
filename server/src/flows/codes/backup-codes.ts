// A set of backup codes is made, shown once, counts from then on or when what it waits for has happened, and is removed ([BC4]–[BC8]).
import type { AccountId } from '@countersign/protocol'
import { formatBackupCode } from '@countersign/protocol'
import type { BackupCodesMade } from '@countersign/protocol/admin'
import { codesLeft, drawBackupCodes, selectorOf } from '../../core/backup-codes.js'
import type { BackupCode } from '../../core/codes.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import { changeable } from '../directory/suspend.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { unlessBusy } from '../unless-busy.js'
import { forgetTries } from './forget-tries.js'

/** Sets of one account in ten minutes: whoever lost each print-out needs three. */
const SETS_MAX = 10
const SETS_SECONDS = 600

/**
 * Draws a set, hashes it, and in one transaction puts it in the place of every other code of the account: those of before count no
 * more. The person is told.
 *
 * Takes seconds, for each code is hashed; nothing is held meanwhile.
 * @param by who makes it; the caller saw that they may, and here it is seen once more in the transaction that counts.
 * Refuses with `not_found`, `account_suspended`, `not_permitted` (an admin above `by`), `rate_limited`, `busy`.
 */
export async function makeBackupCodes(
  ports: Ports,
  accountId: AccountId,
  by: Actor,
): Promise<Result<BackupCodesMade>> {
  const made = await makeSet(ports, accountId, by, 'active', async (stores, codes) => {
    await stores.backupCodes.removeOf(accountId)
    await stores.backupCodes.add(codes)
    await tellMade(ports, stores, accountId, by, codes)
    return accepted(undefined)
  })
  return made.ok ? accepted({ madeAtMs: made.value.madeAtMs, codes: made.value.codes }) : made
}

export interface WaitingSet extends BackupCodesMade {
  readonly setId: string
}

/**
 * The same for a set-up that has not ended: the set counts nowhere until `countBackupCodes`, and an hour later it is forgotten. What
 * the account has stays as it is, but for a set that waited before.
 *
 * @param alongside in the same transaction: notes the set where what it waits for is kept. A refusal takes everything back.
 * Refuses as `makeBackupCodes` does, and as `alongside` does.
 */
export function makeWaitingBackupCodes(
  ports: Ports,
  accountId: AccountId,
  by: Actor,
  alongside: (stores: Stores, setId: string) => Promise<Result<undefined>>,
): Promise<Result<WaitingSet>> {
  return makeSet(ports, accountId, by, 'waiting', async (stores, codes, setId) => {
    await stores.backupCodes.removeWaiting(accountId)
    const taken = (await stores.backupCodes.ofAccount(accountId)).map(({ selector }) => selector)
    // Somebody made codes since these were drawn: two would have one name.
    mustWin(codes.every(({ selector }) => !taken.includes(selector)))
    await stores.backupCodes.add(codes)
    return alongside(stores, setId)
  })
}

/**
 * What the set waited for has happened: it counts, and every other code of the account goes; the person is told. Inside the
 * transaction that lets it happen, run by `untilSettled`. False when there is no such set any more.
 */
export async function countBackupCodes(
  ports: Ports,
  stores: Stores,
  accountId: AccountId,
  setId: string,
  by: Actor,
): Promise<boolean> {
  if (!(await stores.backupCodes.activate(accountId, setId, ports.clock.nowMs()))) return false
  await tellMade(ports, stores, accountId, by, await stores.backupCodes.ofAccount(accountId))
  return true
}

/** None of them counts any more; the person is told. None is no fault. Refuses with `not_found`, `not_permitted`. */
export async function removeBackupCodes(
  ports: Ports,
  accountId: AccountId,
  by: Actor,
): Promise<Result<undefined>> {
  return allOrNothing(ports, async (stores) => {
    const changing = await changeable(stores, by, accountId)
    if (!changing.ok) return changing
    const left = codesLeft(await stores.backupCodes.ofAccount(accountId))
    if ((await stores.backupCodes.removeOf(accountId)) === 0) return accepted(undefined)
    await record(ports, stores, by, { action: 'backup_codes.removed', accountId, facts: { left } })
    await notify(ports, stores, accountId, 'backup_codes_removed', {})
    return accepted(undefined)
  })
}

async function makeSet(
  ports: Ports,
  accountId: AccountId,
  by: Actor,
  state: 'active' | 'waiting',
  keep: (stores: Stores, codes: readonly BackupCode[], setId: string) => Promise<Result<undefined>>,
): Promise<Result<WaitingSet>> {
  // Before seconds are spent on codes that nobody may have.
  const early = await whyNot(ports.storage.read, accountId, by)
  if (early !== undefined) return refused(early)
  // Else one person would fill the queue of hashes, and nobody could log in by a printed code.
  if (!(await ports.fabric.allow(`backup codes ${accountId}`, SETS_MAX, SETS_SECONDS)))
    return refused({ reason: 'rate_limited', retryAfterSeconds: SETS_SECONDS })
  return unlessBusy(() =>
    untilSettled(async () => {
      const { plain, codes, setId, madeAtMs } = await draw(ports, accountId, state)
      return allOrNothing(ports, async (stores) => {
        const no = await whyNot(stores, accountId, by)
        if (no !== undefined) return refused(no)
        const kept = await keep(stores, codes, setId)
        if (!kept.ok) return kept
        return accepted({ setId, madeAtMs, codes: plain.map(formatBackupCode) })
      })
    }),
  )
}

interface Drawn {
  readonly setId: string
  readonly madeAtMs: number
  readonly plain: readonly string[]
  readonly codes: readonly BackupCode[]
}

async function draw(
  { storage, random, clock, codeHash }: Ports,
  accountId: AccountId,
  state: BackupCode['state'],
): Promise<Drawn> {
  const taken = (await storage.read.backupCodes.ofAccount(accountId)).map(({ selector }) => selector)
  const plain = drawBackupCodes(taken, (bound) => random.below(bound))
  const setId: string = random.id()
  const madeAtMs = clock.nowMs()
  const codes: BackupCode[] = []
  // One after the other: whoever logs in beside it by a code waits for one of them, not for ten.
  for (const code of plain) {
    const hash = await codeHash.make(code)
    const selector = selectorOf(code)
    codes.push({ accountId, setId, selector, hash, state, madeAtMs, usedAtMs: undefined })
  }
  return { setId, madeAtMs, plain, codes }
}

async function whyNot(stores: Stores, accountId: AccountId, by: Actor): Promise<Refusal | undefined> {
  const changing = await changeable(stores, by, accountId)
  if (!changing.ok) return changing.refusal
  return changing.value.account.state === 'active' ? undefined : { reason: 'account_suspended' }
}

/** Never a code: how many there are. */
async function tellMade(
  ports: Ports,
  stores: Stores,
  accountId: AccountId,
  by: Actor,
  codes: readonly BackupCode[],
): Promise<void> {
  await forgetTries(ports, stores, accountId, 'backup')
  await record(ports, stores, by, {
    action: 'backup_codes.made',
    accountId,
    facts: { setId: codes[0]?.setId ?? null, codes: codes.length },
  })
  await notify(ports, stores, accountId, 'backup_codes_made', {})
}
