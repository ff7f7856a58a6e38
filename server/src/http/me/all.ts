// Every operation of a person about their own account.
import { sessionOperations } from '../access/session-operations.js'
import type { Operation } from '../operation.js'
import { accountOperations } from './account.js'
import { browserOperations } from './browsers.js'
import { codeOperations } from './codes.js'
import { deviceOperations } from './devices.js'
import { passkeyOperations } from './passkeys.js'
import { quietHoursOperations } from './quiet-hours.js'
import { requestOperations } from './requests.js'
import { totpOperations } from './totps.js'

/** `version`: of the server. */
export function meOperations(version: string): readonly Operation[] {
  return [
    ...sessionOperations({ kind: 'person', base: '/me/v1', group: 'Own account', version }),
    ...accountOperations,
    ...deviceOperations,
    ...browserOperations,
    ...codeOperations,
    ...totpOperations,
    ...passkeyOperations,
    ...quietHoursOperations,
    ...requestOperations,
  ]
}
