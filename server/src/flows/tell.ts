// Tells pages and phones what became of a challenge, and writes the frames of what is asked; after the commit, best effort.
import type { DeviceId, ServerFrame } from '@countersign/protocol'
import {
  challengeDocument,
  challengeState,
  idToBytes,
  receiptDocument,
  toBase64Url,
} from '@countersign/protocol'
import type { Totp } from '../core/codes.js'
import type { Ports } from '../core/ports.js'
import type { ChallengeRecord, Delivery, Device } from '../core/records.js'
import { statusAt } from '../core/status.js'
import { afterwards } from './afterwards.js'

/** The page hears the status, and every phone that showed the challenge its receipt; `except` the one that is answered directly. */
export function tellOutcome(ports: Ports, challenge: ChallengeRecord, except?: DeviceId): void {
  ports.metrics.changed(challenge)
  afterwards(ports, 'outcome', async () => {
    await publishStatus(ports, challenge)
    const deviceIds = await ports.storage.read.challenges.deviceIdsOf(challenge.id)
    const shownTo = deviceIds.filter((deviceId) => deviceId !== except)
    if (shownTo.length === 0) return
    for (const deviceId of await ports.fabric.present(shownTo))
      await ports.fabric.send(deviceId, receiptFrame(ports, challenge, deviceId))
  })
}

/** A device hears its own new state; the gateway ends the socket of a revoked one. */
export function tellDevice(ports: Ports, { id, state }: Pick<Device, 'id' | 'state'>): void {
  afterwards(ports, 'device', () => ports.fabric.send(id, { type: 'device', deviceState: state }))
}

/** The phone is as it was; its account lets nobody in for now. The gateway ends the socket. */
export function tellAccountSuspended(ports: Ports, { id }: Pick<Device, 'id'>): void {
  afterwards(ports, 'suspension', () => ports.fabric.send(id, { type: 'refusal', code: 'account_suspended' }))
}

/** The phone forgets its offline code at once; else it learns it when it connects again ([OC4]). An app hears nothing. */
export function tellOfflineCodeEnded(ports: Ports, { id: totpId, deviceId }: Totp): void {
  if (deviceId === undefined) return
  const frame: ServerFrame = { type: 'offline_code_state', totpId, state: 'ended' }
  afterwards(ports, 'offline code', () => ports.fabric.send(deviceId, frame))
}

/** The stored body under a fresh signature: bodies are made once, signatures when a phone is there to see them. */
export function challengeFrame(ports: Ports, { challengeId, keyId, body }: Delivery): ServerFrame {
  const signature = ports.vault.signWith(keyId, challengeDocument.message(body))
  return { type: 'challenge', challengeId, body: toBase64Url(body), signature: toBase64Url(signature) }
}

/** The signed truth about a challenge, for one device ([RC1], [RC2]). */
export function receiptFrame(ports: Ports, challenge: ChallengeRecord, deviceId: DeviceId): ServerFrame {
  const decidedAtMs = challenge.decidedAtMs ?? ports.clock.nowMs()
  // [KS3]: a receipt counts as signed at decidedAtMs, so the key is the one that was in force then.
  const key = ports.vault.signingKey(decidedAtMs)
  const body = receiptDocument.encode({
    version: 1,
    serverId: ports.vault.serverId,
    keyId: idToBytes(key.keyId),
    challengeId: idToBytes(challenge.id),
    deviceId: idToBytes(deviceId),
    state: challengeState[challenge.state],
    decidedAtMs,
    byThisDevice: challenge.answer?.deviceId === deviceId ? 1 : 0,
  })
  const signature = key.sign(receiptDocument.message(body))
  return {
    type: 'receipt',
    challengeId: challenge.id,
    body: toBase64Url(body),
    signature: toBase64Url(signature),
  }
}

async function publishStatus(ports: Ports, challenge: ChallengeRecord): Promise<void> {
  const status = statusAt(challenge, false, ports.clock.nowMs(), ports.settings.redeemWithinMs)
  await ports.fabric.publish(challenge.id, status)
}
