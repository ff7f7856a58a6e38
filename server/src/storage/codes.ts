// The stores of typed codes, set-ups and recoveries over one session, as one part of all stores.
import type { CodeStores } from '../core/ports-codes.js'
import { backupCodeStore } from './backup-codes.js'
import { bypassCodeStore } from './bypass-codes.js'
import type { Session } from './session.js'

export function codeStores(session: Session): CodeStores {
  // Sound once all seven are here.
  return {
    backupCodes: backupCodeStore(session),
    bypassCodes: bypassCodeStore(session),
  } as CodeStores
}
