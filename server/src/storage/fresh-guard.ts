// The guard of an account that has no row yet: nothing happened lately.
import type { AccountId } from '@countersign/protocol'
import type { Guard } from '../core/records.js'

export function freshGuard(accountId: AccountId): Guard {
  return {
    accountId,
    pushTimesMs: [],
    idFirstPushTimesMs: [],
    consecutiveWrong: 0,
    codeUntilMs: 0,
    reported: [],
    revision: 0,
  }
}
