// Every method of every store, called once in each shape its query has. Those that list a whole table, for a person, may read all of it.
import type { Stores } from '@countersign/server/core/ports'
import { accessCalls } from './store-calls-access.js'
import { biometricsCalls } from './store-calls-biometrics.js'
import { browserCalls } from './store-calls-browsers.js'
import { codeGuardCalls } from './store-calls-code-guards.js'
import { directoryCalls } from './store-calls-directory.js'
import { loginCalls } from './store-calls-login.js'
import { onboardingCalls } from './store-calls-onboarding.js'
import { passkeyCalls } from './store-calls-passkeys.js'
import { pinCalls } from './store-calls-pins.js'
import { printedCodeCalls } from './store-calls-printed-codes.js'
import { pushCalls } from './store-calls-push.js'
import { recordCalls } from './store-calls-record.js'
import { recoveryCalls } from './store-calls-recoveries.js'
import { setUpCalls } from './store-calls-set-ups.js'
import { totpCalls } from './store-calls-totps.js'

export type Call = ((stores: Stores) => Promise<unknown>) | 'reads the whole table'
export type Calls<S extends keyof Stores> = { readonly [K in S]: Readonly<Record<keyof Stores[K], Call>> }

export const storeCalls: Calls<keyof Stores> = {
  ...loginCalls,
  ...directoryCalls,
  ...accessCalls,
  ...recordCalls,
  ...recoveryCalls,
  ...onboardingCalls,
  ...codeGuardCalls,
  ...printedCodeCalls,
  ...pinCalls,
  ...pushCalls,
  ...setUpCalls,
  ...passkeyCalls,
  ...totpCalls,
  ...biometricsCalls,
  ...browserCalls,
}
