// The pattern of user IDs as it is set: what completes a short name when an account is added.
import { normaliseUserId } from '@countersign/protocol'
import type { CompletedId, IdPattern } from '../../core/id-pattern.js'
import { completeUserId } from '../../core/id-pattern.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { SettingSubject } from '../settings.js'
import { readSetting } from '../settings.js'

export const idPattern: SettingSubject<IdPattern> = {
  name: 'id_pattern',
  sealed: false,
  fallback: { pattern: '', suffix: '', shortNameToo: false },
}

/** What somebody typed → the user ID, and the short name that logs in as well. */
export async function completedId(
  ports: Pick<Ports, 'vault'>,
  stores: Pick<Stores, 'settings'>,
  typed: string,
): Promise<CompletedId> {
  const { value } = await readSetting(ports, stores, idPattern)
  return completeUserId(value, normaliseUserId(typed))
}
