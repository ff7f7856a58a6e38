// Finishes an approved login through the app; why it cannot is found out by a part that most logins never load.
import type { App, Mode, PassedHere } from './element-app.js'
import { endingOfCode, tell } from './element-app.js'
import { browserKey } from './element-known.js'
import { pause } from './element-wait.js'
import type { Ending } from './element-words.js'

/** How often an approved login is finished again while the app cannot be reached: about as long as it can be redeemed. */
const FINISH_TRIES = 25
const FINISH_PAUSE_MS = 2_000

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
    if (told.kind === 'ok') {
      const { remember } = told.value
      if (remember) await browserKey(app, signal, remember)
      return told.value
    }
    if (told.kind === 'no' && told.code !== 'unreachable')
      return import('./element-more.js').then(
        ({ explain }) => explain(app, told.code, mode, signal),
        () => ({ ending: endingOfCode(told.code) }),
      )
    onOffline()
    await pause(FINISH_PAUSE_MS, signal)
    if (signal.aborted) return undefined
  }
  return { ending: 'unreachable' }
}
