// Whether a page of this server itself sent a request: what every call that a cookie opens must show (SECURITY.md G10).
import type { IncomingMessage } from 'node:http'
import { browserWords, TEXT_MAX_BYTES, toSignableText } from '@countersign/protocol'
import { ownOrigin } from '../../flows/access/builtin-app.js'
import type { Browser } from '../../flows/access/sessions.js'
import type { Exchange } from '../operation.js'
import type { Problem } from '../problem.js'

/**
 * The problem to answer with, unless our own page sent it. `Origin` is written by the browser and no script can change it; the
 * header of our own cannot be sent by a form at all, and by a script of another site only after a preflight that we never
 * answer. A missing one is a denial.
 */
export function refuseOtherPages({ request, ports }: Exchange): Problem | undefined {
  const isOurs = request.headers.origin === ownOrigin(ports) && request.headers['countersign-request'] === '1'
  return isOurs ? undefined : { code: 'origin_forbidden' }
}

/** What the phone shows of the browser that asks: where it is, and what it calls itself in words. */
export function browserOf({ request, address }: Exchange): Browser {
  return { address: toSignableText(address, TEXT_MAX_BYTES.address), browser: wordsOf(request) }
}

function wordsOf(request: IncomingMessage): string {
  return browserWords(request.headers['user-agent'])
}
