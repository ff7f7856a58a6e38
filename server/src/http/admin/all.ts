// Every operation of the admin API, slice by slice.
import { sessionOperations } from '../access/session-operations.js'
import { setupOperations } from '../access/setup-operations.js'
import type { Operation } from '../operation.js'
import { adminsOperations } from './admins.js'
import { importOperations } from './imports.js'
import { mailSettingsOperations } from './mail-settings.js'
import { policyOperations } from './policies.js'
import { selfServiceOperations } from './self-service.js'
import { tokenOperations } from './tokens.js'

/** `version`: of the server. */
export function adminOperations(version: string): readonly Operation[] {
  return [
    ...sessionOperations({ kind: 'admin', base: '/admin/v1', group: 'Signing in', version }),
    ...setupOperations(version),
    ...adminsOperations,
    ...importOperations,
    ...mailSettingsOperations,
    ...policyOperations,
    ...tokenOperations,
    ...selfServiceOperations,
  ]
}
