// The book of what anybody was told, and its comparison with the database: nothing acknowledged is lost, nothing is there twice.
import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import type { Outcome } from '@countersign/client-sdk'
import type { AppId, ChallengeId, ChallengeStateName } from '@countersign/protocol'
import { answerDocument, decision, fromBase64Url } from '@countersign/protocol'
import type { Ports } from '@countersign/server/core/ports'
import type { SavedEntry } from '@countersign/server/core/ports-audit'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import { verifyAudit } from '@countersign/server/flows/verify-audit'
import type { Person } from './people.js'
import type { Asked, Redeemed } from './web-app.js'

export type Signed = 'approve' | 'deny' | 'wrong'

/** One login: what was done, and what came back. */
export interface Told {
  readonly person: Person
  readonly beganMs: number
  readonly endedMs: number
  /** Undefined: the app heard of no request. */
  readonly asked: Asked | undefined
  /** Why it did not. */
  readonly askLost: string | undefined
  /** What the phone was told to sign; undefined: it never showed the request. */
  readonly signed: Signed | undefined
  /** The verified receipt, when there was one. */
  readonly receipt: Outcome['state'] | undefined
  /** What the app heard, once a try. */
  readonly redemptions: readonly Redeemed[]
}

/** What one app and its people were told. */
export interface Ledger {
  readonly appId: AppId
  readonly told: readonly Told[]
}

export interface Count {
  readonly begun: number
  /** Requests that were acknowledged. */
  readonly asked: number
  /** Logins that the app let in. */
  readonly logins: number
  /** Approved by the phone and let in by nobody: the reply of the redemption was lost, or its minute was over. */
  readonly approvedInVain: number
  /** The app heard of no request: the server was away, or said that it cannot. */
  readonly notAsked: number
  /** Acknowledged, meant as logins, and without one. */
  readonly brokenOff: number
  /** Milliseconds that logins took. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly longestMs: number
}

const FINAL: ReadonlySet<ChallengeStateName> = new Set([
  ...(['redeemed', 'lapsed', 'denied', 'reported', 'mismatched', 'expired', 'cancelled'] as const),
])

export function isLogin({ redemptions }: Told): boolean {
  return redemptions.includes('login')
}

/** The server redeemed, and the app let nobody in: the reply was lost, or it was not believed. */
function wasInVain({ redemptions }: Told): boolean {
  return redemptions.some((each) => each === 'lost' || each.startsWith('unbelieved'))
}

export function count(told: readonly Told[]): Count {
  const logins = told.filter(isLogin)
  const meant = told.filter(
    ({ asked, signed }) => asked !== undefined && signed !== 'deny' && signed !== 'wrong',
  )
  const tookMs = logins.map(({ beganMs, endedMs }) => endedMs - beganMs).sort((a, b) => a - b)
  const at = (share: number): number =>
    tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? 0
  return {
    begun: told.length,
    asked: told.filter(({ asked }) => asked !== undefined).length,
    logins: logins.length,
    approvedInVain: told.filter((each) => each.receipt === 'approved' && !isLogin(each)).length,
    notAsked: told.filter(({ asked }) => asked === undefined).length,
    brokenOff: meant.length - logins.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    longestMs: at(1),
  }
}

/**
 * Compares everything that was told with what the database holds now. Throws with the facts of the first promise that is broken.
 *
 * @param ports of the same keys and database; no login may be under way.
 * @param mayDoubt why an app may refuse what the server says: reasons of `verifyAssertion`. Nobody is let in then.
 */
export async function compare(
  ports: Ports,
  { appId, told }: Ledger,
  mayDoubt: readonly string[] = [],
): Promise<Count> {
  for (const each of told) await compareOne(ports, each, mayDoubt)
  await compareAudit(ports, appId, told)
  await compareCounters(ports, told)
  return count(told)
}

async function compareOne({ storage }: Ports, told: Told, mayDoubt: readonly string[]): Promise<void> {
  const { asked, signed, receipt, redemptions } = told
  if (asked === undefined) return
  const challenge = await storage.read.challenges.byId(asked.challengeId)
  const facts = JSON.stringify({
    challengeId: asked.challengeId,
    signed,
    receipt,
    redemptions,
    state: challenge?.state,
  })
  assert.ok(challenge !== undefined, `an acknowledged request is gone: ${facts}`)
  const { state } = challenge
  assert.ok(redemptions.filter((each) => each === 'login').length <= 1, `one approval, two logins: ${facts}`)
  const doubts = redemptions.flatMap((each) => /^unbelieved: (.*)/.exec(each)?.[1] ?? [])
  assert.ok(
    doubts.every((reason) => mayDoubt.includes(reason)),
    `the app believes it not: ${facts}`,
  )
  if (isLogin(told)) {
    assert.equal(signed, 'approve', `a login that no phone approved: ${facts}`)
    assert.equal(state, 'redeemed', `a login beside another state: ${facts}`)
  }
  if (signed !== 'approve')
    assert.ok(state !== 'redeemed' && state !== 'approved', `approved by nobody: ${facts}`)
  if (receipt !== undefined && FINAL.has(receipt))
    assert.equal(state, receipt, `a receipt that is not true: ${facts}`)
  if (receipt === 'approved') {
    assert.ok(
      state === 'redeemed' || state === 'approved' || state === 'lapsed',
      `an approval is gone: ${facts}`,
    )
    // Redeemed, and nobody was let in: only where a reply was lost on its way.
    if (state === 'redeemed' && !isLogin(told)) assert.ok(wasInVain(told), `redeemed by whom: ${facts}`)
  }
}

/** Every login is in the audit once, with the phone's own signature; and the audit has no other. */
async function compareAudit(ports: Ports, appId: AppId, told: readonly Told[]): Promise<void> {
  await sealAudit(ports)
  const verified = await verifyAudit(ports)
  assert.deepEqual([verified.ok, verified.faults], [true, []], 'the audit is not whole')
  const byId = new Map(
    told.flatMap((each) => (each.asked === undefined ? [] : [[each.asked.challengeId, each]])),
  )
  const ended = new Map<string, number>()
  const redeemed = new Set<string>()
  for (const { entry } of await loginEntries(ports, appId)) {
    const id = String(entry.facts['challengeId'])
    ended.set(id, (ended.get(id) ?? 0) + 1)
    if (entry.action !== 'login.redeemed') continue
    redeemed.add(id)
    // Sound: what is looked up is only compared.
    const one = byId.get(id as ChallengeId)
    assert.ok(one !== undefined, `the audit has a login that no app asked for: ${id}`)
    assert.ok(isLogin(one) || wasInVain(one), `a login that nobody redeemed: ${id}`)
    assert.ok(isSignedBy(one.person, entry.facts), `a login without its phone's signature: ${id}`)
  }
  for (const [id, times] of ended) assert.equal(times, 1, `an end that the audit has ${times} times: ${id}`)
  for (const each of told)
    if (isLogin(each))
      assert.ok(redeemed.has(each.asked?.challengeId ?? ''), 'a login that the audit does not have')
}

async function loginEntries({ storage }: Ports, appId: AppId): Promise<readonly SavedEntry[]> {
  const found: SavedEntry[] = []
  let before: Parameters<typeof storage.read.audit.page>[1]
  do {
    const { entries, next } = await storage.read.audit.page({ action: 'login.*', appId }, before, 1_000)
    found.push(...entries)
    before = next
  } while (before !== undefined)
  return found
}

function isSignedBy({ publicKey, deviceId }: Person, facts: SavedEntry['entry']['facts']): boolean {
  const body = fromBase64Url(String(facts['answer'])) ?? new Uint8Array(0)
  const signature = fromBase64Url(String(facts['signature'])) ?? new Uint8Array(0)
  const answer = answerDocument.parse(body)
  if (facts['deviceId'] !== deviceId || !answer.ok || answer.value.decision !== decision.approve) return false
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  return verify(null, answerDocument.message(body), key, signature)
}

/** A counter rises once for each decision that counted, and never by itself. */
async function compareCounters({ storage }: Ports, told: readonly Told[]): Promise<void> {
  const signatures = new Map<Person, number>()
  for (const { person, signed } of told)
    if (signed !== undefined) signatures.set(person, (signatures.get(person) ?? 0) + 1)
  for (const [{ deviceId }, signed] of signatures) {
    const counter = (await storage.read.devices.byId(deviceId))?.counter
    assert.ok(
      counter !== undefined && counter <= signed,
      `a phone signed ${signed} times, its counter is ${counter}`,
    )
  }
}
