// Writes one step of a challenge's life: a single compare-and-set, inside the caller's transaction.
import { changeTo, type Life, recordAfter } from '../core/challenge.js'
import type { Stores } from '../core/ports.js'
import type { AnswerRecord, ChallengeRecord } from '../core/records.js'
import { mustWin } from './lost-race.js'

/** Resolves to the record as it now is. Throws LostRace when the state was no longer the one read. */
export async function writeStep(
  stores: Stores,
  challenge: ChallengeRecord,
  next: Life,
  nowMs: number,
  answer?: AnswerRecord,
): Promise<ChallengeRecord> {
  const change = changeTo(challenge, next, nowMs, answer)
  mustWin(await stores.challenges.change(change))
  return recordAfter(challenge, change)
}
