// Carries a message to a webhook over HTTP, under the guard of guarded.ts; its answer is its status and nothing else.
import type { LookupAddress } from 'node:dns'
import type { HookCourier } from '../core/ports-webhooks.js'
import { guardedCaller } from './guarded.js'

export interface HookCourierSettings {
  /** Also addresses of private networks, and plain http to this very machine. */
  readonly allowPrivate: boolean
  /** From the look-up to the status of the answer. A receiver that takes longer should queue the work. */
  readonly timeoutMs?: number
  /** All addresses of a name. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>
}

const TIMEOUT_MS = 10_000

export function createHookCourier({ timeoutMs = TIMEOUT_MS, ...settings }: HookCourierSettings): HookCourier {
  const caller = guardedCaller({ ...settings, timeoutMs })
  return {
    whyNot: (url) => caller.whyNot(url),
    async post(call) {
      const answer = await caller.post(call)
      return answer.kind === 'answered' ? { kind: 'answered', status: answer.status } : answer
    },
  }
}
