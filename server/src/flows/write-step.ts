// Writes one step of a challenge's life: a single compare-and-set, inside the caller's transaction, told to the audit when it is the last.
import { changeTo, type Life, recordAfter } from '../core/challenge.js'
import type { Ports, Stores } from '../core/ports.js'
import type { AnswerRecord, ChallengeRecord } from '../core/records.js'
import { mustWin } from './lost-race.js'
import { recordOutcome } from './record-outcome.js'

/** Resolves to the record as it now is. Throws LostRace when the state was no longer the one read. */
export async function writeStep(
  ports: Pick<Ports, 'random' | 'vault'>,
  stores: Stores,
  challenge: ChallengeRecord,
  next: Life,
  nowMs: number,
  answer?: AnswerRecord,
): Promise<ChallengeRecord> {
  const change = changeTo(challenge, next, nowMs, answer)
  mustWin(await stores.challenges.change(change))
  const after = recordAfter(challenge, change)
  await recordOutcome(ports, stores, after, nowMs)
  return after
}
