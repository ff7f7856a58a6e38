// A login is over: the audit hears it once, in the transaction that ended it, with the phone's own signed answer as evidence.
import type { DeviceId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import type { AuditEntry } from '../core/audit-entry.js'
import type { Ports, Stores } from '../core/ports.js'
import type { ChallengeRecord } from '../core/records.js'
import { appendAudit } from './append-audit.js'

/** Nothing while the challenge may still change; then one entry, `login.redeemed` or `login.denied` and the like. */
export async function recordOutcome(
  ports: Pick<Ports, 'random' | 'vault'>,
  stores: Stores,
  challenge: ChallengeRecord,
  nowMs: number,
): Promise<void> {
  if (challenge.state === 'pending' || challenge.state === 'approved') return
  await appendAudit(ports, stores, nowMs, outcomeEntry(challenge))
}

/** What stands in the entry. No symbol and no code but in what the phone signed, where they are spent. */
function outcomeEntry(challenge: ChallengeRecord): AuditEntry {
  const { id, state, cause, answer, requester, requestId } = challenge
  return {
    action: `login.${state}`,
    actor: actorOf(challenge, answer?.deviceId),
    accountId: challenge.accountId,
    appId: challenge.appId,
    facts: {
      challengeId: id,
      purpose: challenge.purpose,
      mode: challenge.mode,
      pushed: challenge.pushed,
      address: requester.address,
      browser: requester.browser,
      browserKnown: challenge.browserKnown,
      ...(challenge.place === '' ? {} : { place: challenge.place }),
      requestedAtMs: challenge.createdAtMs,
      ...(requestId === '' ? {} : { askedIn: requestId }),
      ...(cause === 'none' ? {} : { cause }),
      ...(answer === undefined
        ? {}
        : {
            deviceId: answer.deviceId,
            answer: toBase64Url(answer.body),
            signature: toBase64Url(answer.signature),
          }),
    },
  }
}

/** Who ended it: the phone that answered, the app that took it back, or time. */
function actorOf({ state, cause, appId }: ChallengeRecord, deviceId: DeviceId | undefined): string {
  if (state === 'cancelled') return cause === 'by_app' ? `app:${appId}` : 'server'
  if (state === 'expired' || state === 'lapsed' || deviceId === undefined) return 'server'
  return `device:${deviceId}`
}
