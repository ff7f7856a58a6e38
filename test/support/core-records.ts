// Records for tests of the core: complete, plain, every field replaceable.
import type { AccountId, AppId, ChallengeId, DeviceId } from '@countersign/protocol'
import type { ChallengeRecord, Guard } from '@countersign/server/core/records'

/** An id that a person can tell from another: the number, in the shape of a UUID. */
export function idOf<T extends AccountId | AppId | ChallengeId | DeviceId>(n: number): T {
  // Sound: the brand says what the id names; the test knows.
  return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as T
}

export function challengeRecord(over: Partial<ChallengeRecord> = {}): ChallengeRecord {
  return {
    id: idOf<ChallengeId>(1),
    accountId: idOf<AccountId>(1),
    appId: idOf<AppId>(1),
    pool: 'app',
    purpose: 'login',
    mode: 'symbol',
    requirements: 0,
    state: 'pending',
    cause: 'none',
    pushed: true,
    options: [1, 2, 3, 4, 5, 6],
    appNonce: new Uint8Array(32),
    expectedChoice: new Uint8Array(32),
    watchTokenHash: new Uint8Array(32),
    requester: { address: '192.0.2.1', browser: 'Firefox' },
    browserKnown: 'undetermined',
    browserId: undefined,
    place: '',
    requestId: '',
    traceParent: '',
    createdAtMs: 1000,
    expiresAtMs: 91_000,
    decidedAtMs: undefined,
    answer: undefined,
    ...over,
  }
}

export function guardOf(over: Partial<Guard> = {}): Guard {
  return {
    accountId: idOf<AccountId>(1),
    pushTimesMs: [],
    idFirstPushTimesMs: [],
    consecutiveWrong: 0,
    codeUntilMs: 0,
    reported: [],
    unapprovedTimesMs: [],
    deniedTimesMs: [],
    harassedAtMs: 0,
    revision: 0,
    ...over,
  }
}
