// A database from the past becomes the present: what phones, browsers and receivers know since then must not work against it.
import type { Ports, Stores } from '../core/ports.js'
import { record } from './admin/action.js'

/** More requests and more key sets than anybody has seen since the backup was made; both count far beyond that. */
const AHEAD = 1_000_000
const ROWS_AT_ONCE = 10_000

/**
 * Ends every session, raises the sequence of each account's requests above what its phones have seen ([CH3]), and the key set's
 * version above what phones and apps have ([KS]). A phone would refuse what looks old to it, and an old cookie would open the console.
 */
export async function beginAfterRestore(
  ports: Ports,
  facts: Readonly<Record<string, string | number | boolean>>,
): Promise<void> {
  await ports.storage.transaction(async (stores) => {
    await endSessions(stores)
    await stores.guards.raiseAll(AHEAD, ports.clock.nowMs())
    const version = await stores.signingKeys.keySetVersion()
    await stores.signingKeys.advanceKeySet(version, version + AHEAD)
    await record(ports, stores, { kind: 'operator' }, { action: 'backup.restored', facts })
  })
}

async function endSessions({ sessions }: Stores): Promise<void> {
  const never = Number.MAX_SAFE_INTEGER
  while ((await sessions.purge(never, never, ROWS_AT_ONCE)) === ROWS_AT_ONCE);
}
