// Whether a state-changing request comes from the app's own pages; a request that does not say so is refused.
import type { IncomingMessage } from 'node:http'

/**
 * True when the browser names the app's own origin. Both headers are set by the browser and out of a page's reach; where
 * both come, both must agree. Neither present is a denial: every browser sends `Origin` with a POST (Fetch §3.2).
 *
 * @param origin the app's public origin from its settings, not from the `Host` header, which a proxy may change
 */
export function isSameOrigin(request: Pick<IncomingMessage, 'headers'>, origin: string): boolean {
  const claimed = request.headers.origin
  const site = request.headers['sec-fetch-site']
  if (claimed === undefined && site === undefined) return false
  if (claimed !== undefined && claimed !== origin) return false
  return site === undefined || site === 'same-origin'
}
