// The bodies of one challenge, one for each device: what a person will read, and a device will sign by hash.
import type { DeviceId, Transaction } from '@countersign/protocol'
import {
  browserKnown,
  challengeDocument,
  idToBytes,
  matchMode,
  purpose,
  TEXT_MAX_BYTES,
  toSignableText,
} from '@countersign/protocol'
import { orderFor } from '../core/match.js'
import type { Ports } from '../core/ports.js'
import type { App, ChallengeRecord, Delivery } from '../core/records.js'

/** Bodies only; each is signed when a phone is there to see it. `sequence` rises with every challenge of the account. */
export function writeBodies(
  ports: Ports,
  app: App,
  subject: { readonly userId: string; readonly deviceIds: readonly DeviceId[] },
  challenge: ChallengeRecord,
  otherOpen: number,
  sequence: number,
  transaction: readonly Transaction[],
): readonly Delivery[] {
  const { keyId } = ports.vault.signingKey(challenge.createdAtMs)
  const shared = {
    version: 1,
    serverId: ports.vault.serverId,
    keyId: idToBytes(keyId),
    challengeId: idToBytes(challenge.id),
    nonce: ports.random.bytes(32),
    appNonce: challenge.appNonce,
    accountId: idToBytes(challenge.accountId),
    appId: idToBytes(challenge.appId),
    purpose: purpose[challenge.purpose],
    mode: matchMode[challenge.mode],
    issuedAtMs: challenge.createdAtMs,
    expiresAtMs: challenge.expiresAtMs,
    context: {
      appName: app.name,
      origin: app.origins[0] ?? '',
      // Lower case can be longer than what was typed and checked; only for an ID that nobody has can it be cut.
      userId: toSignableText(subject.userId, TEXT_MAX_BYTES.userId),
      address: challenge.requester.address,
      browser: challenge.requester.browser,
      place: challenge.place,
      browserKnown: browserKnown[challenge.browserKnown],
      otherOpen,
    },
    transaction,
    requirements: challenge.requirements,
    sequence,
  } as const
  return subject.deviceIds.map((deviceId, nth) => ({
    challengeId: challenge.id,
    deviceId,
    keyId,
    body: challengeDocument.encode({
      ...shared,
      deviceId: idToBytes(deviceId),
      options: orderFor(challenge.options, nth),
    }),
  }))
}
