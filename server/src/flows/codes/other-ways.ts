// Which codes the policies let somebody use at an app, from an address, now.
import type { AskWaysBody, WaysAnswer } from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import type { App } from '../../core/records.js'
import { loginTerms } from '../login-terms.js'
import { whoIs } from '../who-is.js'

/** By policy alone: the same whether they have any, or exist at all ([CD2]). */
export async function otherWays(
  ports: Ports,
  app: App,
  { userId, context: { address } }: AskWaysBody,
): Promise<WaysAnswer> {
  const { found, nobody } = await whoIs(ports, ports.storage.read, userId)
  const accountId = found?.account.id ?? nobody.accountId
  const facts = { accountId, appId: app.id, address, atMs: ports.clock.nowMs() }
  const { otherWays, passkeys } = (await loginTerms(ports, facts)).settings
  return { otherWays, passkeys }
}
