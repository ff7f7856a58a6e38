// The first step of a set-up: backup codes, which count when the factor does.
import type { BackupCodesMade } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { makeWaitingBackupCodes } from '../codes/backup-codes.js'
import { mustWin } from '../lost-race.js'
import { openSetUp, personIn } from './current-set-up.js'

/** Shown here and never again; made anew, those of before go. Takes seconds. Refuses with `link_invalid`, `busy`. */
export async function makeSetUpCodes(
  ports: Ports,
  browserSecret: Uint8Array,
): Promise<Result<BackupCodesMade>> {
  const current = await openSetUp(ports, ports.storage.read, browserSecret)
  if (!current.ok) return current
  const { account } = current.value
  const made = await makeWaitingBackupCodes(
    ports,
    account.id,
    personIn(current.value),
    async (stores, setId) => {
      // Seconds have passed.
      const still = await openSetUp(ports, stores, browserSecret)
      if (!still.ok) return still
      mustWin(await stores.setUps.setCodes(still.value.setUp.id, setId, ports.clock.nowMs()))
      return accepted(undefined)
    },
  )
  if (!made.ok) return made
  const { madeAtMs, codes } = made.value
  return accepted({ madeAtMs, codes })
}
