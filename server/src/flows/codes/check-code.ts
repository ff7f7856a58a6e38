// A typed code is tried: charged before it is looked at, judged outside any transaction, and spent together with what it lets happen ([CD5]).
import type { AccountId, AppId, CodeWay, ReadCode } from '@countersign/protocol'
import { Busy } from '../../core/busy.js'
import { beginsBlock, blocked, charged, succeeded, takenBack } from '../../core/code-tries.js'
import type { CodePool } from '../../core/codes.js'
import type { CodeTerms } from '../../core/counting-totp.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { afterwards } from '../afterwards.js'
import { allOrNothing } from '../all-or-nothing.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { unlessBusy } from '../unless-busy.js'
import { judgeCode } from './judge-code.js'
import { spendCode } from './spend-code.js'

/** Who tries a code, and where. */
export interface Asked {
  /** Somebody's, or the one that stands in for nobody: tried, counted and refused alike. */
  readonly accountId: AccountId
  readonly pool: CodePool
  readonly terms: CodeTerms
  readonly place: Place
}

/** What the audit and the person are told of it. */
export interface Place {
  /** As the audit names who asks. */
  readonly actor: string
  /** Undefined: no app asks, but the recovery page. */
  readonly appId: AppId | undefined
  readonly appName: string
  readonly address: string
  readonly browser: string
}

/**
 * Charges the try, judges the code, and in one transaction spends it and does what it is for.
 *
 * A crash in between costs a try and never gives one. However many come at once with one right code, one spends it ([CD5]). A code
 * of a suspended account, or of nobody, is refused at the cost of a wrong one.
 *
 * @param work inside the transaction that spends the code; may run again. When it refuses, the code is not spent, the try is.
 * Refuses with `too_many_tries`, `code_refused`, `busy` (then the try is not charged), and as `work` does.
 * @example await checkCode(ports, { accountId, pool: 'app', terms, place }, code, async (stores) => accepted(undefined))
 */
export function checkCode<T>(
  ports: Ports,
  asked: Asked,
  code: ReadCode,
  work: (stores: Stores) => Promise<Result<T>>,
): Promise<Result<T>> {
  return unlessBusy(async () => {
    const trying = await charge(ports, asked, code.way)
    if (!trying.ok) return trying
    const proof = await judge(ports, trying.value, code)
    if (proof === undefined) return refuse(ports, trying.value, { reason: 'code_refused', because: 'wrong' })
    const spent = await untilSettled(() =>
      allOrNothing(
        ports,
        async (stores) => {
          const { accountId, place } = asked
          const refusal = await spendCode(ports, stores, { accountId, ...place }, proof)
          if (refusal !== undefined) return refused(refusal)
          await settle(ports, stores, trying.value)
          return work(stores)
        },
        { account: asked.accountId },
      ),
    )
    return spent.ok ? spent : refuse(ports, trying.value, spent.refusal)
  })
}

/** A try that was charged. */
interface Trying extends Asked {
  readonly way: CodeWay
  readonly atMs: number
  /** With it, no further one is looked at for a while, and the person has not heard of that. */
  readonly beginsBlock: boolean
}

function charge(ports: Ports, asked: Asked, way: CodeWay): Promise<Result<Trying>> {
  const { accountId, pool } = asked
  return untilSettled(() =>
    allOrNothing(
      ports,
      async ({ codeGuards }) => {
        const atMs = ports.clock.nowMs()
        const guard = await codeGuards.of(accountId, way, pool)
        const held = blocked(guard, atMs)
        if (held !== undefined) return refused(tooManyTries(held.untilMs, atMs))
        mustWin(await codeGuards.save(charged(guard, atMs), atMs))
        return accepted({ ...asked, way, atMs, beginsBlock: beginsBlock(guard, atMs) })
      },
      { account: accountId },
    ),
  )
}

function tooManyTries(untilMs: number | undefined, nowMs: number): Refusal {
  return {
    reason: 'too_many_tries',
    retryAfterSeconds: untilMs === undefined ? undefined : Math.max(1, Math.ceil((untilMs - nowMs) / 1000)),
  }
}

async function judge(ports: Ports, trying: Trying, code: ReadCode) {
  try {
    const proof = await judgeCode(ports, trying, code)
    // Asked of everybody: what is shut out must not show by being refused faster.
    const account = await ports.storage.read.accounts.byId(trying.accountId)
    return account?.state === 'active' ? proof : undefined
  } catch (error) {
    // Nothing was computed, so nothing was learnt; else a flood of strangers would use up the tries of those who wait beside it.
    if (error instanceof Busy) await takeBack(ports, trying)
    throw error
  }
}

/** The try was right: it is no wrong one. */
async function settle(ports: Ports, { codeGuards }: Stores, { accountId, way, pool, atMs }: Trying) {
  const guard = await codeGuards.of(accountId, way, pool)
  mustWin(await codeGuards.save(succeeded(guard, atMs), ports.clock.nowMs()))
}

async function takeBack(ports: Ports, { accountId, way, pool, atMs }: Trying): Promise<void> {
  await untilSettled(async () => {
    await ports.storage.transaction(
      async ({ codeGuards }) => {
        const guard = await codeGuards.of(accountId, way, pool)
        mustWin(await codeGuards.save(takenBack(guard, atMs), ports.clock.nowMs()))
      },
      { account: accountId },
    )
    return accepted(undefined)
  })
}

/** Tells the audit, and the person of a block that begins. */
async function refuse(ports: Ports, trying: Trying, refusal: Refusal): Promise<Result<never>> {
  const { accountId, pool, way, place } = trying
  const { actor, appId, appName, address, browser } = place
  const because = 'because' in refusal ? refusal.because : refusal.reason
  const what = appId === undefined ? 'recovery' : 'login'
  const told = { accountId, appId }
  await ports.storage.transaction(
    async (stores) => {
      const facts = { way, pool, because, address, browser }
      await record(ports, stores, actor, { ...told, action: `${what}.code_refused`, facts })
      if (trying.beginsBlock)
        await record(ports, stores, actor, { ...told, action: `${what}.codes_blocked`, facts: { way, pool } })
    },
    { account: accountId },
  )
  if (appId !== undefined) ports.metrics.otherWay(way, 'refused')
  ports.log.info('code_refused', { accountId, appId, way, pool, because })
  // Not in that transaction: until the reply has left, nothing may depend on whether there is somebody to tell.
  if (trying.beginsBlock)
    afterwards(ports, 'codes_blocked', () =>
      ports.storage.transaction(
        (stores) => notify(ports, stores, accountId, 'codes_blocked', { way, appName, address }),
        { account: accountId },
      ),
    )
  return refused(refusal)
}
