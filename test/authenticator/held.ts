// A request as the SDK hands it to the phone app, for the suites of this folder.
import type { OpenRequest } from '@countersign/client-sdk'
import type { ChallengeId, DeviceId } from '@countersign/protocol'

/** An open request at a device: `device` and `id` are one digit each. */
export function held(
  device: number,
  id: number,
  more: Partial<OpenRequest> = {},
): { readonly deviceId: DeviceId; readonly request: OpenRequest } {
  const uuid = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`
  return {
    deviceId: uuid(device) as DeviceId,
    request: {
      challengeId: uuid(id) as ChallengeId,
      serverName: 'ACME',
      appName: 'Wiki',
      origin: 'https://wiki.example',
      userId: 'alice',
      address: '203.0.113.7',
      browser: 'Firefox on Windows',
      place: '',
      browserKnown: 'undetermined',
      otherOpen: 0,
      purpose: 'login',
      transaction: undefined,
      mode: 'symbol',
      verification: 'none',
      options: [1, 2, 3],
      issuedAtMs: 1_000 + id,
      expiresAtMs: 91_000 + id,
      sameNetwork: false,
      remainingMs: () => 60_000,
      ...more,
    },
  }
}
