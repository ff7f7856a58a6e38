// The stores of typed codes, set-ups and recoveries over one session, as one part of all stores.
import type { CodeStores } from '../core/ports-codes.js'
import type { Session } from './session.js'

export function codeStores(_session: Session): CodeStores {
  return {} as CodeStores
}
