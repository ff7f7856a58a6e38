// Who calls the admin API: a program by its token, or a browser by its cookie.
import type { Actor } from '../../core/permissions.js'
import { authenticateToken } from '../../flows/access/authenticate-token.js'
import type { Exchange } from '../operation.js'
import { credentials, tooOften } from '../operation.js'
import type { Read } from '../read-json.js'

/** Wrong credentials of one address in a minute; a guess of 256 bits needs more, a log full of them helps nobody. */
const WRONG_PER_MINUTE = 60

/** The actor of a token; also for SCIM, which has no cookie. */
export async function callingToken(exchange: Exchange): Promise<Read<Actor>> {
  const text = credentials(exchange.request, 'Bearer')
  const found = text === undefined ? undefined : await authenticateToken(exchange.ports, text)
  return found?.ok ? found : wrong(exchange)
}

/** The actor of a token or of a signed-in admin. */
export function callingAdmin(exchange: Exchange): Promise<Read<Actor>> {
  return callingToken(exchange)
}

async function wrong(exchange: Exchange): Promise<Read<never>> {
  const busy = await tooOften(exchange, 'wrong admin credentials', WRONG_PER_MINUTE)
  return { ok: false, problem: busy ?? { code: 'unauthorized' } }
}
