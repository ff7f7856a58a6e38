// Why an approved login was not finished here: the app knows, or learns a moment later.
import type { ChallengeStatus } from '@countersign/protocol'
import type { App, Mode, PassedHere } from './element-app.js'
import { endingOfCode, endingOfState, tell } from './element-app.js'
import type { Finished } from './element-finish.js'
import { pause } from './element-wait.js'

/** Another window of this browser may be finishing the same login: it takes well under a second. */
const TRIES = 5
const PAUSE_MS = 500
const MAY_BE_DONE: readonly string[] = [
  'challenge_final',
  'challenge_not_approved',
  'nothing_asked',
  'first_factor_missing',
]

/** Denied after all, or being finished by another window of this browser, whose new session arrives a moment later: the app knows which. */
export async function explain(
  app: App,
  code: string,
  mode: Mode,
  signal: AbortSignal,
): Promise<Finished | undefined> {
  let ending = endingOfCode(code)
  for (let tries = 0; tries < TRIES && MAY_BE_DONE.includes(code); tries++) {
    if (tries > 0) await pause(PAUSE_MS, signal)
    const told = await tell<ChallengeStatus | PassedHere>(app, 'state', {}, signal)
    if (signal.aborted) return undefined
    if (told.kind === 'offline') ending = 'unreachable'
    else if (told.kind === 'no') ending = endingOfCode(told.code)
    // Sound: `passed` is no state of a request, so it tells the two shapes apart.
    else if (told.value.state === 'passed') return told.value as PassedHere
    else {
      const { state } = told.value as ChallengeStatus
      ending = endingOfState(state, mode) ?? 'not_confirmed'
      if (state !== 'redeemed') break
    }
  }
  return { ending }
}
