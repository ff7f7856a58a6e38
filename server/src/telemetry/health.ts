// Whether this process lives, and whether it may be sent work: what a load balancer asks.
import type { Clock, Fabric, Log, Storage, Vault } from '../core/ports.js'
import { saidSeldom } from '../core/said-seldom.js'

export interface Readiness {
  readonly ready: boolean
  readonly checks: {
    readonly storage: 'ok' | 'failed'
    readonly keys: 'ok' | 'failed'
    /** Told, and not asked for: without it logins go on. */
    readonly fabric: 'ok' | 'down'
    readonly draining: boolean
  }
}

export interface Health {
  readiness(): Promise<Readiness>
  /** From now on not ready: no new work is sent here, while the work under way is finished. */
  drain(): void
  readonly draining: boolean
}

/** Ready: the database answers, a key to sign with is loaded, and the process is not stopping. */
export function createHealth(ports: {
  readonly storage: Storage
  readonly fabric: Pick<Fabric, 'state'>
  readonly vault: Vault
  readonly clock: Clock
  readonly log: Log
}): Health {
  const { storage, fabric, vault, clock, log } = ports
  let draining = false
  const tellFailed = {
    storage: seldom(log, 'storage'),
    keys: seldom(log, 'keys'),
  }
  async function look(): Promise<Pick<Readiness['checks'], 'storage' | 'keys'>> {
    return {
      storage: await holds(() => storage.ping(), tellFailed.storage),
      keys: await holds(() => vault.signingKey(clock.nowMs()), tellFailed.keys),
    }
  }
  /** Anybody may ask: however many do at once, the database is asked once. */
  let underWay: ReturnType<typeof look> | undefined
  return {
    get draining() {
      return draining
    },
    drain() {
      draining = true
    },
    async readiness() {
      underWay ??= look().finally(() => {
        underWay = undefined
      })
      const checks: Readiness['checks'] = {
        ...(await underWay),
        fabric: fabric.state() === 'up' ? 'ok' : 'down',
        draining,
      }
      return { ready: checks.storage === 'ok' && checks.keys === 'ok' && !draining, checks }
    },
  }
}

/** A database that takes longer does not serve a login either. */
const CHECK_MAX_MS = 2_000

/** Balancers ask each second, and strangers as often as they like. */
function seldom(log: Log, check: string): (error: unknown) => void {
  return saidSeldom((times, error: unknown) => log.error('readiness_check_failed', { check, times, error }))
}

async function holds(check: () => unknown, tellFailed: (error: unknown) => void): Promise<'ok' | 'failed'> {
  let tooLate: NodeJS.Timeout | undefined
  try {
    await Promise.race([
      // In a promise of its own: a check that throws at once has failed, too.
      new Promise((resolve) => resolve(check())),
      new Promise((_resolve, reject) => {
        tooLate = setTimeout(() => reject(new Error(`no answer in ${CHECK_MAX_MS} ms`)), CHECK_MAX_MS)
      }),
    ])
    return 'ok'
  } catch (error) {
    tellFailed(error)
    return 'failed'
  } finally {
    clearTimeout(tooLate)
  }
}
