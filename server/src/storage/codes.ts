// The stores of typed codes, set-ups, enrolments and recoveries over one session, as one part of all stores.
import type { CodeStores } from '../core/ports-codes.js'
import { backupCodeStore } from './backup-codes.js'
import { bypassCodeStore } from './bypass-codes.js'
import { codeGuardStore } from './code-guards.js'
import { enrolmentTryStore } from './enrolment-tries.js'
import { notMeLinkStore } from './not-me-links.js'
import { recoveryStore } from './recoveries.js'
import type { Session } from './session.js'
import { setUpStore } from './set-ups.js'
import { totpStore } from './totps.js'

export function codeStores(session: Session): CodeStores {
  return {
    totps: totpStore(session),
    recoveries: recoveryStore(session),
    notMeLinks: notMeLinkStore(session),
    backupCodes: backupCodeStore(session),
    bypassCodes: bypassCodeStore(session),
    setUps: setUpStore(session),
    enrolmentTries: enrolmentTryStore(session),
    codeGuards: codeGuardStore(session),
  }
}
