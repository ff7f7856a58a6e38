// What a phone says about a request: that it shows it, and what its person decided. Each to its flow and back; also while the database is away.
import type { ChallengeId, DeviceId, ServerFrame } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import { outwardCode } from '../core/refusal.js'
import { Unavailable } from '../core/unavailable.js'
import type { AnswerFrame } from '../flows/answer-challenge.js'
import { answerChallenge } from '../flows/answer-challenge.js'
import { receiveChallenge } from '../flows/receive-challenge.js'
import { triesOf } from './pin-frames.js'

/** News for the page, and it decides nothing: where it cannot be told now, it is not. */
export async function hearReceived(
  ports: Ports,
  deviceId: DeviceId,
  challengeId: ChallengeId,
): Promise<void> {
  try {
    await receiveChallenge(ports, deviceId, challengeId)
  } catch (error) {
    tellUnavailable(ports, deviceId, challengeId, error)
  }
}

/** The receipt, or a refusal. With `unavailable` the device sends the same answer again, on this very connection. */
export async function hearAnswer(
  ports: Ports,
  deviceId: DeviceId,
  frame: AnswerFrame,
  address: string,
): Promise<ServerFrame> {
  const { challengeId } = frame
  try {
    const result = await answerChallenge(ports, deviceId, frame, address)
    if (result.ok) return result.value
    ports.metrics.refused('socket', result.refusal.reason)
    ports.log.info('answer_refused', { deviceId, challengeId, ...result.refusal })
    return { type: 'refusal', code: outwardCode(result.refusal), challengeId, ...triesOf(result.refusal) }
  } catch (error) {
    tellUnavailable(ports, deviceId, challengeId, error)
    return { type: 'refusal', code: 'unavailable', challengeId }
  }
}

/** Throws what is a fault of ours. */
function tellUnavailable({ log }: Ports, deviceId: DeviceId, challengeId: ChallengeId, error: unknown): void {
  if (!(error instanceof Unavailable)) throw error
  log.error('socket_frame_failed', { deviceId, challengeId, error })
}
