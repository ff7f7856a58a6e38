// WebSocket messages: one union per direction, one parser each; JSON text, bytes as base64url (rules [FR…]).
import * as z from 'zod/mini'
import { notice, noticeIdText } from './api/notice.js'
import { quietHours } from './api/quiet-hours.js'
import { bytesText, counterValue, idText, plainIdText, signableText, timeMs } from './api/values.js'
import { CREDENTIAL_ID_MAX_BYTES } from './biometrics.js'
import type { ErrorCode } from './errors.js'
import { errorCodes } from './errors.js'
import { NOTICES_PER_FRAME_MAX, PUSH_ENDPOINT_MAX_BYTES, PUSH_WAKE_BYTES, TEXT_MAX_BYTES } from './limits.js'
import { pinHeld, pinStateFrame, pinTries, setPinFrame } from './pin-frames.js'
import { verificationProof } from './verification-proof.js'

/** The WebSocket subprotocol (RFC 6455 §1.9). The endpoint is `/v1/device`. */
export const SOCKET_PROTOCOL = 'countersign.v1'
export const SOCKET_PATH = '/v1/device'

const challengeId = idText<'ChallengeId'>()
const signature = bytesText(64, 64)
const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]

const authenticate = z.strictObject({
  type: z.literal('authenticate'),
  deviceId: idText<'DeviceId'>(),
  signature,
})
const received = z.strictObject({ type: z.literal('received'), challengeId })
const answer = z.strictObject({
  type: z.literal('answer'),
  challengeId,
  decision: z.enum(['approve', 'deny', 'report']),
  /** The `chosen` field of the answer document: 2 bytes (symbol), 6 (code), 16 (qr), 32 (link), 0 (deny, report). */
  chosen: bytesText(0, 32),
  userVerification: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  counter: counterValue,
  deviceTimeMs: timeMs,
  signature,
  /** What `userVerification` says, proven: there with 1 and 2, absent with 0 ([UV1]). */
  proof: z.optional(verificationProof),
})
/** Asks for everything open, requests that did not ring included. */
const pull = z.strictObject({ type: z.literal('pull') })
/** Asks what the person was told lately; from then on this socket hears of it as it happens. */
const askNotices = z.strictObject({ type: z.literal('notices') })
/** Heartbeat for browsers, which cannot see WebSocket pings. */
const ping = z.strictObject({ type: z.literal('ping') })
/** The phone wants a code for the times when it is offline ([OC1]). Asking again ends the one it had. */
const askOfflineCode = z.strictObject({ type: z.literal('ask_offline_code') })
/** The first code it made: from now on they count ([OC2]). */
const confirmOfflineCode = z.strictObject({
  type: z.literal('confirm_offline_code'),
  totpId: plainIdText,
  code: z.string().check(z.regex(/^[0-9]{6}(?:[0-9]{2})?$/)),
})
const endOfflineCode = z.strictObject({ type: z.literal('end_offline_code') })
/** "This wasn't me" about something that was told: stops the account ([NM1]). */
const disownNotice = z.strictObject({ type: z.literal('disown_notice'), noticeId: noticeIdText })
/** What a browser's push service gave out (W3C Push API §8), and what the device wants to be woken by. */
const pushTerms = z.strictObject({
  endpoint: signableText(PUSH_ENDPOINT_MAX_BYTES, 1),
  /** An uncompressed point of P-256, and a secret (RFC 8291 §3.1, §3.2). */
  p256dh: bytesText(65, 65),
  auth: bytesText(16, 16),
  /** Stands in every push, so that the device knows which of its pairings is meant; random, and new with each subscription. */
  wake: bytesText(PUSH_WAKE_BYTES, PUSH_WAKE_BYTES),
})
export type PushTerms = z.infer<typeof pushTerms>
/** From now on this device is woken there; null: nowhere ([WP1]). */
const setPush = z.strictObject({
  type: z.literal('set_push'),
  subscription: z.nullable(pushTerms),
  signature,
})

/** When nothing shall ring; null: whenever. Told to the person, as every change of it is ([FT1]). */
const setQuietHours = z.strictObject({ type: z.literal('set_quiet_hours'), hours: z.nullable(quietHours) })
const askQuietHours = z.strictObject({ type: z.literal('ask_quiet_hours') })

/** From now on this credential of the phone's own hardware counts; null: none does ([BI3]). */
const setBiometrics = z.strictObject({
  type: z.literal('set_biometrics'),
  credential: z.nullable(
    z.strictObject({
      credentialId: bytesText(1, CREDENTIAL_ID_MAX_BYTES),
      attestationObject: bytesText(1, 4_096),
      clientDataJson: bytesText(1, 2_048),
    }),
  ),
  /** By `K1`. */
  signature,
  /** By the PIN or the credential that the device has till now ([BI4]). */
  proof: z.optional(verificationProof),
})

const deviceFrame = z.discriminatedUnion('type', [
  authenticate,
  received,
  answer,
  pull,
  askNotices,
  askOfflineCode,
  confirmOfflineCode,
  endOfflineCode,
  disownNotice,
  setPinFrame,
  setQuietHours,
  askQuietHours,
  setBiometrics,
  setPush,
  ping,
])

const hello = z.strictObject({
  type: z.literal('hello'),
  serverId: bytesText(32, 32),
  nonce: bytesText(32, 32),
  expiresAtMs: timeMs,
})
const deviceState = z.enum(['pending_confirm', 'active', 'suspended', 'revoked'])
const welcome = z.strictObject({
  type: z.literal('welcome'),
  deviceState,
  heartbeatSeconds: z.int().check(z.positive()),
  keySetVersion: z.int().check(z.nonnegative()),
  nowMs: timeMs,
  /** Lowest counter the server accepts in the next answer. */
  nextCounter: counterValue,
  /** The offline code of this phone that counts; null: none. The phone forgets any other ([OC4]). */
  offlineCode: z.nullable(plainIdText),
  /** Whether the policies let this account use such codes at all. */
  mayHaveOfflineCode: z.boolean(),
  /** The PIN of this device; absent: the pairing is not confirmed yet ([PN7]). */
  pin: z.optional(pinHeld),
  /** The id of the credential of this device that counts; absent: it has none ([BI5]). */
  biometrics: z.optional(bytesText(1, CREDENTIAL_ID_MAX_BYTES)),
  /** Where this socket comes from, as the server sees it; empty or absent: it does not know. The phone compares it ([KB9]). */
  address: z.optional(signableText(TEXT_MAX_BYTES.address)),
  /**
   * By which key this server proves to push services who it is (RFC 8292 §3.2: the `applicationServerKey` of a subscription), and
   * whether it holds a subscription of this device. Null: it wakes nobody.
   */
  push: z.nullable(z.strictObject({ publicKey: bytesText(65, 65), state: z.enum(['on', 'off']) })),
})
const challenge = z.strictObject({
  type: z.literal('challenge'),
  challengeId,
  body: bytesText(1, 4096),
  signature,
})
const receipt = z.strictObject({
  type: z.literal('receipt'),
  challengeId,
  body: bytesText(1, 4096),
  signature,
})
/** Answers a `pull`: this many challenges were sent before it. */
const pulled = z.strictObject({ type: z.literal('pulled'), open: z.int().check(z.nonnegative()) })
/** What the person was told, newest first; information only, and not signed. */
const notices = z.strictObject({
  type: z.literal('notices'),
  items: z.array(notice).check(z.maxLength(NOTICES_PER_FRAME_MAX)),
})
/** What the phone makes codes from; sent once, kept by the phone where it cannot be read again. */
const offlineCode = z.strictObject({
  type: z.literal('offline_code'),
  totpId: plainIdText,
  secret: bytesText(16, 64),
  algorithm: z.enum(['SHA1', 'SHA256']),
  digits: z.union([z.literal(6), z.literal(8)]),
  periodSeconds: z.int().check(z.positive()),
})
/** What became of it: `active` counts, `refused` the first code did not fit, `ended` it counts no more. */
const offlineCodeState = z.strictObject({
  type: z.literal('offline_code_state'),
  totpId: z.nullable(plainIdText),
  state: z.enum(['active', 'refused', 'ended']),
})
/** Answers a `set_biometrics`: the credential that counts from now on; null: none does. */
const biometricsState = z.strictObject({
  type: z.literal('biometrics_state'),
  credentialId: z.nullable(bytesText(1, CREDENTIAL_ID_MAX_BYTES)),
})
/** The account was stopped, by this phone's word. */
const accountStopped = z.strictObject({ type: z.literal('account_stopped'), noticeId: noticeIdText })
/**
 * Answers a `set_push`; comes unasked when a subscription ended. `signature`: not this device's, or of another socket; `endpoint`:
 * no push service that this server knows; `off_here`: it wakes nobody; `suspended`: not while this device may only deny.
 */
const pushState = z.strictObject({
  type: z.literal('push_state'),
  state: z.enum(['on', 'off', 'refused']),
  reason: z.optional(z.enum(['signature', 'endpoint', 'off_here', 'suspended', 'too_many_requests'])),
})
export type PushRefusedReason = NonNullable<z.infer<typeof pushState>['reason']>
/** The account's quiet hours as they are now: the answer to both frames about them. */
const quietHoursNow = z.strictObject({ type: z.literal('quiet_hours'), hours: z.nullable(quietHours) })
/** The device's own state changed: confirmed, suspended, resumed or revoked. */
const device = z.strictObject({
  type: z.literal('device'),
  deviceState,
  /** As in `welcome`, which did not say it before the pairing was confirmed. */
  mayHaveOfflineCode: z.optional(z.boolean()),
  pin: z.optional(pinHeld),
})
const refusal = z.strictObject({
  type: z.literal('refusal'),
  code: z.enum(codes),
  challengeId: z.optional(challengeId),
  /** What had no effect, where no challenge says it. */
  about: z.optional(
    z.enum([
      'ask_offline_code',
      'confirm_offline_code',
      'end_offline_code',
      'disown_notice',
      'set_pin',
      'set_biometrics',
      'set_quiet_hours',
      'ask_quiet_hours',
    ]),
  ),
  /** With `pin_wrong`: what is left ([PN4]). */
  tries: z.optional(pinTries),
})
const pong = z.strictObject({ type: z.literal('pong'), nowMs: timeMs })
/** The server stops: connect again after this time, which differs per device so that they do not come as one. */
const goodbye = z.strictObject({
  type: z.literal('goodbye'),
  reconnectAfterMs: z.int().check(z.nonnegative()),
})
const serverFrame = z.discriminatedUnion('type', [
  hello,
  welcome,
  challenge,
  receipt,
  pulled,
  notices,
  offlineCode,
  offlineCodeState,
  accountStopped,
  pinStateFrame,
  biometricsState,
  quietHoursNow,
  pushState,
  device,
  refusal,
  pong,
  goodbye,
])

export const deviceFrameSchema = deviceFrame
export const serverFrameSchema = serverFrame
export type DeviceFrame = z.infer<typeof deviceFrame>
export type ServerFrame = z.infer<typeof serverFrame>
export type DeviceStateName = z.infer<typeof deviceState>

/** Text of a message from a device → frame, or undefined for anything else. Never throws. */
export function parseDeviceFrame(message: string): DeviceFrame | undefined {
  return parse(deviceFrame, message)
}

/** Text of a message from the server → frame, or undefined for anything else. Never throws. */
export function parseServerFrame(message: string): ServerFrame | undefined {
  return parse(serverFrame, message)
}

function parse<T>(schema: z.ZodMiniType<T>, message: string): T | undefined {
  let value: unknown
  try {
    value = JSON.parse(message)
  } catch {
    return undefined
  }
  const result = schema.safeParse(value)
  return result.success ? result.data : undefined
}
