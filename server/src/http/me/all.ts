// Every operation of a person about their own account.
import { sessionOperations } from '../access/session-operations.js'
import type { Operation } from '../operation.js'

/** `version`: of the server. */
export function meOperations(version: string): readonly Operation[] {
  return [...sessionOperations({ kind: 'person', base: '/me/v1', group: 'Own account', version })]
}
