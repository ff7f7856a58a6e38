// The browser goes back to the app, which asks for what was set up: nothing is left that it could go on with.
import type { SetUpFinished } from '@countersign/protocol/me'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { setUpOf } from './current-set-up.js'

/** Once something counts. Refuses with `link_invalid`, `conflict` (nothing counts yet). */
export async function leaveSetUp(ports: Ports, browserSecret: Uint8Array): Promise<Result<SetUpFinished>> {
  const current = await setUpOf(ports, ports.storage.read, browserSecret)
  if (!current.ok) return current
  const { id, state, returnTo } = current.value.setUp
  if (state !== 'done') return refused(NOTHING_COUNTS)
  await ports.storage.transaction(({ setUps }) => setUps.leave(id))
  return accepted({ returnTo })
}

const NOTHING_COUNTS = {
  reason: 'conflict',
  what: 'set-up',
  because: 'no phone and no app with codes counts yet',
} as const
