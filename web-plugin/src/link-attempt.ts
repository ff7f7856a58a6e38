// A login page on the phone that approves: the link to the authenticator there, and the return code that comes back ([LK2], [LK4]).
import type { ChallengeId } from '@countersign/protocol'
import { formatApprovalLink, fromBase64Url, isBackPath, RETURN_CODE_BYTES } from '@countersign/protocol'
import type { PluginRequest } from './http.js'
import type { Settings } from './options.js'
import type { Attempt } from './session.js'

/** What the page draws for it: a link, and nothing to pick. */
export interface LinkDrawn {
  readonly mode: 'link'
  readonly href: string
}

/**
 * The link of an attempt of mode link.
 * @param page where the person is, as their browser says. What is no plain path becomes the plugin's own page: only such paths come back.
 */
export function linkDrawn<Req extends PluginRequest>(
  settings: Settings<Req>,
  req: Req,
  { challengeId, match }: Attempt,
  page: unknown,
): LinkDrawn {
  if (match.mode !== 'link') throw new TypeError('an attempt of mode link expected')
  const own = (req.baseUrl ?? '') + settings.path
  const back = [page, own].find((path): path is string => typeof path === 'string' && isBackPath(path))
  // Sound: the session has it from the server's reply, whose schema takes nothing but ids.
  const link = { challengeId: challengeId as ChallengeId, secret: match.secret, back: back ?? '/' }
  return { mode: 'link', href: formatApprovalLink(settings.publicServerUrl, link) }
}

/** The return code in the body of POST complete; undefined for anything else. */
export function returnCodeIn(given: unknown): string | undefined {
  return typeof given === 'string' && fromBase64Url(given)?.length === RETURN_CODE_BYTES ? given : undefined
}

/**
 * Whether the browser brought what this attempt needs: a return code in mode link, none elsewhere. The server refuses the others too;
 * seen here, a page that was made to send somebody else's code costs no call.
 */
export function bringsWhatItNeeds({ match }: Attempt, returnCode: string | undefined): boolean {
  return (match.mode === 'link') === (returnCode !== undefined)
}
