// A login that the policy lets go on without the phone: the server says so in a signed statement, to an app that accepts one.
import type {
  AccountId,
  ApprovalWaived,
  RequestApprovalBody,
  WaiverCause,
  WaiverClaims,
} from '@countersign/protocol'
import {
  TEXT_MAX_BYTES,
  toBase64Url,
  toSignableText,
  WAIVER_TTL_SECONDS,
  WAIVER_TYPE,
} from '@countersign/protocol'
import type { Decider } from '../core/policies.js'
import type { Ports, Stores } from '../core/ports.js'
import type { App } from '../core/records.js'
import { waiverCause } from '../core/waiver.js'
import { record } from './admin/action.js'
import { loginTerms } from './login-terms.js'
import { personOf } from './person-of.js'
import { maySetUpLater } from './set-up/may-set-up-later.js'
import { signJws } from './sign-jws.js'
import { whoIs } from './who-is.js'

/**
 * Finds whom it is for, asks the policies, and when they grant it writes the audit and signs. Rings no phone, opens nothing,
 * spends no budget ([WV6]). Undefined: they do not. So is somebody let in who puts the set-up off, while that may be ([SU5]).
 */
export async function waive(
  ports: Ports,
  app: App,
  body: RequestApprovalBody,
): Promise<ApprovalWaived | undefined> {
  // What is paid is always shown to somebody.
  if (body.purpose === 'transaction') return undefined
  const asked = { app, body, purpose: body.purpose, nowMs: ports.clock.nowMs() }
  // Most requests end here: a transaction is begun only for a waiver.
  if ((await grant(ports, ports.storage.read, asked)) === undefined) return undefined
  const granted = await ports.storage.transaction(
    async (stores) => {
      // Once more: an account that is suspended at this moment is seen as such.
      const found = await grant(ports, stores, asked)
      if (found !== undefined) await tellAudit(ports, stores, asked, found)
      return found
    },
    { one: `login ${body.userId}` },
  )
  return granted && sign(ports, asked, granted)
}

interface Asked {
  readonly app: App
  readonly body: RequestApprovalBody
  readonly purpose: 'login' | 'stepUp'
  readonly nowMs: number
}

interface Granted {
  readonly waiverId: string
  readonly userId: string
  readonly accountId: AccountId
  readonly because: WaiverCause
  /** What let the policy grant it; null: the server's default. */
  readonly policy: string | null
  readonly known: boolean
  /** Of `set_up_later`: when putting it off ends. */
  readonly untilMs?: number
}

async function grant(
  ports: Ports,
  stores: Stores,
  { app, body, nowMs }: Asked,
): Promise<Granted | undefined> {
  const { userId, found, nobody } = await whoIs(ports, stores, body.userId)
  const accountId = found?.account.id ?? nobody.accountId
  const { address } = body.context
  const terms = await loginTerms(ports, { accountId, appId: app.id, address, atMs: nowMs })
  const known = found !== undefined
  const waiverId = ports.random.id<string>()
  const because = waiverCause(terms, personOf(found), nowMs)
  if (because !== undefined)
    return { waiverId, userId, accountId, because, policy: nameOf(terms.decidedBy.requirement), known }
  if (body.setUpLater !== true) return undefined
  const untilMs = await maySetUpLater(stores, found, terms.settings, nowMs)
  if (untilMs === undefined) return undefined
  const policy = nameOf(terms.decidedBy.setUpGraceDays)
  return { waiverId, userId, accountId, because: 'set_up_later', policy, known, untilMs }
}

function nameOf({ policy }: Decider): string | null {
  return policy?.body.name ?? null
}

async function tellAudit(
  ports: Ports,
  stores: Stores,
  { app, body }: Asked,
  { waiverId, accountId, because, policy, known, untilMs }: Granted,
): Promise<void> {
  const { address, browser } = body.context
  const told = { accountId, appId: app.id }
  if (untilMs !== undefined)
    await record(ports, stores, `app:${app.id}`, {
      ...told,
      action: 'set_up.postponed',
      facts: { waiverId, address, browser, untilMs },
    })
  await record(ports, stores, `app:${app.id}`, {
    ...told,
    action: 'login.waived',
    facts: { waiverId, because, purpose: body.purpose, address, browser, policy, known },
  })
}

function sign(
  ports: Ports,
  { app, body, purpose, nowMs }: Asked,
  { waiverId, accountId, userId, because }: Granted,
): ApprovalWaived {
  const issuedAt = Math.floor(nowMs / 1000)
  const claims: WaiverClaims = {
    iss: toBase64Url(ports.vault.serverId),
    aud: app.id,
    sub: accountId,
    // Lower case can be longer than what was typed and checked; only for an ID that nobody has can it be cut.
    user_id: toSignableText(userId, TEXT_MAX_BYTES.userId),
    jti: waiverId,
    nonce: body.appNonce,
    iat: issuedAt,
    exp: issuedAt + WAIVER_TTL_SECONDS,
    purpose,
    address: body.context.address,
    because,
  }
  ports.metrics.otherWay('waiver', 'accepted')
  ports.log.info('login_waived', { accountId, appId: app.id, because })
  return { decision: 'waived', because, statement: signJws(ports, WAIVER_TYPE, claims, issuedAt) }
}
