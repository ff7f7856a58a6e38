// What is given to a fabric in tests: sockets that keep what they are told, ids, a frame and a status.
import { randomUUID } from 'node:crypto'
import type { ChallengeId, ChallengeStatus, DeviceId, ServerFrame } from '@countersign/protocol'
import type { DeviceSocket } from '@countersign/server/core/ports'

export interface KeepingSocket extends DeviceSocket {
  readonly frames: ServerFrame[]
  readonly closed: string[]
}

export function socketThatKeeps(): KeepingSocket {
  const frames: ServerFrame[] = []
  const closed: string[] = []
  return {
    frames,
    closed,
    deliver: (frame) => void frames.push(frame),
    close: (reason) => void closed.push(reason),
  }
}

export const PULLED: ServerFrame = { type: 'pulled', open: 1 }

export const APPROVED: ChallengeStatus = {
  state: 'approved',
  progress: 'on_phone',
  cause: 'none',
  expiresAtMs: 2,
  nowMs: 1,
}

export function newDeviceId(): DeviceId {
  // Sound: a random UUID is an id.
  return randomUUID() as string as DeviceId
}

export function newChallengeId(): ChallengeId {
  // Sound: a random UUID is an id.
  return randomUUID() as string as ChallengeId
}
