// Finishes an approved login through the app, and finds out why when it cannot.
import type { ChallengeStatus } from '@countersign/protocol'
import type { App, Mode, PassedHere } from './element-app.js'
import { endingOfCode, endingOfState, tell } from './element-app.js'
import { pause } from './element-wait.js'
import type { Ending } from './element-words.js'

/** How often an approved login is finished again while the app cannot be reached: about as long as it can be redeemed. */
const FINISH_TRIES = 25
const FINISH_PAUSE_MS = 2_000
/** Another window of this browser may be finishing the same login: it takes well under a second. */
const EXPLAIN_TRIES = 5
const EXPLAIN_PAUSE_MS = 500
const MAY_BE_DONE: readonly string[] = [
  'challenge_final',
  'challenge_not_approved',
  'nothing_asked',
  'first_factor_missing',
]

export type Finished = { readonly redirectTo: string } | { readonly ending: Ending }

/**
 * Tries until the app answers or it is too late. Undefined: `signal` ended it.
 *
 * @param body what `complete` is told
 */
export async function finish(
  app: App,
  body: unknown,
  mode: Mode,
  signal: AbortSignal,
  onOffline: () => void,
): Promise<Finished | undefined> {
  for (let tries = 0; tries < FINISH_TRIES; tries++) {
    const told = await tell<PassedHere>(app, 'complete', body, signal)
    if (signal.aborted) return undefined
    if (told.kind === 'ok') return told.value
    if (told.kind === 'no' && told.code !== 'unreachable') return explain(app, told.code, mode, signal)
    onOffline()
    await pause(FINISH_PAUSE_MS, signal)
    if (signal.aborted) return undefined
  }
  return { ending: 'unreachable' }
}

/** Denied after all, or being finished by another window of this browser, whose new session arrives a moment later: the app knows which. */
async function explain(
  app: App,
  code: string,
  mode: Mode,
  signal: AbortSignal,
): Promise<Finished | undefined> {
  let ending = endingOfCode(code)
  for (let tries = 0; tries < EXPLAIN_TRIES && MAY_BE_DONE.includes(code); tries++) {
    if (tries > 0) await pause(EXPLAIN_PAUSE_MS, signal)
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
