// The stores of typed codes, set-ups, enrolments and recoveries, as one part of all stores.
import type { CodeStores } from '../core/ports-codes.js'
import { backupCodeStore } from './backup-codes.js'
import { bypassCodeStore } from './bypass-codes.js'
import { codeGuardStore } from './code-guards.js'
import { enrolmentTryStore } from './enrolment-tries.js'
import { notMeLinkStore } from './not-me-links.js'
import { recoveryStore } from './recoveries.js'
import { setUpStore } from './set-ups.js'
import type { Makers } from './stores.js'
import { totpStore } from './totps.js'

export const codeMakers: Makers<CodeStores> = {
  totps: totpStore,
  recoveries: recoveryStore,
  notMeLinks: notMeLinkStore,
  backupCodes: backupCodeStore,
  bypassCodes: bypassCodeStore,
  setUps: setUpStore,
  enrolmentTries: enrolmentTryStore,
  codeGuards: codeGuardStore,
}
